package org.cardshop.scheduler;

import java.time.InstantSource;
import org.cardshop.platform.messaging.Broker;
import org.cardshop.platform.messaging.Topology;
import org.cardshop.platform.production.FactoryFloor;
import org.cardshop.platform.runtime.Closer;
import org.cardshop.platform.storage.Database;
import org.cardshop.platform.storage.KeyStore;
import org.cardshop.platform.token.Tokens;

/// A scheduler with its links to the broker and the warehouse.
public final class ConnectedScheduler implements AutoCloseable {
  private final Closer closer = new Closer();
  private final SchedulerProcess scheduler;

  public ConnectedScheduler(SchedulerConfig config, FloorConfig floorConfig, InstantSource clock) {
    try {
      var broker = closer.add(Broker.connect(floorConfig.broker()));
      broker.keepDeclared(Topology::declareServer);
      scheduler =
          closer.add(
              new SchedulerProcess(
                  config, database -> links(database, broker, floorConfig, clock), clock));
    } catch (RuntimeException e) {
      closer.close();
      throw e;
    }
  }

  private static Links links(
      Database database, Broker broker, FloorConfig config, InstantSource clock) {
    var tokens = new Tokens(new KeyStore(database), clock);
    var floor = new FactoryFloor(broker, tokens, config.trust(), clock);
    var links = new FloorLinks(broker, floor);
    return new Links(floor, links, links, broker.deadLetters(), config.door());
  }

  /// Where it listens.
  public int port() {
    return scheduler.port();
  }

  @Override
  public void close() {
    closer.close();
  }
}
