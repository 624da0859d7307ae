package org.cardshop.manager.order;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormulaTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\tx",
        "\rx",
        "\nx",
        "  =1",
        "\u00a0=1",
        "\u200b=1",
        "\ufeff=1",
        " \tx",
        "＝1",
        "＋1",
        "－1",
        "＠x",
        "\u3000＝1",
        "="
      })
  void whatASpreadsheetCouldRunComesAfterAnApostrophe(String text) {
    assertEquals("'" + text, Formula.defused(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "A school", "a=b", "1-2", "'=1", "école", "مدرسة", "😀=1"})
  void otherTextsStayAsTheyAre(String text) {
    assertEquals(text, Formula.defused(text));
  }
}
