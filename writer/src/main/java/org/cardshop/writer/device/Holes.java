package org.cardshop.writer.device;

import java.nio.file.Path;

/// Where a file has bytes on disk at all, lseek(2) `SEEK_DATA`. Only spares the reading of zeros: a
/// hole is not *free*, and where the file system cannot tell, nothing is a hole.
public final class Holes implements AutoCloseable {
  private final int fd;
  private final String name;

  // What is known: no data in [hole, data).
  private long hole;
  private long data;

  public Holes(Path file) throws DeviceException {
    name = file.toString();
    fd = Linux.open(file, Linux.O_RDONLY);
  }

  /// Whether no byte of the span is on disk, so that all of them read as zero. Cheap for ascending
  /// spans.
  public boolean has(long offset, long length) throws DeviceException {
    if (offset < hole || offset >= data) {
      hole = offset;
      data = Linux.nextData(fd, name, offset).orElse(Long.MAX_VALUE);
    }
    return data >= offset + length;
  }

  @Override
  public void close() throws DeviceException {
    Linux.close(fd);
  }
}
