package org.cardshop.monitor;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.cardshop.platform.messaging.Broker;
import org.cardshop.platform.messaging.Queues;
import org.cardshop.platform.messaging.Topology;
import org.cardshop.platform.production.FactoryFloor;
import org.cardshop.platform.production.Production;
import org.cardshop.platform.runtime.Closer;
import org.cardshop.platform.runtime.Loop;
import org.cardshop.platform.storage.ChannelStore;
import org.cardshop.platform.storage.Database;
import org.cardshop.platform.storage.FactStore;
import org.cardshop.platform.storage.KeyStore;
import org.cardshop.platform.storage.OrderStore;
import org.cardshop.platform.storage.Passwords;
import org.cardshop.platform.storage.TaskStore;
import org.cardshop.platform.storage.UserStore;
import org.cardshop.platform.storage.WorkerStore;
import org.cardshop.platform.token.Tokens;

/// The parts of a monitor, in the order in which they come to life.
public final class MonitorProcess implements AutoCloseable {
  /// More channels or users than any factory has.
  private static final int ALL = 100_000;

  private static final int FACTS_AT_ONCE = 250;
  private static final int REQUESTS_AT_ONCE = 100;
  private static final int NOTES_AT_ONCE = 250;

  private final Closer closer = new Closer();

  public MonitorProcess(MonitorConfig config, InstantSource clock) {
    try {
      open(config, clock);
    } catch (RuntimeException e) {
      closer.close();
      throw e;
    }
  }

  private void open(MonitorConfig config, InstantSource clock) {
    var database = closer.add(Database.open(config.mongodb(), config.recipeKey()));
    var tasks = new TaskStore(database);
    var orders = new OrderStore(database);
    var workers = new WorkerStore(database);
    var tokens = new Tokens(new KeyStore(database), clock);

    var broker = closer.add(Broker.connect(config.broker()));
    broker.keepDeclared(topology -> declare(topology, database));
    var floor = new FactoryFloor(broker, tokens, config.trust(), clock);
    var production = new Production(orders, tasks, floor, Thread::startVirtualThread, clock);

    var monitoring =
        new Monitoring(
            production,
            new Monitoring.Books(orders, tasks, workers, new FactStore(database)),
            new Monitoring.Ends(
                tokens,
                (worker, hint) -> floor.hint(worker, hint, "prefetch"),
                () -> broker.trouble().isEmpty()),
            config.lease(),
            clock);
    // One consumer, so that the history has what a worker said in the order in which it said it.
    closer.add(broker.consumeBatches(Queues.FACTS, FACTS_AT_ONCE, monitoring.facts()));
    closer.add(broker.answer(REQUESTS_AT_ONCE, monitoring.desk()));
    closer.add(
        broker.consumeBatches(Queues.PROGRESS, NOTES_AT_ONCE, new ProgressNotes(tasks, clock)));
    closer.add(Loop.every(PrefetchHints.AGAIN, "prefetch-hints", monitoring::repeatHints));
    closer.add(Loop.every(Duration.ofSeconds(2), "lease-watch", monitoring::lookAtLeases));
    closer.add(Loop.every(Duration.ofSeconds(5), "silent-workers", monitoring::lookForSilence));
  }

  /// Queues that vanished with a broker's disk come back with the next connection.
  private static void declare(Topology topology, Database database) {
    topology.declareServer();
    new ChannelStore(database)
        .page(Map.of(), 0, ALL)
        .items()
        .forEach(channel -> topology.declareChannel(channel.slug()));
    new UserStore(database, new Passwords(Passwords.COST))
        .page(Map.of(), 0, ALL).items().stream()
            .filter(user -> user.role().isWorker())
            .forEach(user -> topology.declareWorker(user.username()));
  }

  @Override
  public void close() {
    closer.close();
  }
}
