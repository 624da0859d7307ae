package org.cardshop.manager.label;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import java.io.IOException;
import java.util.Map;

/// The labels of a parcel's cards as a PDF. A label has the card's code as a QR code (ISO 18004),
/// what people call the card, the end of the order's id and the recipient.
final class Labels {
  private static final double MARGIN = 2.5;

  /// Modules that stay white around a QR code.
  private static final int QUIET = 4;

  private Labels() {}

  /// @param start the first place of the first sheet that still has a label, from 1
  static byte[] pdf(Parcel parcel, Sheet sheet, int start) throws IOException {
    try (var print = new Print(false)) {
      int place = Math.clamp(start - 1L, 0, sheet.labels() - 1);
      boolean isFirst = true;
      for (var card : parcel.cards()) {
        if (isFirst || place == sheet.labels()) {
          print.page(sheet.paperWidth, sheet.paperHeight);
          place = isFirst ? place : 0;
          isFirst = false;
        }
        draw(print, sheet, place, parcel, card);
        place++;
      }
      return print.bytes();
    }
  }

  private static void draw(Print print, Sheet sheet, int place, Parcel parcel, Parcel.Card card)
      throws IOException {
    double x = sheet.x(place);
    double y = sheet.y(place);
    double side = Math.min(sheet.height, 30) - 1;
    code(print, x + 0.5, y + (sheet.height - side) / 2, side, card.code().text());
    double left = x + side + 0.5;
    double width = sheet.width - side - 0.5 - MARGIN;
    double middle = y + sheet.height / 2;
    print.text(left, middle - 4, width, 13, card.label());
    print.text(left, middle + 1, width, 9, "#" + parcel.shortId());
    print.text(left, middle + 5.5, width, 9, parcel.name());
    print.text(x + MARGIN, y + sheet.height - 0.7, sheet.width - 2 * MARGIN, 4, card.code().text());
  }

  private static void code(Print print, double x, double y, double side, String text)
      throws IOException {
    var modules = matrix(text);
    double module = side / (modules.getWidth() + 2 * QUIET);
    for (int row = 0; row < modules.getHeight(); row++) {
      for (int column = 0; column < modules.getWidth(); column++) {
        if (modules.get(column, row)) {
          print.box(x + (column + QUIET) * module, y + (row + QUIET) * module, module, module);
        }
      }
    }
    print.fill();
  }

  private static BitMatrix matrix(String text) {
    try {
      var hints =
          Map.of(EncodeHintType.ERROR_CORRECTION, ErrorCorrectionLevel.M, EncodeHintType.MARGIN, 0);
      return new QRCodeWriter().encode(text, BarcodeFormat.QR_CODE, 0, 0, hints);
    } catch (WriterException e) {
      throw new IllegalStateException("no QR code can say " + text, e);
    }
  }
}
