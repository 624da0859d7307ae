package org.cardshop.platform.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WordsTest {
  @Test
  void valuesComeInBothFormsAndOperandsAnywhere() {
    var words = words("a", "--size", "1", "--size=2=3", "--flag", "b", "--", "--flag", "-x");
    assertEquals(List.of("1", "2=3"), words.all("--size"));
    assertEquals(Optional.of("2=3"), words.value("--size"));
    assertTrue(words.has("--flag"));
    assertEquals(List.of("a", "b", "--flag", "-x"), words.operands());
  }

  @Test
  void aSynonymIsKeptUnderTheNameItStandsFor() {
    var words = words("-s", "1", "--size", "2", "-s=3", "--", "-s");
    assertEquals(List.of("1", "2", "3"), words.all("--size"));
    assertEquals(List.of(), words.all("-s"));
    assertEquals(List.of("-s"), words.operands());
  }

  @Test
  void anOptionThatDoesNotExistOrLacksItsValueIsWrongUsage() {
    assertThrows(WrongUsageException.class, () -> words("--sise", "1"));
    assertThrows(WrongUsageException.class, () -> words("-x"));
    assertThrows(WrongUsageException.class, () -> words("--size"));
    assertThrows(WrongUsageException.class, () -> words("--size", "--flag"));
    assertEquals(List.of("--flag"), words("--size=--flag").all("--size"));
    assertThrows(WrongUsageException.class, () -> words("-s"));
    assertThrows(WrongUsageException.class, () -> words("--flag=1"));
  }

  private static Words words(String... args) {
    return Words.of(List.of(args), Set.of("--size"), Set.of("--flag"), Map.of("-s", "--size"));
  }
}
