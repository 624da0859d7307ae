package org.cardshop.creator.map;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// A chunk as the warehouse stores it: one zstd frame (RFC 8878) with the content's size. The same
/// bytes always give the same frame. Contents are mostly compressed already; what a few samples
/// show to be so is stored as it is, in raw blocks, which costs no time, now or when it is
/// unpacked. For use by one thread at a time.
final class Frame implements AutoCloseable {
  private static final int LEVEL = 1;

  /// Shorter chunks are not worth a look at samples.
  private static final int SMALL = 128 << 10;

  private static final int SAMPLES = 16;
  private static final int SAMPLE = 4 << 10;

  /// Samples that shrink by less than one part in so many are called incompressible.
  private static final int WORTH = 32;

  private static final int MAGIC = 0xfd2fb528;

  /// A single segment, its size in four bytes, no checksum: the chunk's name is one.
  private static final byte DESCRIPTOR = (byte) 0b1010_0000;

  private static final int HEADER = 9;
  private static final int RAW_BLOCK = 128 << 10;
  private static final int BLOCK_HEADER = 3;

  private final ZstdCompressCtx zstd = new ZstdCompressCtx();
  private final ByteBuffer samples = ByteBuffer.allocateDirect(SAMPLES * SAMPLE);
  private ByteBuffer packed = ByteBuffer.allocateDirect(0);

  Frame() {
    zstd.setLevel(LEVEL).setChecksum(true).setContentSize(true);
  }

  /// How long the frame of so many bytes is at most. A manifest says this until the frame is made,
  /// which is only where someone stores it: packing costs more than all else that a chunk needs.
  static int bound(int length) {
    return HEADER + BLOCK_HEADER * Math.ceilDiv(length, RAW_BLOCK) + length;
  }

  /// The frame.
  ///
  /// @param plain direct; stays as it is
  byte[] of(ByteBuffer plain) {
    int raw = bound(plain.remaining());
    int length = isWorthPacking(plain) ? pack(plain) : raw;
    if (length >= raw) {
      return raw(plain, raw);
    }
    var frame = new byte[length];
    packed.get(0, frame);
    return frame;
  }

  private boolean isWorthPacking(ByteBuffer plain) {
    int length = plain.remaining();
    if (length < SMALL) {
      return true;
    }
    samples.clear();
    for (int i = 0; i < SAMPLES; i++) {
      // Spread evenly, the first and the last bytes among them.
      int at = plain.position() + (int) ((long) (length - SAMPLE) * i / (SAMPLES - 1));
      samples.put(plain.slice(at, SAMPLE));
    }
    return pack(samples.flip()) < SAMPLES * SAMPLE - SAMPLES * SAMPLE / WORTH;
  }

  private int pack(ByteBuffer plain) {
    int bound = Math.toIntExact(Zstd.compressBound(plain.remaining()));
    if (packed.capacity() < bound) {
      packed = ByteBuffer.allocateDirect(bound);
    }
    return zstd.compressDirectByteBuffer(
        packed, 0, packed.capacity(), plain, plain.position(), plain.remaining());
  }

  private static byte[] raw(ByteBuffer plain, int frameLength) {
    var bytes = plain.duplicate();
    var frame = ByteBuffer.allocate(frameLength).order(ByteOrder.LITTLE_ENDIAN);
    frame.putInt(MAGIC).put(DESCRIPTOR).putInt(bytes.remaining());
    while (bytes.hasRemaining()) {
      int length = Math.min(bytes.remaining(), RAW_BLOCK);
      int header = (length << 3) | (length == bytes.remaining() ? 1 : 0); // type 0: raw
      frame.putShort((short) header).put((byte) (header >> 16));
      frame.put(bytes.slice(bytes.position(), length));
      bytes.position(bytes.position() + length);
    }
    return frame.array();
  }

  @Override
  public void close() {
    zstd.close();
  }
}
