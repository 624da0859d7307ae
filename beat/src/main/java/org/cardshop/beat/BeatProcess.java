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
  private static final Duration BETWEEN_RINGS = Duration.ofSeconds(30);
  private static final Duration BETWEEN_ROUNDS = Duration.ofSeconds(5);
  private static final Duration OVERDUE = Duration.ofSeconds(10);
  private static final int AT_ONCE = 200;

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
    var runs = new RunStore(database);
    var leadership = closer.add(new Leadership(new LeaseStore(database), Ids.next(), clock));
    var broker = closer.add(Broker.connect(config.broker()));
    var tokens = new Tokens(new KeyStore(database), clock);
    var floor = new FactoryFloor(broker, tokens, config.trust(), clock);
    var production = new Production(new OrderStore(database), tasks, floor, clock);

    Jobs.schedule(schedules);
    var jobs = Jobs.of(database, production);
    broker.keepDeclared(Topology::declareServer);
    broker.keepDeclared(topology -> jobs.keySet().forEach(topology::declarePeriodic));
    var working = new Working(jobs, runs, clock);
    jobs.keySet().forEach(job -> closer.add(broker.consume(Queues.periodic(job), 1, working)));

    var enqueuing = new Enqueuing(schedules, runs, run -> enqueue(broker, run), clock);
    var doorbells = new Doorbells(tasks, floor, clock);
    closer.add(Loop.every(BETWEEN_LOOKS, "schedules", () -> leadership.lead(enqueuing::look)));
    closer.add(Loop.every(BETWEEN_RINGS, "doorbells", () -> leadership.lead(doorbells::ring)));
    closer.add(
        Loop.every(BETWEEN_ROUNDS, "outbox", () -> production.carryOutOverdue(OVERDUE, AT_ONCE)));
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
