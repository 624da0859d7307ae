package org.cardshop.platform.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrintableTest {
  @Test
  void plainTextStaysAsItIs() {
    var text = "Étoiles, البحر, می‌خواهم, 🌊 and a \\ back\\slash";
    assertSame(text, Printable.line(text));
    assertSame(text, Printable.lines(text));
  }

  @ParameterizedTest
  @CsvSource({
    "a\\nb, 10",
    "a\\rb, 13",
    "a\\tb, 9",
    "a\\u001bb, 27",
    "a\\u0000b, 0",
    "a\\u0007b, 7",
    "a\\u007fb, 127",
    "a\\u009bb, 155",
    "a\\u0085b, 133",
    "a\\u2028b, 8232",
    "a\\u2029b, 8233",
    "a\\u202eb, 8238",
    "a\\u2066b, 8294"
  })
  void whatSteersIsShownAsAnEscape(String shown, int character) {
    assertEquals(shown, Printable.line("a" + (char) character + "b"));
  }

  @Test
  void linesKeepTheirEndsAndNothingElse() {
    assertEquals("one\n  - two\\u001b[2J\\r", Printable.lines("one\n  - two\033[2J\r"));
  }
}
