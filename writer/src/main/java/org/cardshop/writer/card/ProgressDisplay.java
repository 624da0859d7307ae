package org.cardshop.writer.card;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.cardshop.platform.runtime.Pace;
import org.cardshop.platform.runtime.Printable;

/// Shows how far each target is: on a terminal a bar a target, drawn over and over in place;
/// otherwise a line for each target every few seconds.
final class ProgressDisplay implements AutoCloseable {
  private static final int BAR = 24;

  private final PrintWriter err;
  private final boolean isTerminal;
  private final Map<String, Shown> latest = new LinkedHashMap<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());
  private int drawn;

  private record Shown(Phase phase, Pace pace) {}

  ProgressDisplay(PrintWriter err, boolean isTerminal) {
    this.err = err;
    this.isTerminal = isTerminal;
    var every = isTerminal ? Duration.ofMillis(250) : Duration.ofSeconds(3);
    var _ =
        timer.scheduleAtFixedRate(
            this::show, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
  }

  @SuppressWarnings("SystemConsoleNull") // JDK 25 answers null again when there is no terminal.
  static boolean isOnTerminal() {
    return System.console() != null && System.console().isTerminal();
  }

  synchronized void at(String target, Phase phase) {
    var before = latest.get(target);
    var pace =
        before != null && before.phase.name().equals(phase.name()) ? before.pace : new Pace();
    latest.put(target, new Shown(phase, pace));
  }

  /// What has a result need not be shown any more.
  synchronized void end(String target) {
    clear();
    latest.remove(target);
  }

  /// Prints something between the bars; what is in it cannot steer the terminal.
  synchronized void print(PrintWriter to, String line) {
    clear();
    to.println(Printable.lines(line));
    to.flush();
  }

  @Override
  public void close() {
    timer.close();
    clear();
  }

  private synchronized void show() {
    long now = System.nanoTime();
    clear();
    latest.forEach((target, shown) -> {
      shown.pace.on(now, shown.phase.done());
      var name = Printable.line(target);
      err.println(isTerminal ? bar(name, shown) : name + ": " + text(shown));
    });
    drawn = isTerminal ? latest.size() : 0;
    err.flush();
  }

  /// Takes the bars off the terminal again.
  private synchronized void clear() {
    if (drawn > 0) {
      err.print("\033[" + drawn + "F\033[J");
      err.flush();
      drawn = 0;
    }
  }

  private static String bar(String target, Shown shown) {
    int filled = (int) (BAR * shown.phase.share());
    var name = target.substring(target.lastIndexOf('/') + 1);
    return "%-16s [%s%s] %s"
        .formatted(name, "#".repeat(filled), ".".repeat(BAR - filled), text(shown));
  }

  private static String text(Shown shown) {
    var phase = shown.phase;
    if (phase.total() == 0) {
      return phase.name();
    }
    long left = shown.pace.seconds(phase.total() - phase.done());
    return String.format(
        Locale.ROOT,
        "%s %d %%, %.1f MB/s%s",
        phase.name(),
        (int) (100 * phase.share()),
        shown.pace.rate() / 1e6,
        left < 0 ? "" : ", %d:%02d left".formatted(left / 60, left % 60));
  }
}
