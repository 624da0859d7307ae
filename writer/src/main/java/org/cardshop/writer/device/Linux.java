package org.cardshop.writer.device;

import static org.cardshop.platform.foreign.CFunction.number;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.Set;
import org.cardshop.platform.foreign.CFunction;

/// The calls into the C library. Each throws when it fails. Only for 64-bit Linux, where `off_t`
/// has eight bytes.
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

  private static final CFunction OPEN = CFunction.ofInt("open");
  private static final CFunction CLOSE = CFunction.ofInt("close");
  private static final CFunction PREAD = CFunction.ofLong("pread");
  private static final CFunction PWRITE = CFunction.ofLong("pwrite");
  private static final CFunction FDATASYNC = CFunction.ofInt("fdatasync");
  private static final CFunction FALLOCATE = CFunction.ofInt("fallocate");
  private static final CFunction FADVISE = CFunction.ofInt("posix_fadvise");
  private static final CFunction FLOCK = CFunction.ofInt("flock");
  private static final CFunction IOCTL = CFunction.ofInt("ioctl");
  private static final CFunction LSEEK = CFunction.ofLong("lseek");
  private static final CFunction STATX = CFunction.ofInt("statx");

  private Linux() {}

  static int open(Path path, int flags) throws DeviceException {
    try (var arena = Arena.ofConfined()) {
      var name = arena.allocateFrom(path.toString());
      return (int)
          require("cannot open " + path, OPEN.call(name, number(flags | O_CLOEXEC), number(0)));
    }
  }

  static void close(int fd) throws DeviceException {
    require("cannot close", CLOSE.call(number(fd)));
  }

  /// Reads until the segment is full.
  static void read(int fd, String name, long offset, MemorySegment into) throws DeviceException {
    for (long done = 0; done < into.byteSize(); ) {
      var rest = into.asSlice(done);
      long at = offset + done;
      long got =
          require(
              "cannot read " + name + " at byte " + at,
              PREAD.call(number(fd), rest, number(rest.byteSize()), number(at)));
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
          require(
              "cannot write " + name + " at byte " + at,
              PWRITE.call(number(fd), rest, number(rest.byteSize()), number(at)));
    }
  }

  static void fdatasync(int fd, String name) throws DeviceException {
    require("cannot flush " + name, FDATASYNC.call(number(fd)));
  }

  static void fallocate(int fd, String name, int mode, long offset, long length)
      throws DeviceException {
    require(
        "cannot zero " + name + " at byte " + offset,
        FALLOCATE.call(number(fd), number(mode), number(offset), number(length)));
  }

  static void fadvise(int fd, String name, int advice) throws DeviceException {
    // Answers the error number itself instead of setting errno.
    long failed = FADVISE.call(number(fd), number(0), number(0), number(advice));
    if (failed != 0) {
      throw new DeviceException("cannot drop what the page cache holds of " + name, (int) failed);
    }
  }

  static void lock(int fd, String name) throws DeviceException {
    require("cannot lock " + name, FLOCK.call(number(fd), number(LOCK_EX_NB)));
  }

  /// The first byte from `offset` on that is not in a hole; empty when only a hole is left. A file
  /// system that keeps no holes answers `offset`.
  static OptionalLong nextData(int fd, String name, long offset) throws DeviceException {
    try {
      return OptionalLong.of(
          require(
              "cannot find the data of " + name,
              LSEEK.call(number(fd), number(offset), number(SEEK_DATA))));
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
    require(what, IOCTL.call(number(fd), number(request), argument));
  }

  static void statx(int fd, String path, int flags, int mask, MemorySegment into)
      throws DeviceException {
    try (var arena = Arena.ofConfined()) {
      var name = arena.allocateFrom(path);
      require(
          "cannot look at " + path,
          STATX.call(number(fd), name, number(flags), number(mask), into));
    }
  }

  /// @param answer of a [CFunction]
  /// @return the same when it is no failure
  static long require(String what, long answer) throws DeviceException {
    if (answer < 0) {
      throw new DeviceException(what, (int) -answer);
    }
    return answer;
  }
}
