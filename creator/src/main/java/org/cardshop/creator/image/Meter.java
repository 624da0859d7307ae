package org.cardshop.creator.image;

import java.io.Console;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import org.cardshop.core.image.Manifest;
import org.cardshop.platform.runtime.Printable;
import org.cardshop.platform.wire.Json;
import org.jspecify.annotations.Nullable;

/// Shows how far a command is: to a person a bar on a terminal, a line every few seconds elsewhere;
/// to a program a line of JSON (`{"phase", "done", "total"}`, bytes) twice a second.
final class Meter implements Progress, AutoCloseable {
  /// How it is shown.
  enum Style {
    BAR(Duration.ofMillis(100)),
    LINES(Duration.ofSeconds(5)),
    JSON(Duration.ofMillis(500));

    private final Duration pause;

    Style(Duration pause) {
      this.pause = pause;
    }
  }

  private static final int WIDTH = 30;

  /// Rates of less than that say nothing.
  private static final Duration WARM_UP = Duration.ofMillis(500);

  private final PrintStream out;
  private final Style style;
  private final InstantSource clock;
  private @Nullable Phase phase;
  private Instant began = Instant.MIN;
  private Instant next = Instant.MIN;
  private boolean isBarOpen;

  /// For people on standard error, so that standard output holds results only.
  static Meter onStandardError() {
    var terminal = Optional.ofNullable(System.console()).filter(Console::isTerminal);
    return new Meter(
        System.err, terminal.isPresent() ? Style.BAR : Style.LINES, InstantSource.system());
  }

  /// For programs, on standard output.
  static Meter json() {
    return new Meter(System.out, Style.JSON, InstantSource.system());
  }

  Meter(PrintStream out, Style style, InstantSource clock) {
    this.out = out;
    this.style = style;
    this.clock = clock;
  }

  @Override
  public void at(Phase current, long done, long total) {
    var now = clock.instant();
    if (current != phase) {
      close();
      phase = current;
      began = now;
    } else if (now.isBefore(next) && (total == 0 || done < total)) {
      return;
    }
    next = now.plus(style.pause);
    show(current, done, total, Duration.between(began, now));
  }

  /// Says what came of it: a sentence for people, an object for programs.
  void done(Manifest made, Path manifest, String sentence) {
    close();
    if (style == Style.JSON) {
      out.println(
          Json.object()
              .put("sha256", made.sha256().hex())
              .put("size", made.size())
              .put("manifest", manifest.toString()));
    } else {
      System.out.println(Printable.line(sentence));
    }
  }

  /// Ends the line of an open bar.
  @Override
  public void close() {
    if (isBarOpen) {
      out.println();
      isBarOpen = false;
    }
  }

  private void show(Phase current, long done, long total, Duration since) {
    switch (style) {
      case BAR -> {
        out.print(
            "\r\033[K%-9s %s %s"
                .formatted(current.wire(), bar(done, total), text(done, total, since)));
        out.flush();
        isBarOpen = true;
      }
      case LINES -> out.println((current.wire() + " " + text(done, total, since)).strip());
      case JSON ->
          out.println(
              Json.object().put("phase", current.wire()).put("done", done).put("total", total));
    }
  }

  private static String text(long done, long total, Duration since) {
    if (total == 0) {
      return done == 0 ? "" : Bytes.text(done);
    }
    var amount = Bytes.text(done) + " of " + Bytes.text(total);
    if (since.compareTo(WARM_UP) < 0 || done == 0) {
      return amount;
    }
    long rate = (long) (done / (since.toMillis() / 1000.0));
    var left = Duration.ofSeconds(Math.ceilDiv(total - done, Math.max(1, rate)));
    return amount
        + ", "
        + Bytes.text(rate)
        + "/s, "
        + String.format(Locale.ROOT, "%d:%02d", left.toMinutes(), left.toSecondsPart())
        + " left";
  }

  private static String bar(long done, long total) {
    int full = total > 0 ? (int) (WIDTH * Math.min(done, total) / total) : 0;
    return "[" + "#".repeat(full) + "-".repeat(WIDTH - full) + "]";
  }
}
