package org.cardshop.creator.image;

import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Shows progress to a person: a bar on a terminal, a line every few seconds elsewhere.
final class Meter implements Progress {
  private static final Duration ON_TERMINAL = Duration.ofMillis(100);
  private static final Duration ELSEWHERE = Duration.ofSeconds(5);
  private static final int WIDTH = 30;

  private final PrintStream out;
  private final boolean terminal;
  private final InstantSource clock;
  private @Nullable Phase phase;
  private Instant next = Instant.MIN;
  private boolean barOpen;

  /// On standard error, so that standard output holds results only.
  static Meter onStandardError() {
    var terminal = Optional.ofNullable(System.console()).filter(Console::isTerminal);
    return new Meter(System.err, terminal.isPresent(), InstantSource.system());
  }

  Meter(PrintStream out, boolean terminal, InstantSource clock) {
    this.out = out;
    this.terminal = terminal;
    this.clock = clock;
  }

  @Override
  public void at(Phase current, long done, long total) {
    var now = clock.instant();
    if (current == phase && now.isBefore(next)) {
      return;
    }
    if (current != phase) {
      end();
    }
    phase = current;
    next = now.plus(terminal ? ON_TERMINAL : ELSEWHERE);
    show(current, done, total);
  }

  /// Ends the line of an open bar.
  void end() {
    if (barOpen) {
      out.println();
      barOpen = false;
    }
  }

  private void show(Phase current, long done, long total) {
    var amount = total > 0 ? Bytes.text(done) + " of " + Bytes.text(total) : "";
    if (terminal) {
      out.print("\r\033[K%-9s %s %s".formatted(current.wire(), bar(done, total), amount));
      out.flush();
      barOpen = true;
    } else {
      out.println((current.wire() + " " + amount).strip());
    }
  }

  private static String bar(long done, long total) {
    int full = total > 0 ? (int) (WIDTH * Math.min(done, total) / total) : 0;
    return "[" + "#".repeat(full) + "-".repeat(WIDTH - full) + "]";
  }
}
