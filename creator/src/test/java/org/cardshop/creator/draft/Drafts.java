package org.cardshop.creator.draft;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Random;
import org.cardshop.core.image.Span;
import org.cardshop.layout.content.Piece;

/// Drafts made by hand.
public final class Drafts {
  private Drafts() {}

  /// All kinds of pieces, of 1 to 1000 bytes.
  public static Draft random(Random random, int count) {
    var pieces = new ArrayList<Piece>();
    long at = 0;
    for (int i = 0; i < count; i++) {
      var span = new Span(at, 1 + random.nextInt(1000));
      pieces.add(piece(random, span));
      at = span.end();
    }
    return new Draft(at, pieces);
  }

  /// One of any kind.
  public static Piece piece(Random random, Span span) {
    var bytes = new byte[(int) span.length()];
    random.nextBytes(bytes);
    return switch (random.nextInt(4)) {
      case 0 -> Piece.Bytes.at(span.offset(), bytes);
      case 1 -> new Piece.Part(span, new MemoryContent(bytes), 0);
      case 2 -> new Piece.Zero(span);
      default -> new Piece.Free(span);
    };
  }

  /// The image, free bytes as zero.
  public static byte[] bytes(Draft draft) throws IOException {
    var image = new byte[(int) draft.size()];
    for (var piece : draft.pieces()) {
      var span = piece.span();
      var into = ByteBuffer.wrap(image, (int) span.offset(), (int) span.length());
      switch (piece) {
        case Piece.Bytes(_, var bytes) -> into.put(bytes.duplicate());
        case Piece.Part(_, var content, var from) -> content.read(from, into);
        case Piece.Zero _, Piece.Free _ -> {}
      }
    }
    return image;
  }
}
