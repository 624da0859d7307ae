package org.cardshop.manager.label;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.io.IOException;
import java.text.Normalizer;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.cardshop.manager.web.Language;
import org.cardshop.manager.web.Texts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LabelsTest {
  private static final int DPI = 300;

  @ParameterizedTest
  @EnumSource(Sheet.class)
  void everyLabelSaysInWordsAndInItsCodeWhichCardItIs(Sheet sheet) throws Exception {
    int last = sheet.labels();
    var parcel = Parcels.of(4, "Éloïse Ελένη Жанна");
    try (var pdf = Loader.loadPDF(Labels.pdf(parcel, sheet, last))) {
      var text = new PDFTextStripper().getText(pdf);
      assertEquals(sheet == Sheet.ROLL_62 ? 3 : 2, pdf.getNumberOfPages());
      int place = last - 1;
      int page = 0;
      for (var card : parcel.cards()) {
        assertTrue(text.contains(card.label()), text);
        assertTrue(text.contains(card.code().text()), text);
        assertEquals(card.code().text(), scanned(pdf, page, sheet, place));
        place++;
        if (place == last) {
          place = 0;
          page++;
        }
      }
      assertTrue(text.contains("Éloïse Ελένη Жанна"), text);
      assertTrue(text.contains("#01234567"), text);
    }
  }

  @Test
  void aStartThatNoSheetHasIsTheNearest() throws IOException {
    for (int start : new int[] {-1, 0, 1, 21, 1_000_000}) {
      var bytes = Labels.pdf(Parcels.of(2, "x"), Sheet.A4_3X7, start);
      try (var pdf = Loader.loadPDF(bytes)) {
        assertEquals(1, pdf.getNumberOfPages());
      }
    }
  }

  @Test
  void theSlipHasTheAddressAndEveryCardWithItsMedium() throws IOException {
    try (var pdf = Loader.loadPDF(Slip.pdf(Parcels.of(101, "Ms Head"), Texts.of(Language.EN)))) {
      var text = new PDFTextStripper().getText(pdf);
      assertTrue(pdf.getNumberOfPages() > 1);
      for (var said :
          new String[] {
            Parcels.ORDER, "Ms Head", "1 Road", "Town", "100 of 101 cards", "A-03-0100", "sd-100"
          }) {
        assertTrue(text.contains(said), said);
      }
      assertFalse(text.contains("A-03-0101"), "not verified");
      assertFalse(text.contains("cannot be printed"));
    }
  }

  @Test
  void lettersThatTheFontLacksAreLeftOutAndTheSlipSaysSo() throws IOException {
    var slip = Slip.pdf(Parcels.of(2, "Ms 学校 Head"), Texts.of(Language.EN));
    try (var pdf = Loader.loadPDF(slip)) {
      var text = new PDFTextStripper().getText(pdf);
      assertTrue(text.contains("Ms") && text.contains("Head"), text);
      assertTrue(text.contains("Some letters cannot be printed here"), text);
    }
  }

  @Test
  void arabicIsPrintedInTheFormsOfItsLettersAndReadFromTheRight() throws IOException {
    var slip = Slip.pdf(Parcels.of(2, "مدرسة (قسم 12)"), Texts.of(Language.AR));
    try (var pdf = Loader.loadPDF(slip)) {
      var text = new PDFTextStripper().getText(pdf);
      assertFalse(text.contains("لا يمكن طباعتها"), text);
      // A program that extracts text gets letters as they are read, and the plain ones.
      assertTrue(Normalizer.normalize(text, Normalizer.Form.NFKC).contains("مدرسة"), text);
    }
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "A-03-0042, A-03-0042",
        // initial, medial and final form, drawn from the left
        "بيت, \uFE96\uFEF4\uFE91",
        // numbers keep their order, brackets turn round
        "قسم (12), (12) \uFEE2\uFEB4\uFED7",
      })
  void lettersAreJoinedAndInTheOrderOfDrawing(String text, String drawn) {
    assertEquals(drawn, Letters.drawn(Letters.joined(text)));
  }

  private static String scanned(PDDocument pdf, int page, Sheet sheet, int place) throws Exception {
    var image = new PDFRenderer(pdf).renderImageWithDPI(page, DPI);
    int x = pixels(sheet.x(place));
    int y = pixels(sheet.y(place));
    int width = Math.min(pixels(sheet.width), image.getWidth() - x);
    int height = Math.min(pixels(sheet.height), image.getHeight() - y);
    var source =
        new RGBLuminanceSource(
            width, height, image.getRGB(x, y, width, height, new int[width * height], 0, width));
    return new QRCodeReader().decode(new BinaryBitmap(new HybridBinarizer(source))).getText();
  }

  private static int pixels(double millimetres) {
    return (int) Math.round(millimetres / 25.4 * DPI);
  }
}
