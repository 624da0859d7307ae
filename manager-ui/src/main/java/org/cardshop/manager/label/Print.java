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
/// are points. Its font, Liberation Sans, has Latin, Greek and Cyrillic letters; of other letters
/// nothing is printed.
final class Print implements AutoCloseable {
  private static final String FONT = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";
  private static final double POINTS = 72 / 25.4;
  private static final int EM = 1000;

  private final PDDocument document = new PDDocument();
  private final PDFont font;
  private @Nullable PDPageContentStream page;
  private double height;
  private boolean hasLeftOut;

  Print() throws IOException {
    try (var file = Objects.requireNonNull(PDDocument.class.getResourceAsStream(FONT), FONT)) {
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

  /// One line, cut where it would be longer than `width`.
  ///
  /// @param y of the line that letters stand on
  void text(double x, double y, double width, double points, String text) throws IOException {
    var line = fitting(printable(text), width, points);
    if (!line.isEmpty()) {
      var out = here();
      out.beginText();
      out.setFont(font, (float) points);
      out.newLineAtOffset((float) (x * POINTS), (float) ((height - y) * POINTS));
      out.showText(line);
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
          if (isInFont(letter)) {
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
    var most = width * POINTS / points * EM;
    if (font.getStringWidth(line) <= most) {
      return line;
    }
    var cut = line;
    while (!cut.isEmpty() && font.getStringWidth(cut + "…") > most) {
      cut = cut.substring(0, cut.offsetByCodePoints(cut.length(), -1));
    }
    return cut + "…";
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
