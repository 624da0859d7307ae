package org.cardshop.writer.card;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// The threads that work on one card, under a watchdog: the caller only waits, it never asks the
/// kernel itself. A card that is pulled ends the work at once. One that stops answering gets fewer
/// requests, then none, then is given up: a thread that is stuck in the kernel is left behind and
/// what it holds is released when it comes back.
final class Lanes {
  @FunctionalInterface
  interface Job<T> {
    void run(T item) throws IOException, BadCardException, InterruptedException;
  }

  /// Milliseconds between two looks at a card at work; each costs processor time that eight cards
  /// have not much of.
  private static final long TICK = 250;

  /// How long those that are in the kernel get to come back from a card that is gone.
  private static final long GRACE = 1_000_000_000L;

  private final Requests requests;
  private final Watch watch;
  private final Tuning tuning;
  private final LongSupplier ticker;
  private final Consumer<String> warn;
  private boolean isNarrow;

  /// @param ticker nanoseconds from any beginning
  Lanes(Requests requests, Watch watch, Tuning tuning, LongSupplier ticker, Consumer<String> warn) {
    this.requests = requests;
    this.watch = watch;
    this.tuning = tuning;
    this.ticker = ticker;
    this.warn = warn;
  }

  /// Does all of them, or fails with the first failure or the interruption of the caller. When it
  /// returns nothing goes on any more, but for what the kernel does not give back.
  ///
  /// @throws StalledException when the card stopped answering
  <T> void run(int width, List<T> items, Job<T> job)
      throws IOException, BadCardException, InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    var crew = new Crew<>(isNarrow ? 1 : width, items, job);
    var ladder = new Ladder();
    while (!isOver(crew) && ladder.holds(crew)) {
      if (watch.isGone()) {
        crew.stop(new PulledException());
      }
    }
    crew.throwFailure();
  }

  /// One call, under the same watchdog.
  void ask(Requests.Call call) throws IOException, BadCardException, InterruptedException {
    run(1, List.of(call), requests::ask);
  }

  private static boolean isOver(Crew<?> crew) {
    try {
      return crew.await(TICK);
    } catch (InterruptedException e) {
      crew.stop(e);
      return false;
    }
  }

  private final class Ladder {
    private long answered = requests.answered();
    private long since = ticker.getAsLong();
    private int rung;

    /// @return whether there is still something to wait for
    boolean holds(Crew<?> crew) {
      long now = ticker.getAsLong();
      if (requests.open() == 0 || requests.answered() != answered) {
        answered = requests.answered();
        since = now;
        if (rung == 2 && crew.isIdle()) {
          rung = 1;
          crew.narrow(1);
        }
        return true;
      }
      long silence = now - since;
      if (watch.isGone()) {
        return silence < GRACE;
      }
      long patience = tuning.patience().toNanos();
      if (rung == 0 && silence >= patience) {
        rung = 1;
        isNarrow = true;
        crew.narrow(1);
        warn.accept(slowly("it gets one request at a time from now on."));
      } else if (rung == 1 && silence >= 2 * patience) {
        rung = 2;
        crew.narrow(0);
        warn.accept(slowly("it gets nothing more until it has answered."));
      } else if (rung == 2 && silence >= 3 * patience) {
        crew.stop(
            new StalledException(
                requests.device().name()
                    + " has not answered for "
                    + tuning.patience().multipliedBy(3).toSeconds()
                    + " s; take the card out, and look at the reader when it happens again."));
        return false;
      }
      return true;
    }

    private String slowly(String then) {
      return requests.device().name()
          + " has not answered for "
          + tuning.patience().toSeconds() * rung
          + " s; "
          + then;
    }
  }
}
