package org.cardshop.simulation;

import java.util.List;
import java.util.Map;
import org.cardshop.core.order.OrderEffect;
import org.cardshop.core.order.OrderTerms;
import org.cardshop.core.task.TaskEffect;
import org.cardshop.core.task.TaskKind;
import org.cardshop.platform.storage.HistoryEntry;
import org.cardshop.platform.storage.Order;
import org.cardshop.platform.storage.Task;
import org.cardshop.platform.storage.Versioned;

/// A factory in which a build takes three days, and whose connections break.
final class LongBuild {
  static final long HOUR = 3_600_000;
  static final long LENGTH = 72 * HOUR;

  private final Kernel kernel;
  private final World world;
  private final Host cutter;

  LongBuild(long seed, List<String> creators) {
    kernel = new Kernel(seed);
    var work = new Crew.Work(LENGTH, 1, 0, 10);
    world =
        new World(
            kernel,
            Rules.ALL,
            new Crew(creators, Map.of("writer-1", List.of("A-01")), List.of(), work));
    cutter = new Host(kernel, "cutter", () -> {});
    world.start();
    new People(world).start(OrderTerms.Medium.PHYSICAL, 1);
  }

  /// Cuts the builder off so many times, spread over the whole build, for 1 to 120 s each.
  void cutOften(int times) {
    long between = LENGTH / times;
    kernel.spawn(
        cutter,
        "cuts",
        () -> {
          for (int i = 0; i < times; i++) {
            long until = (i + 1) * between;
            kernel.sleep(kernel.below(between - 130_000));
            cut(1_000 + kernel.below(119_001));
            kernel.sleepUntil(until);
          }
        });
  }

  /// Cuts the builder off once.
  void cutOnce(long at, long span) {
    kernel.spawn(
        cutter,
        "cut",
        () -> {
          kernel.sleepUntil(at);
          cut(span);
        });
  }

  /// The database or the broker is away once.
  void stop(boolean isDatabase, long at, long span) {
    kernel.spawn(
        cutter,
        "outage",
        () -> {
          kernel.sleepUntil(at);
          var server = isDatabase ? world.database : world.wire.server;
          server.isUp = false;
          kernel.sleep(span);
          server.isUp = true;
        });
  }

  private void cut(long span) {
    var builder = world.creators.stream().filter(c -> !c.isIdle()).findFirst();
    builder.ifPresent(b -> b.host.isMute = b.host.isDeaf = true);
    kernel.sleep(span);
    builder.ifPresent(b -> b.host.isMute = b.host.isDeaf = false);
  }

  void run(long until) {
    kernel.run(until);
  }

  void close() {
    kernel.close();
  }

  List<Creator> creators() {
    return world.creators;
  }

  Versioned<Order, OrderEffect> order() {
    return world.books.orders.all().getFirst();
  }

  Versioned<Task, TaskEffect> task() {
    return world.books.tasks.all().stream()
        .filter(t -> t.value().key().kind() == TaskKind.CREATE)
        .findFirst()
        .orElseThrow();
  }

  /// How often the task came to this status, as its history has it.
  long came(String status) {
    return task().history().stream().map(HistoryEntry::status).filter(status::equals).count();
  }
}
