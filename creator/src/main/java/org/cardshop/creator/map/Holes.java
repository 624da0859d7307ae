package org.cardshop.creator.map;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/// Where a file has bytes on disk at all. Only spares the reading of zeros: a hole is not *free*,
/// and what the disk cannot tell counts as bytes. Linux, lseek(2) `SEEK_DATA`.
@SuppressWarnings("restricted") // three plain calls into the C library
public final class Holes implements AutoCloseable {
  private static final int SEEK_DATA = 3;
  private static final int SEEK_HOLE = 4;
  private static final Linker LINKER = Linker.nativeLinker();
  private static final MethodHandle OPEN =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("open"),
          FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT),
          Linker.Option.firstVariadicArg(2));
  private static final MethodHandle LSEEK =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("lseek"),
          FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT));
  private static final MethodHandle CLOSE =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("close"), FunctionDescriptor.of(JAVA_INT, JAVA_INT));

  private final int file;
  private final boolean told;
  private long hole;
  private long data;

  public Holes(Path path) {
    try (var arena = Arena.ofConfined()) {
      file = (int) OPEN.invokeExact(arena.allocateFrom(path.toString()), 0);
    } catch (Throwable e) {
      throw new IllegalStateException("open(2) cannot be called", e);
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
    try {
      return (long) LSEEK.invokeExact(file, from, what);
    } catch (Throwable e) {
      throw new IllegalStateException("lseek(2) cannot be called", e);
    }
  }

  @Override
  public void close() {
    try {
      int _ = (int) CLOSE.invokeExact(file);
    } catch (Throwable e) {
      throw new IllegalStateException("close(2) cannot be called", e);
    }
  }
}
