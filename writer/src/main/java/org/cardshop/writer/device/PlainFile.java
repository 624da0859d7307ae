package org.cardshop.writer.device;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/// A plain file in a card's place. Direct I/O where the file system has it and the range is
/// aligned; otherwise through the page cache, which [#settle()] empties.
public final class PlainFile implements Device {
  private final String name;
  private final int direct;
  private final int cached;
  private final long size;

  private PlainFile(Path path, int flags) throws DeviceException {
    name = path.toString();
    cached = Linux.open(path, flags);
    try {
      if (flags != Linux.O_RDONLY) {
        Linux.lock(cached, name);
      }
      size = Stat.of(cached).size();
      direct = openDirect(cached, flags);
    } catch (DeviceException e) {
      Linux.close(cached);
      throw e;
    }
  }

  /// For reading only.
  public static PlainFile openToRead(Path path) throws DeviceException {
    return new PlainFile(path, Linux.O_RDONLY);
  }

  /// For writing, locked against whoever else asks for the lock.
  public static PlainFile openToWrite(Path path) throws DeviceException {
    return new PlainFile(path, Linux.O_RDWR);
  }

  public Stat stat() throws DeviceException {
    return Stat.of(cached);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public int block() {
    return ALIGNMENT;
  }

  /// A file that replaces another is a new medium even when it inherits the inode's number.
  @Override
  public MediumId medium() throws DeviceException {
    var stat = stat();
    return new MediumId(
        "file-"
            + stat.fileSystem().major()
            + "."
            + stat.fileSystem().minor()
            + "-"
            + stat.inode()
            + "-"
            + Long.toHexString(stat.born()));
  }

  @Override
  public void read(long offset, MemorySegment into) throws DeviceException {
    Linux.read(isAligned(offset, into) ? direct : cached, name, offset, into);
  }

  @Override
  public void write(long offset, MemorySegment bytes) throws DeviceException {
    Linux.write(isAligned(offset, bytes) ? direct : cached, name, offset, bytes);
  }

  @Override
  public void zero(long offset, long length) throws DeviceException {
    try {
      int how = Linux.FALLOC_PUNCH_HOLE | Linux.FALLOC_KEEP_SIZE;
      Linux.fallocate(cached, name, how, offset, length);
    } catch (DeviceException e) {
      if (!e.isUnsupported()) {
        throw e;
      }
      Zeros.write(this, offset, length);
    }
  }

  @Override
  public void settle() throws DeviceException {
    Linux.fdatasync(cached, name);
    forget();
  }

  @Override
  public void forget() throws DeviceException {
    Linux.fadvise(cached, name, Linux.FADV_DONTNEED);
  }

  @Override
  public String details() {
    return "file " + name;
  }

  @Override
  public void publish() {}

  @Override
  public void close() throws DeviceException {
    if (direct != cached) {
      Linux.close(direct);
    }
    Linux.close(cached);
  }

  /// By way of the open descriptor, so that both are the same file whatever the path says now.
  private static int openDirect(int cached, int flags) throws DeviceException {
    try {
      return Linux.open(Path.of("/proc/self/fd/" + cached), flags | Linux.O_DIRECT);
    } catch (DeviceException e) {
      if (!e.isUnsupported()) {
        throw e;
      }
      return cached;
    }
  }

  private static boolean isAligned(long offset, MemorySegment bytes) {
    return (offset | bytes.byteSize()) % ALIGNMENT == 0;
  }
}
