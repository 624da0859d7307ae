package org.cardshop.allinone;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// A crash point that is added to the source must be added to those that are tried.
class CrashPointListTest {
  private static final Pattern POINT = Pattern.compile("CrashPoint\\.at\\(\\s*\"([^\"]+)\"\\)");

  @Test
  void everyPointInTheSourceIsOneOfThese() throws IOException {
    var source = new LinkedHashMap<String, Integer>();
    try (var files = Files.walk(Recipes.ROOT)) {
      files
          .filter(
              file -> file.toString().contains("/src/main/") && file.toString().endsWith(".java"))
          .sorted(Comparator.naturalOrder())
          .flatMap(CrashPointListTest::points)
          .forEach(point -> source.merge(point, 1, Integer::sum));
    }
    source.forEach((point, times) -> assertEquals(1, times, point));
    assertTrue(source.size() >= 60, "there are only " + source.size());
    var tried = CrashPointTest.ON_THE_WAY.values().stream().flatMap(List::stream).collect(toSet());
    tried.addAll(RareCrashPointTest.POINTS);
    assertEquals(new TreeSet<>(tried), new TreeSet<>(source.keySet()));
  }

  private static Stream<String> points(Path file) {
    try {
      return POINT.matcher(Files.readString(file)).results().map(CrashPointListTest::name);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String name(MatchResult match) {
    return Objects.requireNonNull(match.group(1));
  }
}
