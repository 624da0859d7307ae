package org.cardshop.creator.map;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.cardshop.layout.content.Content;

/// Where a stretch of a chunk's bytes comes from.
sealed interface Segment {
  int length();

  /// Puts the bytes into the buffer, which has room for them.
  void read(ByteBuffer into) throws IOException;

  /// Tells the digest what the bytes are, without reading contents.
  void describe(MessageDigest digest);

  /// Made by the builder.
  record Made(ByteBuffer bytes) implements Segment {
    @Override
    public int length() {
      return bytes.remaining();
    }

    @Override
    public void read(ByteBuffer into) {
      into.put(bytes.duplicate());
    }

    @Override
    public void describe(MessageDigest digest) {
      digest.update(numbers('M', length(), 0));
      digest.update(bytes.duplicate());
    }
  }

  /// A part of a content.
  record Taken(Content content, long from, int length) implements Segment {
    @Override
    public void read(ByteBuffer into) throws IOException {
      int limit = into.limit();
      into.limit(into.position() + length);
      content.read(from, into);
      if (into.hasRemaining()) {
        throw new IOException("a content of " + content.size() + " bytes ends at " + from);
      }
      into.limit(limit);
    }

    @Override
    public void describe(MessageDigest digest) {
      digest.update(numbers('T', length, from));
      digest.update(HexFormat.of().parseHex(content.identity().hex()));
    }
  }

  /// Nothing but zeros.
  record Zeros(int length) implements Segment {
    @Override
    public void read(ByteBuffer into) {
      for (int done = 0; done < length; ) {
        var some = Grid.zeros(length - done);
        done += some.remaining();
        into.put(some);
      }
    }

    @Override
    public void describe(MessageDigest digest) {
      digest.update(numbers('Z', length, 0));
    }
  }

  private static ByteBuffer numbers(char kind, int length, long from) {
    return ByteBuffer.allocate(14).putChar(kind).putInt(length).putLong(from).flip();
  }
}
