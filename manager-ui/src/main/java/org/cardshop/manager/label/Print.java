package org.cardshop.manager.label;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.text.Normalizer;
import java.util.Objects;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.jspecify.annotations.Nullable;

/// A document for a printer. Lengths are millimetres from the upper left corner, sizes of letters
/// are points. Its font, DejaVu Sans, has Latin, Greek, Cyrillic and Arabic letters and those of
/// more scripts; of other letters nothing is printed.
final class Print implements AutoCloseable {
  private static final String FONT = "/net/sf/jasperreports/fonts/dejavu/DejaVuSansCondensed.ttf";
  private static final double POINTS = 72 / 25.4;
  private static final int EM = 1000;

  private final PDDocument document = new PDDocument();
  private final PDFont font;
  private final boolean isRightToLeft;
  private @Nullable PDPageContentStream page;
  private double height;
  private boolean hasLeftOut;

  /// @param isRightToLeft whether its readers begin at the right: all lines do, then
  Print(boolean isRightToLeft) throws IOException {
    this.isRightToLeft = isRightToLeft;
    try (var file = Objects.requireNonNull(Print.class.getResourceAsStream(FONT), FONT)) {
      font = PDType0Font.load(document, file, true);
    }
  }

  /// What follows is on a new page of that size.
  void page(double width, double newHeight) throws IOException {
    endPage();
    height = newHeight;
    var size = new PDRectangle((float) (width * POINTS), (float) (height * POINTS));
    var added = new PDPage(size);
    document.addPage(added);
    page = new PDPageContentStream(document, added);
  }

  /// One line, cut where it would be longer than `width`. Where it is read from right to left, it
  /// begins at the right end of that width.
  ///
  /// @param y of the line that letters stand on
  void text(double x, double y, double width, double points, String text) throws IOException {
    var line = fitting(printable(Letters.joined(text)), width, points);
    if (!line.isEmpty()) {
      var isAtRight = isRightToLeft || Letters.isRightToLeft(line);
      double left = isAtRight ? x + width - width(line, points) : x;
      var out = here();
      out.beginText();
      out.setFont(font, (float) points);
      out.newLineAtOffset((float) (left * POINTS), (float) ((height - y) * POINTS));
      out.showText(Letters.drawn(line));
      out.endText();
    }
  }

  void box(double x, double y, double width, double boxHeight) throws IOException {
    here()
        .addRect(
            (float) (x * POINTS),
            (float) ((height - y - boxHeight) * POINTS),
            (float) (width * POINTS),
            (float) (boxHeight * POINTS));
  }

  /// Blackens the boxes.
  void fill() throws IOException {
    here().fill();
  }

  /// Whether the font had no letter for something.
  boolean hasLeftOut() {
    return hasLeftOut;
  }

  byte[] bytes() throws IOException {
    endPage();
    var out = new ByteArrayOutputStream();
    document.save(out);
    return out.toByteArray();
  }

  @Override
  public void close() throws IOException {
    endPage();
    document.close();
  }

  /// A letter that is missing may be there without its marks.
  private String printable(String text) {
    var kept = new StringBuilder();
    Normalizer.normalize(text, Normalizer.Form.NFC)
        .codePoints()
        .forEach(c -> {
          var letter = Character.isWhitespace(c) ? " " : Character.toString(c);
          if (Letters.drawn(letter).isEmpty() || isInFont(letter)) {
            kept.append(letter);
          } else {
            hasLeftOut = true;
            Normalizer.normalize(letter, Normalizer.Form.NFKD)
                .codePoints()
                .mapToObj(Character::toString)
                .filter(this::isInFont)
                .forEach(kept::append);
          }
        });
    return kept.toString().strip();
  }

  private boolean isInFont(String letter) {
    try {
      return font.encode(letter).length > 0;
    } catch (IllegalArgumentException | IOException _) {
      return false;
    }
  }

  private String fitting(String line, double width, double points) throws IOException {
    if (width(line, points) <= width) {
      return line;
    }
    var cut = line;
    while (!cut.isEmpty() && width(cut + "…", points) > width) {
      cut = cut.substring(0, cut.offsetByCodePoints(cut.length(), -1));
    }
    return cut + "…";
  }

  private double width(String line, double points) throws IOException {
    return font.getStringWidth(Letters.drawn(line)) * points / EM / POINTS;
  }

  private PDPageContentStream here() {
    return Objects.requireNonNull(page, "there is no page yet");
  }

  private void endPage() throws IOException {
    if (page != null) {
      page.close();
      page = null;
    }
  }
}
