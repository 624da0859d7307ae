package org.cardshop.layout;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.cardshop.core.image.Sha256;
import org.cardshop.layout.content.Content;

/// Bytes that follow from a seed, without being kept anywhere.
record SeededContent(long seed, long size) implements Content {
  @Override
  public Sha256 identity() {
    return Sha256.of((seed + " " + size).getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public void read(long from, ByteBuffer into) {
    for (long at = from; into.hasRemaining(); at++) {
      into.put((byte) (((seed + at) * 0x9e3779b97f4a7c15L) >>> 56));
    }
  }

  byte[] bytes() {
    var bytes = ByteBuffer.allocate(Math.toIntExact(size));
    read(0, bytes);
    return bytes.array();
  }
}
