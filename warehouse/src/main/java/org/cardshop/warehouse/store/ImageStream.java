package org.cardshop.warehouse.store;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.TreeMap;
import org.cardshop.core.image.Chunk;
import org.cardshop.core.image.Manifest;

/// The bytes of an image, put together from its chunks while they are read. Zero and free bytes
/// read as zero.
public final class ImageStream extends InputStream {
  private final Chunks chunks;
  private final TreeMap<Long, Chunk> byOffset = new TreeMap<>();
  private final long size;
  private long position;
  private byte[] plain = {};
  private long plainStart = -1;

  public ImageStream(Chunks chunks, Manifest manifest, long offset) {
    this.chunks = chunks;
    this.size = manifest.size();
    this.position = offset;
    manifest.chunks().forEach(chunk -> byOffset.put(chunk.offset(), chunk));
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] to, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (position >= size) {
      return -1;
    }
    var floor = byOffset.floorEntry(position);
    var count =
        floor != null && floor.getValue().span().end() > position
            ? copy(floor.getValue(), to, offset, length)
            : zeros(to, offset, length);
    position += count;
    return count;
  }

  private int copy(Chunk chunk, byte[] to, int offset, int length) throws IOException {
    if (plainStart != chunk.offset()) {
      plain = chunks.plain(chunk.sha256());
      plainStart = chunk.offset();
    }
    var from = (int) (position - plainStart);
    var count = Math.min(length, plain.length - from);
    System.arraycopy(plain, from, to, offset, count);
    return count;
  }

  private int zeros(byte[] to, int offset, int length) {
    var next = byOffset.higherKey(position);
    var count = (int) Math.min(length, (next == null ? size : next) - position);
    Arrays.fill(to, offset, offset + count, (byte) 0);
    return count;
  }
}
