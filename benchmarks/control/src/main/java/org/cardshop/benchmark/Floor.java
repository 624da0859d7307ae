package org.cardshop.benchmark;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.cardshop.core.task.Grant;
import org.cardshop.core.task.Mark;
import org.cardshop.core.task.TaskKind;
import org.cardshop.platform.messaging.Exchange;
import org.cardshop.platform.wire.Fact;
import org.cardshop.platform.wire.FactJson;
import org.cardshop.platform.wire.Json;

/// Writer hosts that are at work with all their slots. What they say goes the way that workers'
/// messages go: through the broker to the monitor.
final class Floor {
  static final int HOSTS = 25;

  /// Of each host.
  static final int SLOTS = 20;

  private static final long CARD = 8_000_000_000L;
  private static final Duration LEASE = Duration.ofDays(1);

  private final Plant plant;
  private final long boot = System.currentTimeMillis();
  private final List<Bench> benches;
  private long said;

  /// @param task that the slot is at
  record Slot(String host, String name, String task) {}

  private record Bench(String host, List<Slot> slots) {}

  /// The tasks are in the database and the hosts have said that they are there.
  Floor(Plant plant) throws InterruptedException {
    this.plant = plant;
    var until = Instant.now().plus(LEASE);
    var grants =
        IntStream.range(0, HOSTS * SLOTS)
            .mapToObj(i -> new Grant(host(i / SLOTS), boot, slot(i), 1, until))
            .toList();
    var tasks = new Stock(plant).runningCards(grants);
    benches =
        IntStream.range(0, HOSTS)
            .mapToObj(h ->
                new Bench(
                    host(h),
                    IntStream.range(h * SLOTS, (h + 1) * SLOTS)
                        .mapToObj(s -> new Slot(host(h), slot(s), tasks.get(s).id()))
                        .toList()))
            .toList();
    beat();
  }

  /// All of them, host by host; no two have the same name.
  List<Slot> slots() {
    var slots = new ArrayList<Slot>();
    benches.forEach(bench -> slots.addAll(bench.slots()));
    return slots;
  }

  /// The heart of every host.
  void beat() {
    said++;
    for (var bench : benches) {
      var body =
          new Fact.WorkerHeartbeat(
              TaskKind.WRITE,
              Plant.CHANNEL,
              "dev",
              new Fact.Bench(
                  bench.slots().stream().map(Floor::busy).toList(),
                  OptionalLong.of(100_000_000_000L)));
      var fact = new Fact(bench.host(), new Mark(boot, said), Instant.now(), body);
      plant
          .broker()
          .publish(
              Exchange.FACTS, bench.host() + "." + body.type(), Json.bytes(FactJson.write(fact)));
    }
  }

  /// How far a slot is with its card, as a worker says it.
  void show(Slot slot, int percent, Instant at) {
    var message =
        Json.object()
            .put("worker", slot.host())
            .put("task", slot.task())
            .put("epoch", 1)
            .put("at", at.toString());
    message
        .putObject("progress")
        .put("step", "writing")
        .put("slot", slot.name())
        .put("done", CARD / 100 * percent)
        .put("total", CARD)
        .put("rate", 21_000_000);
    plant.broker().publishLossy(Exchange.PROGRESS, slot.host() + ".progress", Json.bytes(message));
  }

  private static Fact.Slot busy(Slot slot) {
    return new Fact.Slot(
        slot.name(),
        "working",
        Optional.of("medium-" + slot.task()),
        OptionalLong.of(CARD),
        Optional.of(slot.task()));
  }

  private static String host(int number) {
    return "writer-%02d".formatted(number + 1);
  }

  private static String slot(int number) {
    return "%c-%02d".formatted('A' + number / SLOTS, number % SLOTS + 1);
  }
}
