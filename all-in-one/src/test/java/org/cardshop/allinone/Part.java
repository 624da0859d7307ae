package org.cardshop.allinone;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One process of the distributed product, as an operating-system process of its own. What it says
/// goes to a file.
final class Part {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Pattern READY = Pattern.compile("is ready|is open on port");
  private static final int TAIL = 40;
  private static final int STOP_SECONDS = 20;

  private final String name;
  private final String main;
  private final List<String> arguments;
  private final Map<String, String> environment;
  private final Path folder;
  private final Path log;
  private final Path crash;
  private final boolean isSpare;
  private @Nullable Process process;
  private long saidBefore;

  /// @param main without `org.cardshop.`
  /// @param isSpare it runs only when a test wants it to
  Part(
      String name,
      String main,
      List<String> arguments,
      Map<String, String> environment,
      Path folder,
      boolean isSpare) {
    this.name = name;
    this.main = main;
    this.arguments = List.copyOf(arguments);
    this.environment = Map.copyOf(environment);
    this.isSpare = isSpare;
    this.folder = folder;
    log = folder.resolve(name + ".log");
    crash = folder.resolve(name + ".crash");
  }

  /// The same with another program in its place.
  Part as(String otherName, String otherMain, List<String> otherArguments) {
    return new Part(otherName, otherMain, otherArguments, environment, folder, isSpare);
  }

  boolean isSpare() {
    return isSpare;
  }

  /// Does not wait until it is ready.
  void start() throws IOException {
    saidBefore = Files.exists(log) ? Files.size(log) : 0;
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx384m", "-Xshare:auto"));
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "-Djdk.tls.server.newSessionTicketCount=0",
            "-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("tmp")),
            "-cp",
            System.getProperty("java.class.path"),
            "org.cardshop." + main));
    command.addAll(arguments);
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().keySet().removeIf(key -> key.startsWith("CARDSHOP_"));
    builder.environment().merge("PATH", "/usr/sbin:/sbin", (path, more) -> path + ":" + more);
    builder.environment().put("CARDSHOP_LOG", "debug");
    builder.environment().putAll(environment);
    builder.environment().put("CARDSHOP_CRASH_POINTS", crash.toString());
    process = builder.start();
  }

  void awaitReady() {
    await(name + " is ready")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .failFast(name + " ended", () -> !isAlive())
        .until(() -> READY.matcher(said().substring((int) saidBefore)).find());
  }

  boolean isAlive() {
    return process != null && process.isAlive();
  }

  /// The process will send itself the signal at the next passing of the crash point.
  void arm(String signal, String point) throws IOException {
    var draft = crash.resolveSibling(crash.getFileName() + ".new");
    Files.writeString(draft, signal + " " + point);
    Files.move(draft, crash, StandardCopyOption.ATOMIC_MOVE);
  }

  /// It has not come to the crash point yet.
  boolean isArmed() {
    return Files.exists(crash);
  }

  void disarm() throws IOException {
    Files.deleteIfExists(crash);
  }

  /// Sends the running process a signal.
  void signal(String signal) throws IOException, InterruptedException {
    var pid = Long.toString(Objects.requireNonNull(process).pid());
    new ProcessBuilder("kill", "-" + signal, pid).inheritIO().start().waitFor();
  }

  /// As `kill -9` does.
  void kill() {
    if (process != null) {
      process.destroyForcibly().onExit().join();
    }
  }

  /// Asks it to end in order.
  void stop() throws InterruptedException {
    if (process == null) {
      throw new IllegalStateException(name + " was never started");
    }
    process.destroy();
    if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError(name + " does not end:\n" + tail());
    }
  }

  /// The last lines that it said.
  String tail() {
    var lines = said().lines().toList();
    return "--- "
        + name
        + (isAlive() ? "" : " (not running)")
        + "\n"
        + String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL), lines.size()))
        + "\n";
  }

  /// One character a byte, so that positions are those of the file.
  String said() {
    try {
      return Files.exists(log) ? Files.readString(log, StandardCharsets.ISO_8859_1) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
