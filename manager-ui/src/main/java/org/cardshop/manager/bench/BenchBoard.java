package org.cardshop.manager.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.cardshop.core.task.Step.WriteStep;
import org.cardshop.manager.bench.BenchView.Host;
import org.cardshop.manager.bench.BenchView.Slot;
import org.cardshop.manager.live.Board;
import org.cardshop.manager.live.Tile;
import org.cardshop.manager.task.TaskView;
import org.cardshop.manager.web.Pages;
import org.cardshop.platform.scheduler.EventStream.Event;
import org.cardshop.platform.scheduler.SignedInClient;
import org.cardshop.platform.wire.Fields;

/// The slots of a writer host, each with the task that it has, and which other hosts there are.
/// Tasks are heard of; what no event tells, such as cards in slots without a task, is read every
/// few seconds.
final class BenchBoard implements Board {
  private final Optional<String> chosen;
  private final Optional<Hands> hands;
  private final boolean isWhole;
  private List<Fields> workers = List.of();
  private Map<String, TaskView> tasks = new LinkedHashMap<>();

  /// @param chosen name of the host; the first one when empty
  BenchBoard(Optional<String> chosen, Optional<Hands> hands) {
    this(chosen, hands, false);
  }

  private BenchBoard(Optional<String> chosen, Optional<Hands> hands, boolean isWhole) {
    this.chosen = chosen;
    this.hands = hands;
    this.isWhole = isWhole;
  }

  /// One that knows the tasks of all hosts.
  static BenchBoard whole() {
    return new BenchBoard(Optional.empty(), Optional.empty(), true);
  }

  /// Asks for all at once where that can be: the hosts, the tasks of the chosen one, and those of
  /// the others that wait for somebody's hands.
  @Override
  public void read(SignedInClient scheduler) throws IOException, InterruptedException {
    var paths = new ArrayList<>(List.of("/workers/?kind=write"));
    if (isWhole) {
      paths.add("/tasks/?held=true&brief=true");
    } else {
      paths.add("/tasks/?brief=true&status=" + WriteStep.WAITING_FOR_CARD.wire());
      chosen.ifPresent(host -> paths.add(tasksOf(host)));
    }
    var lists = Lists.of(scheduler, paths);
    var hosts = lists.getFirst();
    var found = new ArrayList<>(lists.subList(1, lists.size()));
    if (!isWhole && chosen.isEmpty() && !hosts.isEmpty()) {
      found.addAll(Lists.of(scheduler, List.of(tasksOf(hosts.getFirst().text("name")))));
    }
    var held = new LinkedHashMap<String, TaskView>();
    found.stream().flatMap(List::stream).forEach(task -> note(held, TaskView.of(task)));
    workers = hosts;
    tasks = held;
  }

  private static String tasksOf(String host) {
    return "/tasks/?worker=" + Pages.encoded(host);
  }

  /// When a slot loses its task, what lies in it says how it goes on.
  @Override
  public Effect changed(Event event) {
    if (!event.kind().equals("task")) {
      return Effect.NOTHING;
    }
    var task = TaskView.of(event.state());
    var before = tasks.get(task.id());
    note(tasks, task);
    if (task.equals(before)) {
      return Effect.NOTHING;
    }
    if (tasks.containsKey(task.id())) {
      return Effect.TILES;
    }
    return before == null ? Effect.NOTHING : Effect.READ;
  }

  @Override
  public List<Tile> tiles() {
    var view = view();
    var tiles = new ArrayList<Tile>();
    tiles.add(new Tile(HostsView.TILE, "bench/hosts", HostsView.of(view)));
    for (var host : view.chosen().stream().toList()) {
      tiles.add(new Tile(host.id(), "bench/host", host.alone()));
      host.slots().forEach(slot -> tiles.add(new Tile(slot.id(), "bench/slot", slot)));
    }
    return tiles;
  }

  @Override
  public Duration every() {
    return Duration.ofSeconds(2);
  }

  BenchView view() {
    var bySlot =
        tasks.values().stream()
            .collect(Collectors.toMap(BenchBoard::place, Function.identity(), (_, b) -> b));
    var hosts = workers.stream().map(worker -> host(worker, bySlot)).toList();
    return new BenchView(
        hosts,
        chosen.isEmpty()
            ? hosts.stream().findFirst()
            : hosts.stream().filter(h -> h.name().equals(chosen.get())).findFirst());
  }

  /// Where a task is.
  private record Place(String worker, String slot) {}

  private static Place place(TaskView task) {
    return new Place(task.worker().orElse(""), task.slot().orElse(""));
  }

  /// Only writers' tasks that a slot has.
  private static void note(Map<String, TaskView> tasks, TaskView task) {
    if (task.isWrite() && task.slot().isPresent()) {
      tasks.put(task.id(), task);
    } else {
      tasks.remove(task.id());
    }
  }

  private Host host(Fields worker, Map<Place, TaskView> bySlot) {
    var slots = worker.objects("slots").stream().map(s -> slot(s, worker, bySlot)).toList();
    return new Host(
        worker.text("name"),
        worker.flag("online"),
        worker.instant("last_heartbeat"),
        worker.flag("cordoned") ? worker.optionalText("cordoned_by") : Optional.empty(),
        slots);
  }

  private Slot slot(Fields slot, Fields worker, Map<Place, TaskView> bySlot) {
    var host = worker.text("name");
    var name = slot.text("name");
    return new Slot(
        host,
        worker.flag("online"),
        worker.flag("cordoned"),
        name,
        slot.text("state"),
        slot.optionalText("medium"),
        slot.whole("size"),
        slot.optionalFields("card").map(BenchBoard::card),
        Optional.ofNullable(bySlot.get(new Place(host, name))),
        hands.filter(h -> h.host().equals(host) && h.slots().contains(name)).isPresent());
  }

  private static Slot.Card card(Fields card) {
    return new Slot.Card(card.text("order"), card.smallWhole("unit"), card.text("slot"));
  }
}
