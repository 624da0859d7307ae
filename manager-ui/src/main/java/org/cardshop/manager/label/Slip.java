package org.cardshop.manager.label;

import java.io.IOException;
import org.cardshop.manager.web.Language;
import org.cardshop.manager.web.Texts;

/// The slip that lies in the parcel, on A4: to whom, which cards, how many.
final class Slip {
  private static final double WIDTH = 210;
  private static final double HEIGHT = 297;
  private static final double LEFT = 20;
  private static final double LINE = 6.5;
  private static final double LAST = 275;

  private final Print print;
  private double y = HEIGHT;

  private Slip(Print print) {
    this.print = print;
  }

  /// @param texts its language; English where the font has not its letters
  static byte[] pdf(Parcel parcel, Texts texts) throws IOException {
    var words = texts.language() == Language.AR ? Texts.of(Language.EN) : texts;
    try (var print = new Print()) {
      new Slip(print).write(parcel, words);
      return print.bytes();
    }
  }

  private void write(Parcel parcel, Texts words) throws IOException {
    line(18, words.of("label.slip"));
    line(10, words.of("order.title", parcel.order()));
    y += LINE;
    for (var line : parcel.recipient()) {
      line(12, line);
    }
    if (print.hasLeftOut()) {
      line(9, words.of("label.left_out"));
    }
    y += LINE;
    line(12, words.of("label.count", parcel.cards().size(), parcel.quantity()));
    for (var card : parcel.cards()) {
      room();
      print.text(LEFT, y, 45, 10, card.label());
      print.text(LEFT + 50, y, WIDTH - 2 * LEFT - 50, 10, card.medium());
    }
  }

  private void line(double points, String text) throws IOException {
    room();
    print.text(LEFT, y, WIDTH - 2 * LEFT, points, text);
  }

  private void room() throws IOException {
    y += LINE;
    if (y > LAST) {
      print.page(WIDTH, HEIGHT);
      y = LEFT;
    }
  }
}
