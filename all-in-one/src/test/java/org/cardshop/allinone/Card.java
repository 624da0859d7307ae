package org.cardshop.allinone;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Random;
import org.cardshop.core.image.Manifest;
import org.cardshop.core.image.Sha256;
import org.cardshop.core.image.Span;

/// A card, or the file that plays one, read by nothing of the product's own writer.
record Card(Path path) {
  private static final int PIECE = 1 << 20;

  /// A card that somebody used before: its first MiB is no zeros.
  static Card used(Path path, long size) throws IOException {
    try (var file = new RandomAccessFile(path.toFile(), "rw")) {
      file.setLength(size);
      var bytes = new byte[PIECE];
      new Random(size).nextBytes(bytes);
      file.write(bytes);
    }
    return new Card(path);
  }

  Sha256 digest() throws IOException {
    try (var card = FileChannel.open(path)) {
      return digest(card, 0, card.size());
    }
  }

  /// Of the first `size` bytes.
  Sha256 digest(long size) throws IOException {
    try (var card = FileChannel.open(path)) {
      return digest(card, 0, size);
    }
  }

  Sha256 digest(Span span) throws IOException {
    try (var card = FileChannel.open(path)) {
      return digest(card, span.offset(), span.length());
    }
  }

  /// Every data byte and every zero byte of the image lies on this card.
  void assertHolds(Manifest image) throws IOException {
    try (var card = FileChannel.open(path)) {
      for (var chunk : image.chunks()) {
        assertEquals(chunk.sha256(), digest(card, chunk.offset(), chunk.length()));
      }
      for (Span zero : image.zero()) {
        assertZero(card, zero);
      }
    }
  }

  private static void assertZero(FileChannel card, Span span) throws IOException {
    for (long at = span.offset(); at < span.end(); ) {
      var piece = read(card, at, (int) Math.min(PIECE, span.end() - at));
      at += piece.remaining();
      var zeros = ByteBuffer.allocate(piece.remaining());
      assertEquals(zeros, piece, "not zero near " + at);
    }
  }

  private static Sha256 digest(FileChannel card, long offset, long length) throws IOException {
    var digest = Sha256.digest();
    for (long at = offset; at < offset + length; ) {
      var piece = read(card, at, (int) Math.min(PIECE, offset + length - at));
      at += piece.remaining();
      digest.update(piece);
    }
    return Sha256.of(digest);
  }

  private static ByteBuffer read(FileChannel card, long at, int length) throws IOException {
    var piece = ByteBuffer.allocate(length);
    while (piece.hasRemaining()) {
      if (card.read(piece, at + piece.position()) < 0) {
        throw new IOException("the card ends at " + (at + piece.position()));
      }
    }
    return piece.flip();
  }
}
