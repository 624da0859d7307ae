package org.cardshop.scheduler;

import org.cardshop.platform.messaging.Broker;
import org.cardshop.platform.messaging.BrokerLostException;
import org.cardshop.platform.production.FactoryFloor;
import org.cardshop.platform.wire.Command;
import org.cardshop.scheduler.worker.Commands;
import org.cardshop.scheduler.worker.Furnishing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The scheduler's links to the workers, through the broker.
record FloorLinks(Broker broker, FactoryFloor floor) implements Commands, Furnishing {
  private static final Logger LOG = LoggerFactory.getLogger(FloorLinks.class);

  @Override
  public void confirmCard(String worker, String task, String slot, String medium) {
    floor.tell(worker, new Command.CardConfirmed(task, slot, medium), "card-confirmed");
  }

  @Override
  public void badCard(String worker, String task) {
    floor.tell(worker, new Command.BadCard(task), "bad-card");
  }

  @Override
  public void drain(String worker) {
    floor.tell(worker, new Command.Drain(), "drain");
  }

  @Override
  public void channel(String slug) {
    whenThere("the doorbells of " + slug, () -> broker.topology().declareChannel(slug));
  }

  @Override
  public void worker(String name) {
    whenThere("the commands of " + name, () -> broker.topology().declareWorker(name));
  }

  private static void whenThere(String what, Runnable declaration) {
    try {
      declaration.run();
    } catch (BrokerLostException e) {
      LOG.warn("The broker is away; the monitor furnishes {} when it is back.", what);
    }
  }
}
