package org.cardshop.benchmark;

import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.cardshop.core.task.Product;
import org.cardshop.core.task.TaskKind;
import org.cardshop.platform.messaging.Broker;
import org.cardshop.platform.messaging.BrokerAddress;
import org.cardshop.platform.wire.Answer.Granted;
import org.cardshop.platform.worker.Hold;
import org.cardshop.platform.worker.WorkerIdentity;
import org.cardshop.platform.worker.Workshop;

/// A process of its own, to be killed while it holds a task: `NAME AMQP-URI DATA-FOLDER`.
final class StuckCreator extends IdleCraft {
  private final CountDownLatch end = new CountDownLatch(1);

  private StuckCreator() {
    super(TaskKind.CREATE, 1);
  }

  @Override
  public Product work(String slot, Granted granted, Hold hold) throws InterruptedException {
    end.await();
    return super.work(slot, granted, hold);
  }

  static void main(String... args) throws Exception {
    var words = List.of(args).iterator();
    var name = words.next();
    var login = new BrokerAddress(URI.create(words.next()), name, Plant.PASSWORD);
    var identity = new WorkerIdentity(name, Plant.CHANNEL, Path.of(words.next()), login);
    var craft = new StuckCreator();
    try (var broker = Broker.connect(login);
        var _ = new Workshop(identity, craft, broker, InstantSource.system())) {
      System.out.println(name + " is ready");
      craft.end.await();
    }
  }
}
