package org.cardshop.creator.draft;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import org.cardshop.core.image.Sha256;
import org.cardshop.layout.content.Content;

/// Bytes in memory, which count how much is read of them.
public final class MemoryContent implements Content {
  private final byte[] bytes;
  private final Sha256 identity;
  private final AtomicLong read = new AtomicLong();

  public MemoryContent(byte[] bytes) {
    this(bytes, Sha256.of(bytes));
  }

  /// Bytes under another's name.
  public MemoryContent(byte[] bytes, Sha256 identity) {
    this.bytes = bytes;
    this.identity = identity;
  }

  @Override
  public long size() {
    return bytes.length;
  }

  @Override
  public Sha256 identity() {
    return identity;
  }

  @Override
  public void read(long from, ByteBuffer into) throws IOException {
    read.addAndGet(into.remaining());
    into.put(bytes, (int) from, into.remaining());
  }

  /// Bytes read so far.
  public long read() {
    return read.get();
  }
}
