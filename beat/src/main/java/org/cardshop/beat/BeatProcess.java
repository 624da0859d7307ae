package org.cardshop.beat;

import java.time.Duration;
import java.time.InstantSource;
import org.cardshop.platform.messaging.Broker;
import org.cardshop.platform.messaging.Exchange;
import org.cardshop.platform.messaging.Queues;
import org.cardshop.platform.messaging.Topology;
import org.cardshop.platform.production.FactoryFloor;
import org.cardshop.platform.production.Production;
import org.cardshop.platform.runtime.Closer;
import org.cardshop.platform.runtime.Loop;
import org.cardshop.platform.storage.Database;
import org.cardshop.platform.storage.Ids;
import org.cardshop.platform.storage.KeyStore;
import org.cardshop.platform.storage.LeaseStore;
import org.cardshop.platform.storage.OrderStore;
import org.cardshop.platform.storage.Run;
import org.cardshop.platform.storage.RunStore;
import org.cardshop.platform.storage.ScheduleStore;
import org.cardshop.platform.storage.TaskStore;
import org.cardshop.platform.token.Tokens;

/// The parts of a beat, in the order in which they come to life.
public final class BeatProcess implements AutoCloseable {
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

  private final Closer closer = new Closer();

  public BeatProcess(BeatConfig config, InstantSource clock) {
    try {
      open(config, clock);
    } catch (RuntimeException e) {
      closer.close();
      throw e;
    }
  }

  private void open(BeatConfig config, InstantSource clock) {
    var database = closer.add(Database.open(config.mongodb()));
    var tasks = new TaskStore(database);
    var schedules = new ScheduleStore(database);
    var broker = closer.add(Broker.connect(config.broker()));
    var tokens = new Tokens(new KeyStore(database), clock);
    var floor = new FactoryFloor(broker, tokens, config.trust(), clock);
    var orders = new OrderStore(database);
    var production = new Production(orders, tasks, floor, clock);
    var leases = new LeaseStore(database);
    var books = new Beating.Books(orders, tasks, leases, schedules, new RunStore(database));
    var ends = new Beating.Ends(floor, run -> enqueue(broker, run));
    var beating = new Beating(Ids.next(), production, books, ends, clock);
    closer.add(beating.leadership());

    Jobs.schedule(schedules);
    var jobs = Jobs.of(database, beating);
    broker.keepDeclared(Topology::declareServer);
    broker.keepDeclared(topology -> jobs.keySet().forEach(topology::declarePeriodic));
    var working = beating.working(jobs);
    jobs.keySet().forEach(job -> closer.add(broker.consume(Queues.periodic(job), 1, working)));

    closer.add(Loop.every(BETWEEN_LOOKS, "schedules", beating::enqueueDue));
    closer.add(Loop.every(Beating.BETWEEN_RINGS, "doorbells", beating::ringDoorbells));
    closer.add(Loop.every(Beating.BETWEEN_ROUNDS, "outbox", beating::carryOutOverdue));
  }

  @Override
  public void close() {
    closer.close();
  }

  /// A schedule may name a job that nobody has a queue for yet; it is kept until somebody does it.
  private static void enqueue(Broker broker, Run run) {
    broker.topology().declarePeriodic(run.job());
    broker.publish(Exchange.PERIODIC, run.job(), RunJson.write(run));
  }
}
