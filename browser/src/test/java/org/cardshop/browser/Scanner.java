package org.cardshop.browser;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.rendering.PDFRenderer;

/// What a scanner reads off printed labels.
final class Scanner {
  private static final int DPI = 300;

  private Scanner() {}

  /// The QR code of each page, as a label printer has it: one label a page.
  static List<String> read(byte[] pdf) throws IOException, ReaderException {
    var codes = new ArrayList<String>();
    try (var document = Loader.loadPDF(pdf)) {
      var printer = new PDFRenderer(document);
      for (int page = 0; page < document.getNumberOfPages(); page++) {
        codes.add(read(printer.renderImageWithDPI(page, DPI)));
      }
    }
    return codes;
  }

  private static String read(BufferedImage page) throws ReaderException {
    int width = page.getWidth();
    int height = page.getHeight();
    var dots = page.getRGB(0, 0, width, height, null, 0, width);
    var source = new HybridBinarizer(new RGBLuminanceSource(width, height, dots));
    return new QRCodeReader().decode(new BinaryBitmap(source)).getText();
  }
}
