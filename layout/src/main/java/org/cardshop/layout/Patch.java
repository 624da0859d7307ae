package org.cardshop.layout;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cardshop.core.image.Span;
import org.cardshop.layout.content.Piece;

/// A partition with changes that nobody has written yet; what it reads are the changed bytes.
/// Addresses are bytes from the partition's start. Not for several threads.
final class Patch {
  private final FileChannel image;
  private final long offset;
  private final int sector;
  private final TreeMap<Long, byte[]> changed = new TreeMap<>();

  /// @param offset of the partition in the image
  /// @param sector the least that is changed at once, in bytes
  Patch(FileChannel image, long offset, int sector) {
    this.image = image;
    this.offset = offset;
    this.sector = sector;
  }

  /// The bytes of an image, in little-endian order as all of FAT and exFAT.
  ///
  /// @throws EOFException when the image ends before them
  static ByteBuffer read(FileChannel image, long position, int length) throws IOException {
    var buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (image.read(buffer, position + buffer.position()) < 0) {
        throw new EOFException("the image ends inside its file system");
      }
    }
    return buffer.flip();
  }

  ByteBuffer read(long at, int length) throws IOException {
    var buffer = read(image, offset + at, length);
    long first = at / sector * sector;
    for (var entry : changed.subMap(first, at + length).entrySet()) {
      long from = Math.max(entry.getKey(), at);
      long to = Math.min(entry.getKey() + sector, at + length);
      buffer.put(
          (int) (from - at), entry.getValue(), (int) (from - entry.getKey()), (int) (to - from));
    }
    return buffer;
  }

  void write(long at, byte[] bytes) throws IOException {
    int done = 0;
    while (done < bytes.length) {
      long start = (at + done) / sector * sector;
      int from = (int) (at + done - start);
      int length = Math.min(sector - from, bytes.length - done);
      var old = length == sector ? new byte[sector] : read(start, sector).array();
      System.arraycopy(bytes, done, old, from, length);
      changed.put(start, old);
      done += length;
    }
  }

  /// All changes, ascending, whole sectors of the image; neighbours are one piece.
  List<Piece.Bytes> pieces() {
    var pieces = new ArrayList<Piece.Bytes>();
    var run = new ArrayList<byte[]>();
    for (Map.Entry<Long, byte[]> entry : changed.entrySet()) {
      run.add(entry.getValue());
      long end = entry.getKey() + sector;
      if (!changed.containsKey(end)) {
        pieces.add(piece(end - (long) run.size() * sector, run));
        run.clear();
      }
    }
    return pieces;
  }

  private Piece.Bytes piece(long at, List<byte[]> sectors) {
    var bytes = ByteBuffer.allocate(sectors.size() * sector);
    sectors.forEach(bytes::put);
    return new Piece.Bytes(new Span(offset + at, bytes.capacity()), bytes.flip());
  }
}
