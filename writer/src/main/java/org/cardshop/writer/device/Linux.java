package org.cardshop.writer.device;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.Set;

/// The calls into the C library. Each is repeated when a signal interrupts it and throws when it
/// fails. Only for 64-bit Linux, where `off_t` has eight bytes.
final class Linux {
  static final int O_RDONLY = 0;
  static final int O_RDWR = 2;
  static final int O_EXCL = 0x80;
  static final int O_CLOEXEC = 0x80000;

  /// The one flag here that differs between processors (asm/fcntl.h of the kernel).
  static final int O_DIRECT =
      Set.of("aarch64", "arm").contains(System.getProperty("os.arch")) ? 0x10000 : 0x4000;

  static final int FADV_DONTNEED = 4;
  static final int FALLOC_KEEP_SIZE = 1;
  static final int FALLOC_PUNCH_HOLE = 2;
  static final int SEEK_DATA = 3;
  static final int LOCK_EX_NB = 2 | 4;

  // linux/fs.h
  static final long BLKROGET = 0x125E;
  static final long BLKRRPART = 0x125F;
  static final long BLKFLSBUF = 0x1261;
  static final long BLKDISCARD = 0x1277;
  static final long BLKSSZGET = 0x1268;
  static final long BLKZEROOUT = 0x127F;
  static final long BLKGETSIZE64 = 0x80081272L;
  static final long BLKGETDISKSEQ = 0x80081280L;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final VarHandle ERRNO =
      Linker.Option.captureStateLayout().varHandle(PathElement.groupElement("errno"));

  private static final MethodHandle OPEN =
      variadic("open", 2, FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
  private static final MethodHandle CLOSE =
      handle("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  private static final MethodHandle PREAD =
      handle("pread", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG));
  private static final MethodHandle PWRITE =
      handle("pwrite", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG));
  private static final MethodHandle FDATASYNC =
      handle("fdatasync", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  private static final MethodHandle FALLOCATE =
      handle(
          "fallocate", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG));
  private static final MethodHandle FADVISE =
      handle(
          "posix_fadvise",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));
  private static final MethodHandle FLOCK =
      handle("flock", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle IOCTL =
      variadic("ioctl", 2, FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS));
  private static final MethodHandle STATX =
      handle(
          "statx", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS));

  /// Not called by most: no handle is made before it is needed.
  private static final class Seek {
    static final MethodHandle LSEEK =
        handle("lseek", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT));
  }

  private Linux() {}

  static int open(Path path, int flags) throws DeviceException {
    try (var arena = Arena.ofConfined()) {
      var name = arena.allocateFrom(path.toString());
      return (int)
          call(
              "cannot open " + path,
              errno -> (int) OPEN.invokeExact(errno, name, flags | O_CLOEXEC, 0));
    }
  }

  static void close(int fd) throws DeviceException {
    call("cannot close", errno -> (int) CLOSE.invokeExact(errno, fd));
  }

  /// Reads until the segment is full.
  static void read(int fd, String name, long offset, MemorySegment into) throws DeviceException {
    for (long done = 0; done < into.byteSize(); ) {
      var rest = into.asSlice(done);
      long at = offset + done;
      long got =
          call(
              "cannot read " + name + " at byte " + at,
              errno -> (long) PREAD.invokeExact(errno, fd, rest, rest.byteSize(), at));
      if (got == 0) {
        throw new DeviceException("cannot read " + name + " at byte " + at, Errno.ENODATA);
      }
      done += got;
    }
  }

  /// Writes the whole segment.
  static void write(int fd, String name, long offset, MemorySegment bytes) throws DeviceException {
    for (long done = 0; done < bytes.byteSize(); ) {
      var rest = bytes.asSlice(done);
      long at = offset + done;
      done +=
          call(
              "cannot write " + name + " at byte " + at,
              errno -> (long) PWRITE.invokeExact(errno, fd, rest, rest.byteSize(), at));
    }
  }

  static void fdatasync(int fd, String name) throws DeviceException {
    call("cannot flush " + name, errno -> (int) FDATASYNC.invokeExact(errno, fd));
  }

  static void fallocate(int fd, String name, int mode, long offset, long length)
      throws DeviceException {
    call(
        "cannot zero " + name + " at byte " + offset,
        errno -> (int) FALLOCATE.invokeExact(errno, fd, mode, offset, length));
  }

  static void fadvise(int fd, String name, int advice) throws DeviceException {
    // Answers the error number itself instead of setting errno.
    long failed =
        call(
            "cannot advise on " + name,
            errno -> (int) FADVISE.invokeExact(errno, fd, 0L, 0L, advice));
    if (failed != 0) {
      throw new DeviceException("cannot drop what the page cache holds of " + name, (int) failed);
    }
  }

  static void lock(int fd, String name) throws DeviceException {
    call("cannot lock " + name, errno -> (int) FLOCK.invokeExact(errno, fd, LOCK_EX_NB));
  }

  /// The first byte from `offset` on that is not in a hole; empty when only a hole is left. A file
  /// system that keeps no holes answers `offset`.
  static OptionalLong nextData(int fd, String name, long offset) throws DeviceException {
    try {
      return OptionalLong.of(
          call(
              "cannot find the data of " + name,
              errno -> (long) Seek.LSEEK.invokeExact(errno, fd, offset, SEEK_DATA)));
    } catch (DeviceException e) {
      if (e.isGone()) { // ENXIO
        return OptionalLong.empty();
      }
      if (e.isUnsupported()) {
        return OptionalLong.of(offset);
      }
      throw e;
    }
  }

  static void ioctl(int fd, String what, long request, MemorySegment argument)
      throws DeviceException {
    call(what, errno -> (int) IOCTL.invokeExact(errno, fd, request, argument));
  }

  static void statx(int fd, String path, int flags, int mask, MemorySegment into)
      throws DeviceException {
    try (var arena = Arena.ofConfined()) {
      var name = arena.allocateFrom(path);
      call(
          "cannot look at " + path,
          errno -> (int) STATX.invokeExact(errno, fd, name, flags, mask, into));
    }
  }

  @FunctionalInterface
  interface Call {
    long on(MemorySegment errno) throws Throwable;
  }

  static long call(String what, Call call) throws DeviceException {
    try (var arena = Arena.ofConfined()) {
      var state = arena.allocate(Linker.Option.captureStateLayout());
      while (true) {
        long answer = call.on(state);
        if (answer >= 0) {
          return answer;
        }
        int errno = (int) ERRNO.get(state, 0L);
        if (errno != Errno.EINTR) {
          throw new DeviceException(what, errno);
        }
      }
    } catch (DeviceException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("a call into the C library throws nothing of its own", e);
    }
  }

  @SuppressWarnings("restricted")
  static MethodHandle handle(String name, FunctionDescriptor signature) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name),
        signature,
        Linker.Option.captureCallState("errno"));
  }

  @SuppressWarnings("restricted")
  private static MethodHandle variadic(String name, int fixed, FunctionDescriptor signature) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name),
        signature,
        Linker.Option.captureCallState("errno"),
        Linker.Option.firstVariadicArg(fixed));
  }
}
