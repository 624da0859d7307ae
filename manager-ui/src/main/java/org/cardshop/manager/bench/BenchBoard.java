package org.cardshop.manager.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cardshop.core.task.Step.WriteStep;
import org.cardshop.manager.bench.BenchView.Host;
import org.cardshop.manager.bench.BenchView.Slot;
import org.cardshop.manager.live.Board;
import org.cardshop.manager.live.Tile;
import org.cardshop.manager.task.TaskView;
import org.cardshop.platform.scheduler.EventStream.Event;
import org.cardshop.platform.scheduler.SignedInClient;
import org.cardshop.platform.wire.Fields;

/// All slots, each with the task that it has. Tasks are heard of; what no event tells, such as
/// cards in slots without a task, is read every few seconds.
final class BenchBoard implements Board {
  private List<Fields> workers = List.of();
  private Map<String, TaskView> tasks = new LinkedHashMap<>();

  @Override
  public void read(SignedInClient scheduler) throws IOException, InterruptedException {
    var hosts = new Fields(scheduler.get("/workers/?kind=write&limit=500")).objects("items");
    var held = new LinkedHashMap<String, TaskView>();
    for (var step : WriteStep.values()) {
      var found = new Fields(scheduler.get("/tasks/?limit=500&status=" + step.wire()));
      for (var task : found.objects("items")) {
        note(held, TaskView.of(task));
      }
    }
    workers = hosts;
    tasks = held;
  }

  @Override
  public Effect changed(Event event) {
    if (!event.kind().equals("task")) {
      return Effect.NOTHING;
    }
    var task = TaskView.of(event.state());
    var before = tasks.get(task.id());
    note(tasks, task);
    return task.equals(before) || (before == null && !tasks.containsKey(task.id()))
        ? Effect.NOTHING
        : Effect.TILES;
  }

  @Override
  public List<Tile> tiles() {
    var tiles = new ArrayList<Tile>();
    for (var host : view().hosts()) {
      tiles.add(new Tile(host.name(), "bench/host", host.alone()));
      host.slots().forEach(slot -> tiles.add(new Tile(slot.id(), "bench/slot", slot)));
    }
    return tiles;
  }

  @Override
  public Duration every() {
    return Duration.ofSeconds(5);
  }

  BenchView view() {
    return new BenchView(workers.stream().map(this::host).toList());
  }

  /// Only writers' tasks that a slot has.
  private static void note(Map<String, TaskView> tasks, TaskView task) {
    if (task.isWrite() && task.slot().isPresent()) {
      tasks.put(task.id(), task);
    } else {
      tasks.remove(task.id());
    }
  }

  private Host host(Fields worker) {
    var name = worker.text("name");
    var slots = worker.objects("slots").stream().map(slot -> slot(slot, name)).toList();
    return new Host(name, worker.flag("online"), worker.instant("last_heartbeat"), slots);
  }

  private Slot slot(Fields slot, String worker) {
    var name = slot.text("name");
    var task = tasks.values().stream().filter(t -> t.isIn(worker, name)).findFirst();
    return new Slot(
        worker, name, slot.text("state"), slot.optionalText("medium"), slot.whole("size"), task);
  }
}
