package org.cardshop.manager.label;

import java.util.Arrays;
import java.util.Locale;

/// Paper with labels on it. All lengths are millimetres, from the upper left corner.
public enum Sheet {
  /// 21 labels of 63.5 × 38.1 on A4, as Avery L7160.
  A4_3X7(210, 297, 3, 7, 7.25, 15.15, 63.5, 38.1, 66.04),
  /// 30 labels of 66.7 × 25.4 on US Letter, as Avery 5160.
  LETTER_3X10(215.9, 279.4, 3, 10, 4.76, 12.7, 66.675, 25.4, 69.85),
  /// A printer with a roll 62 wide, which cuts off each label.
  ROLL_62(62, 29, 1, 1, 0, 0, 62, 29, 62);

  final double paperWidth;
  final double paperHeight;
  final int columns;
  final int rows;
  final double left;
  final double top;
  final double width;
  final double height;
  final double step;

  Sheet(
      double paperWidth,
      double paperHeight,
      int columns,
      int rows,
      double left,
      double top,
      double width,
      double height,
      double step) {
    this.paperWidth = paperWidth;
    this.paperHeight = paperHeight;
    this.columns = columns;
    this.rows = rows;
    this.left = left;
    this.top = top;
    this.width = width;
    this.height = height;
    this.step = step;
  }

  /// As it stands in addresses.
  public String slug() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The first one for what is none.
  static Sheet of(String slug) {
    return Arrays.stream(values()).filter(s -> s.slug().equals(slug)).findFirst().orElse(A4_3X7);
  }

  int labels() {
    return columns * rows;
  }

  /// Of the label at that place of the sheet; places count from 0, line by line.
  double x(int place) {
    return left + place % columns * step;
  }

  double y(int place) {
    return top + Math.floorDiv(place, columns) * height;
  }
}
