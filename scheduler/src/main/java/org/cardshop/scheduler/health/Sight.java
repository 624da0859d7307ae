package org.cardshop.scheduler.health;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.cardshop.core.health.FactoryLook;
import org.cardshop.core.health.FactoryLook.Queue;
import org.cardshop.core.health.FactoryLook.WorkerLook;
import org.cardshop.core.task.TaskKind;
import org.cardshop.platform.messaging.BrokerLostException;
import org.cardshop.platform.messaging.DeadLetters;
import org.cardshop.platform.storage.ChannelStore;
import org.cardshop.platform.storage.LeaseStore;
import org.cardshop.platform.storage.OrderStore;
import org.cardshop.platform.storage.TaskStore;
import org.cardshop.platform.storage.Worker;
import org.cardshop.platform.storage.WorkerStore;
import org.cardshop.scheduler.warehouse.WarehouseProbe;

/// Looks at everything that tells how the factory is.
public record Sight(
    ChannelStore channels,
    OrderStore orders,
    TaskStore tasks,
    WorkerStore workers,
    WarehouseProbe probe,
    LeaseStore leases,
    DeadLetters deadLetters) {
  private static final int MANY = 1_000;
  private static final String BEAT = "beat";

  FactoryLook look(Instant now) {
    return new FactoryLook(
        now,
        channels.page(Map.of(), 0, MANY).items().stream()
            .flatMap(channel -> Stream.of(TaskKind.values()).map(k -> queue(k, channel.slug())))
            .toList(),
        workers.page(Map.of(), 0, MANY).items().stream().map(Sight::worker).toList(),
        probe.found(),
        leases.until(BEAT),
        Stream.of(orders.oldestOutbox(), tasks.oldestOutbox())
            .flatMap(Optional::stream)
            .min(Instant::compareTo),
        letters());
  }

  private Queue queue(TaskKind kind, String channel) {
    var oldest = tasks.longestWaiting(kind, channel).map(t -> t.history().getFirst().on());
    return new Queue(channel, kind, tasks.countWaiting(kind, channel), oldest);
  }

  private static WorkerLook worker(Worker worker) {
    return new WorkerLook(
        worker.name(),
        worker.channel(),
        worker.kind(),
        worker.online(),
        worker.cordon().isPresent(),
        worker.lastHeartbeat(),
        worker.diskFree());
  }

  private OptionalInt letters() {
    try {
      var look = deadLetters.look();
      var found = look.letters().stream().mapToInt(DeadLetters.Found::copies).sum();
      return OptionalInt.of(found + look.beyond());
    } catch (BrokerLostException e) {
      return OptionalInt.empty();
    }
  }
}
