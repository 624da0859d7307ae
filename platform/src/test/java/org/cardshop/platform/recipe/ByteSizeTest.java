package org.cardshop.platform.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizeTest {
  @ParameterizedTest
  @CsvSource({
    "8G, 8000000000", "8GB, 8000000000", "8GiB, 8589934592", "8 gib, 8589934592", "12, 12",
    "12B, 12", "2.4GiB, 2576980377", "1.5K, 1500", "64MiB, 67108864", "1T, 1000000000000"
  })
  void sizesAreReadAsPeopleWriteThem(String text, long bytes) {
    assertEquals(OptionalLong.of(bytes), ByteSize.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "G", "-1", "0", "0.1", "8X", "8iB", "1e9", "8 G B", "99999999999T", "auto"})
  void whatIsNoSizeIsRefused(String text) {
    assertEquals(OptionalLong.empty(), ByteSize.parse(text));
  }
}
