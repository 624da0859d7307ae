package org.cardshop.monitor;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import org.cardshop.platform.messaging.Answerer;
import org.cardshop.platform.messaging.BatchHandler;
import org.cardshop.platform.production.Production;
import org.cardshop.platform.storage.Facts;
import org.cardshop.platform.storage.Orders;
import org.cardshop.platform.storage.Tasks;
import org.cardshop.platform.storage.Workers;
import org.cardshop.platform.token.Tickets;
import org.cardshop.platform.wire.Command;
import org.cardshop.platform.wire.Request;

/// All that a monitor decides, without its threads and connections: whoever runs it says when.
public final class Monitoring {
  /// Two heartbeats of a worker, and half of one for what delays them. Looked at every few seconds,
  /// so that a dead worker is known as one within 90 s.
  static final Duration SILENCE = Duration.ofSeconds(75);

  private final FactFolder facts;
  private final ClaimDesk desk;
  private final LeaseWatch leases;
  private final PrefetchHints hints;
  private final Workers workers;
  private final InstantSource clock;

  /// What a monitor keeps its books in.
  public record Books(Orders orders, Tasks tasks, Workers workers, Facts facts) {}

  /// The way to the workers of what may be lost; never waits.
  @FunctionalInterface
  public interface Line {
    void send(String worker, Command.Prefetch hint);
  }

  /// How this monitor is connected.
  ///
  /// @param canHear whether renewals can reach it
  public record Ends(Tickets tickets, Line line, BooleanSupplier canHear) {}

  /// @param lease how long a grant lasts
  public Monitoring(
      Production production, Books books, Ends ends, Duration lease, InstantSource clock) {
    this.workers = books.workers();
    this.clock = clock;
    hints =
        new PrefetchHints(
            books.tasks(), books.orders(), workers, ends.tickets(), clock, ends.line());
    facts = new FactFolder(production, books.tasks(), workers, books.facts(), hints, clock);
    desk = new ClaimDesk(production, books, ends.tickets(), clock, lease);
    leases = new LeaseWatch(production, books.tasks(), ends.canHear(), clock, lease);
  }

  /// Folds what comes out of the queue of facts.
  public BatchHandler facts() {
    return facts;
  }

  /// Answers what workers ask.
  public Answerer<Request> desk() {
    return desk;
  }

  /// Call it every few seconds.
  public void lookAtLeases() {
    leases.look();
  }

  /// Call it every few minutes.
  public void repeatHints() {
    hints.repeat();
  }

  /// Call it every few seconds.
  public void lookForSilence() {
    workers.silentSince(clock.instant().minus(SILENCE));
  }
}
