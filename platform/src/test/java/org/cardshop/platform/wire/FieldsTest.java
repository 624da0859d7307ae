package org.cardshop.platform.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldsTest {
  @Test
  void eachKindOfFieldIsReadAsItIs() {
    var fields =
        of(
            """
            {"text": "a", "whole": 9007199254740993, "small": 7, "flag": true,
             "at": "2026-01-31T12:00:00Z", "inner": {"text": "b"}, "list": [1, 2]}\
            """);
    assertEquals("a", fields.text("text"));
    assertEquals(9007199254740993L, fields.whole("whole"));
    assertEquals(7, fields.smallWhole("small"));
    assertTrue(fields.flag("flag"));
    assertEquals(Instant.parse("2026-01-31T12:00:00Z"), fields.instant("at"));
    assertEquals("b", fields.fields("inner").text("text"));
    assertEquals(2, fields.list("list").size());
  }

  @Test
  void nullIsTheSameAsAbsent() {
    var fields = of("{\"text\": null}");
    assertFalse(fields.has("text"));
    assertEquals(Optional.empty(), fields.optionalText("text"));
    assertFalse(fields.flag("text"));
    assertEquals(0, fields.list("text").size());
  }

  @Test
  void theWrongKindIsNamedWithTheField() {
    var fields = of("{\"a\": \"1\", \"b\": 2147483648, \"c\": 1.5, \"d\": \"soon\", \"e\": 1}");
    refused("'a' must be a whole number", () -> fields.whole("a"));
    refused("'b' must be a whole number below 2^31", () -> fields.smallWhole("b"));
    refused("'c' must be a whole number", () -> fields.whole("c"));
    refused("'d' must be a time", () -> fields.instant("d"));
    refused("'e' must be text", () -> fields.text("e"));
    refused("'e' must be true or false", () -> fields.flag("e"));
    refused("'e' must be an object", () -> fields.fields("e"));
    refused("'e' must be a list", () -> fields.list("e"));
    refused("'f' is missing", () -> fields.text("f"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "1", "{", "{} {}", "{\"a\": 1, \"a\": 2}", "{'a': 1}"})
  void whatIsNotExactlyOneObjectIsRefused(String json) {
    assertThrows(MalformedException.class, () -> of(json));
  }

  @Test
  void deepNestingIsRefusedBeforeItHurts() {
    assertThrows(MalformedException.class, () -> of("{\"a\":".repeat(100) + "1" + "}".repeat(100)));
  }

  private static void refused(String why, Executable reading) {
    var thrown = assertThrows(MalformedException.class, reading);
    assertTrue(String.valueOf(thrown.getMessage()).contains(why), thrown::getMessage);
  }

  private static Fields of(String json) {
    return Fields.of(json.getBytes(UTF_8));
  }
}
