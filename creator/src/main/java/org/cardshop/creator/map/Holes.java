package org.cardshop.creator.map;

import static org.cardshop.platform.foreign.CFunction.number;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import org.cardshop.platform.foreign.CFunction;

/// Where a file has bytes on disk at all. Only spares the reading of zeros: a hole is not *free*,
/// and what the disk cannot tell counts as bytes. Linux, lseek(2) `SEEK_DATA`.
public final class Holes implements AutoCloseable {
  private static final int SEEK_DATA = 3;
  private static final int SEEK_HOLE = 4;
  private static final CFunction OPEN = CFunction.ofInt("open");
  private static final CFunction LSEEK = CFunction.ofLong("lseek");
  private static final CFunction CLOSE = CFunction.ofInt("close");

  private final long file;
  private final boolean told;
  private long hole;
  private long data;

  public Holes(Path path) {
    try (var arena = Arena.ofConfined()) {
      file = OPEN.call(arena.allocateFrom(path.toString()), number(0));
    }
    told = seek(0, SEEK_HOLE) >= 0;
  }

  /// Whether no byte of the span is on disk, so that all of them read as zero.
  boolean holds(long offset, long length) {
    if (offset < hole || offset >= data) {
      hole = offset;
      data = nextData(offset);
    }
    return data >= offset + length;
  }

  /// Bytes of the file that take disk: all but its holes.
  ///
  /// @param size of the file
  public static long onDisk(Path path, long size) {
    try (var holes = new Holes(path)) {
      if (!holes.told) {
        return size;
      }
      long sum = 0;
      for (long at = holes.nextData(0); at < size; ) {
        long end = holes.seek(at, SEEK_HOLE);
        sum += end - at;
        at = holes.nextData(end);
      }
      return sum;
    }
  }

  private long nextData(long from) {
    if (!told) {
      return from;
    }
    long at = seek(from, SEEK_DATA);
    return at < 0 ? Long.MAX_VALUE : at; // ENXIO: a hole up to the end
  }

  private long seek(long from, int what) {
    return LSEEK.call(number(file), number(from), number(what));
  }

  @Override
  public void close() {
    CLOSE.call(number(file));
  }
}
