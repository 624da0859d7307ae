package org.cardshop.writer.fuse;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;

/// The few calls that a file system in user space needs.
final class Kernel {
  static final int EINTR = 4;
  static final int ENODEV = 19;

  private static final int O_RDWR = 2;
  private static final int O_CLOEXEC = 0x80000;
  private static final int FORCE = 1;
  private static final int DETACH = 2;
  private static final Linker LINKER = Linker.nativeLinker();
  private static final VarHandle ERRNO =
      Linker.Option.captureStateLayout().varHandle(PathElement.groupElement("errno"));
  private static final MethodHandle OPEN =
      handle("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle CLOSE =
      handle("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  private static final MethodHandle READ =
      handle("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
  private static final MethodHandle WRITE =
      handle("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
  private static final MethodHandle MOUNT =
      handle(
          "mount", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS));
  private static final MethodHandle UMOUNT =
      handle("umount2", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));

  private Kernel() {}

  static int open(String path) throws IOException {
    try (var arena = Arena.ofConfined()) {
      var name = arena.allocateFrom(path);
      return (int)
          require(
              "open " + path,
              call(state -> (int) OPEN.invokeExact(state, name, O_RDWR | O_CLOEXEC)));
    }
  }

  /// @return bytes, or the error number negated
  static long read(int fd, MemorySegment into) {
    return call(state -> (long) READ.invokeExact(state, fd, into, into.byteSize()));
  }

  /// @return bytes, or the error number negated
  static long write(int fd, MemorySegment bytes) {
    return call(state -> (long) WRITE.invokeExact(state, fd, bytes, bytes.byteSize()));
  }

  static void close(int fd) throws IOException {
    require("close", call(state -> (int) CLOSE.invokeExact(state, fd)));
  }

  static void mountFuse(int fd, Path at) throws IOException {
    try (var arena = Arena.ofConfined()) {
      var type = arena.allocateFrom("fuse");
      var target = arena.allocateFrom(at.toString());
      var options =
          arena.allocateFrom("fd=" + fd + ",rootmode=40000,user_id=0,group_id=0,allow_other");
      require(
          "mount", call(state -> (int) MOUNT.invokeExact(state, type, target, type, 0L, options)));
    }
  }

  /// Fails whatever still waits for an answer, first of all: a thread of this very process that
  /// waits would keep it from ending, and with it the connection from being closed.
  static void unmount(Path at) throws IOException {
    try (var arena = Arena.ofConfined()) {
      var target = arena.allocateFrom(at.toString());
      // Answers that the mount is busy, which it may be.
      var _ = call(state -> (int) UMOUNT.invokeExact(state, target, FORCE));
      var _ = call(state -> (int) UMOUNT.invokeExact(state, target, DETACH));
    }
  }

  @FunctionalInterface
  private interface Call {
    long on(MemorySegment state) throws Throwable;
  }

  private static long call(Call call) {
    try (var arena = Arena.ofConfined()) {
      var state = arena.allocate(Linker.Option.captureStateLayout());
      long answer = call.on(state);
      return answer >= 0 ? answer : -(int) ERRNO.get(state, 0L);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static long require(String what, long answer) throws IOException {
    if (answer < 0) {
      throw new IOException("cannot " + what + ": errno " + -answer);
    }
    return answer;
  }

  @SuppressWarnings("restricted")
  private static MethodHandle handle(String name, FunctionDescriptor signature) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name),
        signature,
        Linker.Option.captureCallState("errno"));
  }
}
