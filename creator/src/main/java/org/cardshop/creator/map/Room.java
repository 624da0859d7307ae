package org.cardshop.creator.map;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.cardshop.core.image.Span;

/// Disk space taken before it is written to, so that a full disk is seen at once and not after an
/// hour. Linux, fallocate(2); where the file system cannot, nothing is taken.
@SuppressWarnings("restricted") // three plain calls into the C library
final class Room {
  private static final int O_RDWR = 2;
  private static final int EINTR = 4;
  private static final int ENOSPC = 28;
  private static final int ENOSYS = 38;
  private static final int EOPNOTSUPP = 95;
  private static final int EDQUOT = 122;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(StructLayout.PathElement.groupElement("errno"));
  private static final MethodHandle OPEN =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("open"),
          FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT),
          Linker.Option.firstVariadicArg(2));
  private static final MethodHandle FALLOCATE =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("fallocate"),
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG),
          Linker.Option.captureCallState("errno"));
  private static final MethodHandle CLOSE =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("close"), FunctionDescriptor.of(JAVA_INT, JAVA_INT));

  private Room() {}

  /// Takes disk for these parts of a file, which is there and long enough.
  ///
  /// @throws IOException when the disk does not have it
  static void take(Path file, List<Span> parts) throws IOException {
    try (var arena = Arena.ofConfined()) {
      int descriptor = open(arena, file);
      try {
        for (var part : parts) {
          if (!take(arena, file, descriptor, part)) {
            return;
          }
        }
      } finally {
        close(descriptor);
      }
    }
  }

  private static boolean take(Arena arena, Path file, int descriptor, Span part)
      throws IOException {
    var state = arena.allocate(STATE);
    int errno;
    do {
      errno = fallocate(state, descriptor, part);
    } while (errno == EINTR);
    return switch (errno) {
      case 0 -> true;
      case ENOSYS, EOPNOTSUPP -> false;
      case ENOSPC, EDQUOT ->
          throw new IOException(
              "the disk of " + file + " is full; make room or use another folder");
      default -> throw new IOException("cannot take disk for " + file + " (errno " + errno + ")");
    };
  }

  private static int open(Arena arena, Path file) throws IOException {
    int descriptor;
    try {
      // Names are bytes, whatever the locale.
      var name = arena.allocateFrom(file.toString(), StandardCharsets.UTF_8);
      descriptor = (int) OPEN.invokeExact(name, O_RDWR);
    } catch (Throwable e) {
      throw new IllegalStateException("open(2) cannot be called", e);
    }
    if (descriptor < 0) {
      throw new IOException("cannot open " + file);
    }
    return descriptor;
  }

  private static int fallocate(MemorySegment state, int descriptor, Span part) {
    try {
      int answer = (int) FALLOCATE.invokeExact(state, descriptor, 0, part.offset(), part.length());
      return answer == 0 ? 0 : (int) ERRNO.get(state, 0L);
    } catch (Throwable e) {
      throw new IllegalStateException("fallocate(2) cannot be called", e);
    }
  }

  private static void close(int descriptor) {
    try {
      int _ = (int) CLOSE.invokeExact(descriptor);
    } catch (Throwable e) {
      throw new IllegalStateException("close(2) cannot be called", e);
    }
  }
}
