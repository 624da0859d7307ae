package org.cardshop.creator.contents;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.cardshop.core.image.Sha256;
import org.cardshop.layout.content.Content;

/// A content that is written in the recipe itself.
final class Text implements Content {
  private final byte[] bytes;
  private final Sha256 identity;

  Text(byte[] bytes) {
    this.bytes = bytes.clone();
    this.identity = Sha256.of(bytes);
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
    if (from > bytes.length - into.remaining()) {
      throw new EOFException("a text ends at " + bytes.length);
    }
    into.put(bytes, (int) from, into.remaining());
  }
}
