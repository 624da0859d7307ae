package org.cardshop;

import static java.util.stream.Collectors.groupingBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Every row of docs/faults.md, and docs/security.md, names tests that there are.
class FaultsDocTest {
  private static final Path ROOT =
      Path.of(Objects.requireNonNull(System.getProperty("cardshop.root")));
  private static final Pattern TEST = Pattern.compile("`([A-Z]\\w*)\\.(\\w+)`");
  private static final Pattern BAR = Pattern.compile("\\|");

  @Test
  void everyRowNamesTestsThatThereAre() throws IOException {
    var rows = rows(Files.readString(ROOT.resolve("docs/faults.md")));
    assertTrue(rows.size() > 30, "the table was found");
    assertEquals(List.of(), lies(rows));
  }

  @Test
  void aRowThatNamesNoTestOrOneThatIsNotThereIsNamed() throws IOException {
    var rows =
        rows(
            """
            | fault | what we promise | test |
            |---|---|---|
            | one | here it is | `FaultsDocTest.everyRowNamesTestsThatThereAre` |
            | two | no such method | `FaultsDocTest.everyRowIsRight` |
            | three | no such class | `FaultsDocTest.lies`, `NoSuchTest.atAll` |
            | four | none | somewhere |
            """);
    assertEquals(
        List.of(
            "two: there is no test FaultsDocTest.everyRowIsRight",
            "three: there is no test FaultsDocTest.lies",
            "three: there is no test NoSuchTest.atAll",
            "four: names no test"),
        lies(rows));
  }

  @Test
  void theSecurityPageNamesTestsThatThereAre() throws IOException {
    var page = Files.readString(ROOT.resolve("docs/security.md"));
    var named =
        TEST.matcher(page)
            .results()
            .map(MatchResult::group)
            .filter(t -> t.contains("Test."))
            .toList();
    assertTrue(named.size() > 50, "tests were found");
    assertEquals(List.of(), lies(List.of(new Row("security", String.join(" ", named)))));
  }

  /// A test or a file shows it, or it is said why not.
  @Test
  void noRowOfTheSecurityPageIsLeftOpen() throws IOException {
    var rows =
        Files.readString(ROOT.resolve("docs/security.md"))
            .lines()
            .filter(line -> line.matches("\\| \\d+\\.\\d+\\.\\d+.*"))
            .toList();
    assertTrue(rows.size() > 200, rows.size() + " rows");
    assertEquals(
        List.of(),
        rows.stream().filter(r -> r.contains("open:") || r.matches(".*\\|\\s*\\|\\s*")).toList());
  }

  private record Row(String fault, String tests) {}

  private static List<Row> rows(String markdown) {
    return markdown
        .lines()
        .filter(line -> line.startsWith("|") && !line.startsWith("|---"))
        .map(line -> BAR.split(line, -1))
        .filter(cells -> !cells[1].strip().equals("fault"))
        .map(cells -> new Row(cells[1].strip(), cells[cells.length - 2]))
        .toList();
  }

  private static List<String> lies(List<Row> rows) throws IOException {
    var sources = testSources();
    var lies = new ArrayList<String>();
    for (var row : rows) {
      var named = TEST.matcher(row.tests()).results().toList();
      if (named.isEmpty()) {
        lies.add(row.fault() + ": names no test");
      }
      for (var test : named) {
        var method = Pattern.compile("\\bvoid " + test.group(2) + "\\(");
        if (sources.getOrDefault(test.group(1) + ".java", List.of()).stream()
            .noneMatch(file -> method.matcher(read(file)).find())) {
          lies.add(row.fault() + ": there is no test " + test.group(1) + "." + test.group(2));
        }
      }
    }
    return lies;
  }

  /// By their names; those of other modules cannot be loaded here.
  private static Map<String, List<Path>> testSources() throws IOException {
    var sources = new ArrayList<Path>();
    try (var modules = Files.newDirectoryStream(ROOT)) {
      for (var module : modules) {
        var folder = module.resolve("src/test/java");
        if (Files.isDirectory(folder)) {
          try (var files = Files.walk(folder)) {
            files.filter(f -> f.toString().endsWith(".java")).forEach(sources::add);
          }
        }
      }
    }
    return sources.stream().collect(groupingBy(file -> file.getFileName().toString()));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
