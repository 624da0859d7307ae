package org.cardshop.writer.device;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/// What statx(2) says of a file or device node. Unlike the JDK's attributes it works on an open
/// descriptor and never passes the time of the last change off as the time of birth.
///
/// @param mode type and permissions, `st_mode`
/// @param fileSystem the device that the file lies on
/// @param device the device that the node stands for; 0:0 for a plain file
/// @param born nanoseconds, 0 where the file system does not know
public record Stat(
    int mode, long inode, long size, BlockNode fileSystem, BlockNode device, long born) {
  private static final int AT_FDCWD = -100;
  private static final int AT_EMPTY_PATH = 0x1000;
  private static final int BASIC_STATS = 0x7ff;
  private static final int BIRTH = 0x800;
  private static final int TYPE = 0xf000;

  /// Follows symbolic links.
  public static Stat of(Path path) throws DeviceException {
    return read(AT_FDCWD, path.toString(), 0);
  }

  static Stat of(int fd) throws DeviceException {
    return read(fd, "", AT_EMPTY_PATH);
  }

  public boolean isBlockDevice() {
    return (mode & TYPE) == 0x6000;
  }

  public boolean isPlainFile() {
    return (mode & TYPE) == 0x8000;
  }

  /// Whether anyone at all may write it.
  public boolean isWritable() {
    return (mode & 0222) != 0;
  }

  public boolean isSameFile(Stat other) {
    return inode == other.inode && fileSystem.equals(other.fileSystem);
  }

  private static Stat read(int fd, String path, int flags) throws DeviceException {
    try (var arena = Arena.ofConfined()) {
      // struct statx, linux/stat.h
      var at = arena.allocate(256, 8);
      Linux.statx(fd, path, flags, BASIC_STATS | BIRTH, at);
      boolean birthKnown = (at.get(JAVA_INT, 0) & BIRTH) != 0;
      return new Stat(
          Short.toUnsignedInt(at.get(JAVA_SHORT, 28)),
          at.get(JAVA_LONG, 32),
          at.get(JAVA_LONG, 40),
          node(at, 136),
          node(at, 128),
          birthKnown ? at.get(JAVA_LONG, 80) * 1_000_000_000L + at.get(JAVA_INT, 88) : 0);
    }
  }

  private static BlockNode node(MemorySegment at, long offset) {
    return new BlockNode(at.get(JAVA_INT, offset), at.get(JAVA_INT, offset + 4));
  }
}
