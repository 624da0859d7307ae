package org.cardshop.manager.label;

import java.io.IOException;
import org.cardshop.manager.web.Texts;

/// The slip that lies in the parcel, on A4: to whom, which cards, how many.
final class Slip {
  private static final double WIDTH = 210;
  private static final double HEIGHT = 297;
  private static final double LEFT = 20;
  private static final double LINE = 6.5;
  private static final double LAST = 275;

  private static final double LABEL = 45;

  private final Print print;
  private final boolean isRightToLeft;
  private double y = HEIGHT;

  private Slip(Print print, boolean isRightToLeft) {
    this.print = print;
    this.isRightToLeft = isRightToLeft;
  }

  /// @param words in the reader's language
  static byte[] pdf(Parcel parcel, Texts words) throws IOException {
    var isRightToLeft = words.language().direction().equals("rtl");
    try (var print = new Print(isRightToLeft)) {
      new Slip(print, isRightToLeft).write(parcel, words);
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
      cell(0, LABEL, card.label());
      cell(LABEL, WIDTH - 2 * LEFT - LABEL, card.medium());
    }
  }

  /// @param from where it begins on the line, from the side where one begins to read
  private void cell(double from, double width, String text) throws IOException {
    double left = isRightToLeft ? WIDTH - LEFT - from - width : LEFT + from;
    print.text(left, y, width, 10, text);
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
