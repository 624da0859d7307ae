package org.cardshop.allinone.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.cardshop.platform.runtime.Threads;
import org.cardshop.platform.wire.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// What a process with the product's own `logback.xml` writes.
class LogTest {
  private static final String FORGED = "\n2026-01-01T00:00:00.000Z ERROR Login: admin came in";
  private static final String ESCAPED = "\\n2026-01-01T00:00:00.000Z ERROR Login: admin came in";

  @TempDir Path folder;

  @Test
  void anEntryBeginsWithItsTimeInUtc() throws Exception {
    var began = Instant.now();
    var line = said("text", "America/Caracas").getFirst();
    var time = Instant.parse(line.substring(0, line.indexOf(' ')));
    assertTrue(Duration.between(began, time).abs().toMinutes() < 5, line);
    assertTrue(line.substring(24).startsWith(" WARN  LogTest: wrong name "), line);
  }

  @Test
  void nothingThatIsLoggedBeginsAnEntryOfItsOwn() throws Exception {
    var lines = said("text", "UTC");
    assertEquals(3, lines.stream().filter(l -> l.matches("\\d{4}-\\d\\d-\\d\\dT.*")).count());
    assertTrue(lines.getFirst().endsWith("wrong name " + ESCAPED + "\\u001b[2J"), lines::toString);
    var text = String.join("\n", lines);
    assertTrue(text.contains("java.io.IOException: outer " + ESCAPED + "\n\tat "), text);
    assertTrue(text.contains("Suppressed: java.io.IOException: aside " + ESCAPED + "\n"), text);
    assertTrue(text.contains("Caused by: java.io.IOException: inner " + ESCAPED + "\n"), text);
    assertTrue(text.contains(" ERROR Threads: The thread lane died\n"), text);
    assertTrue(text.contains("\njava.lang.IllegalStateException: " + ESCAPED + "\n"), text);
    assertTrue(text.chars().noneMatch(c -> c == 0x1b || c == '\r'), text);
  }

  @Test
  void asJsonAnEntryIsALine() throws Exception {
    var lines = said("json", "UTC");
    assertEquals(3, lines.size());
    var first = Json.parseObject(lines.getFirst().getBytes(StandardCharsets.UTF_8));
    assertEquals("WARN", first.path("level").asText());
    assertEquals("wrong name " + FORGED + "\033[2J", first.path("formattedMessage").asText());
    var at = Instant.ofEpochMilli(first.path("timestamp").asLong());
    assertTrue(at.atOffset(ZoneOffset.UTC).getYear() >= 2025, at::toString);
    var second = Json.parseObject(lines.get(1).getBytes(StandardCharsets.UTF_8));
    assertEquals("outer " + FORGED, second.at("/throwable/message").asText());
    assertEquals("inner " + FORGED, second.at("/throwable/cause/message").asText());
  }

  @Test
  void anUnknownFormatIsText() throws Exception {
    assertTrue(said("xml", "UTC").getFirst().contains(" WARN  LogTest: wrong name "));
  }

  /// What is logged in a process of its own.
  public static void main(String[] args) throws InterruptedException {
    var log = LoggerFactory.getLogger("org.cardshop.LogTest");
    log.warn("wrong name {}", FORGED + "\033[2J");
    var failure = new IOException("outer " + FORGED, new IOException("inner " + FORGED));
    failure.addSuppressed(new IOException("aside " + FORGED));
    log.error("failed", failure);
    Threads.logDeaths();
    var thread = new Thread(() -> fail(FORGED), "lane");
    thread.start();
    thread.join();
  }

  private static void fail(String message) {
    throw new IllegalStateException(message);
  }

  private List<String> said(String format, String zone) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Duser.timezone=" + zone));
    var root = Path.of(Objects.requireNonNull(System.getProperty("cardshop.root")));
    var settings = root.resolve("all-in-one/src/main/resources/logback.xml");
    command.add("-Dlogback.configurationFile=" + settings);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(LogTest.class.getName());
    var stdout = Files.createFile(folder.resolve(format + zone.length()));
    var builder = new ProcessBuilder(command).redirectOutput(stdout.toFile());
    builder.environment().remove("CARDSHOP_LOG");
    builder.environment().put("CARDSHOP_LOG_FORMAT", format);
    var process = builder.start();
    var said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    assertEquals("", Files.readString(stdout), "stdout belongs to the commands");
    return said.lines().toList();
  }
}
