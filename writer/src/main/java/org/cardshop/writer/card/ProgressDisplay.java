package org.cardshop.writer.card;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.cardshop.writer.card.CardProgress.Done;
import org.cardshop.writer.card.CardProgress.Verifying;
import org.cardshop.writer.card.CardProgress.Warning;
import org.cardshop.writer.card.CardProgress.Wiped;
import org.cardshop.writer.card.CardProgress.Wiping;
import org.cardshop.writer.card.CardProgress.Writing;

/// Shows how far each target is: on a terminal one line that is drawn over, otherwise a line for
/// each target every few seconds.
final class ProgressDisplay implements AutoCloseable {
  private static final int BAR = 20;

  private final PrintWriter err;
  private final boolean isTerminal;
  private final Map<String, CardProgress> latest = new LinkedHashMap<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());

  ProgressDisplay(PrintWriter err, boolean isTerminal) {
    this.err = err;
    this.isTerminal = isTerminal;
    var every = isTerminal ? Duration.ofMillis(200) : Duration.ofSeconds(3);
    var _ =
        timer.scheduleAtFixedRate(
            this::show, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
  }

  @SuppressWarnings("SystemConsoleNull") // JDK 25 answers null again when there is no terminal.
  static boolean isOnTerminal() {
    return System.console() != null && System.console().isTerminal();
  }

  CardListener of(String target) {
    return progress -> {
      synchronized (this) {
        if (progress instanceof Warning(var sentence)) {
          err.println(sentence);
          return;
        }
        latest.put(target, progress);
      }
    };
  }

  @Override
  public void close() {
    timer.close();
    if (isTerminal) {
      err.print("\r\033[K");
      err.flush();
    }
  }

  private synchronized void show() {
    if (isTerminal) {
      var line = new StringBuilder("\r\033[K");
      latest.forEach((target, progress) -> line.append(bar(target, progress)).append("  "));
      err.print(line);
      err.flush();
    } else {
      latest.forEach((target, progress) -> err.println(target + ": " + text(progress)));
    }
  }

  private static String bar(String target, CardProgress progress) {
    int filled = (int) (BAR * share(progress));
    var name = target.substring(target.lastIndexOf('/') + 1);
    return name + " [" + "#".repeat(filled) + ".".repeat(BAR - filled) + "] " + text(progress);
  }

  private static String text(CardProgress progress) {
    return switch (progress) {
      case Wiping _ -> "wiping";
      case Wiped _ -> "wiped";
      case Writing _ -> "writing " + percent(progress);
      case Verifying _ -> "verifying " + percent(progress);
      case Warning(var sentence) -> sentence;
      case Done _ -> "done";
    };
  }

  private static String percent(CardProgress progress) {
    return (int) (100 * share(progress)) + " %";
  }

  private static double share(CardProgress progress) {
    return switch (progress) {
      case Wiping _, Wiped _, Warning _ -> 0;
      case Writing(var bytes, var total) -> total == 0 ? 1 : (double) bytes / total;
      case Verifying(var bytes, var total) -> total == 0 ? 1 : (double) bytes / total;
      case Done _ -> 1;
    };
  }
}
