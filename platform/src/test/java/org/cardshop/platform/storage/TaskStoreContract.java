package org.cardshop.platform.storage;

import static org.cardshop.core.task.TaskKind.WRITE;
import static org.cardshop.platform.storage.TasksContract.claimed;
import static org.cardshop.platform.storage.TasksContract.effects;
import static org.cardshop.platform.storage.TasksContract.key;
import static org.cardshop.platform.storage.TasksContract.pending;
import static org.cardshop.platform.storage.TasksContract.units;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.cardshop.core.order.OrderEvent;
import org.cardshop.core.task.Attempts;
import org.cardshop.core.task.Grant;
import org.cardshop.core.task.Step.WriteStep;
import org.cardshop.core.task.TaskEffect;
import org.cardshop.core.task.TaskEffect.TellOrder;
import org.cardshop.core.task.TaskKind;
import org.cardshop.core.task.TaskState;
import org.cardshop.core.task.TaskState.Cancelled;
import org.cardshop.core.task.TaskState.Claimed;
import org.cardshop.core.task.TaskState.Cut;
import org.cardshop.core.task.TaskState.Pending;
import org.cardshop.core.task.TaskState.Retryable;
import org.cardshop.core.task.TaskState.Running;
import org.cardshop.platform.wire.Json;
import org.junit.jupiter.api.Test;

interface TaskStoreContract extends TasksContract {
  Database database();

  @Override
  default TaskStore tasks() {
    return new TaskStore(database());
  }

  @Test
  default void aTaskOfAMalformedIdHasNoNotes() {
    assertEquals(List.of(), tasks().notes("no id").log());
  }

  @Test
  default void changesAreListedInTheirOrder() {
    IntStream.rangeClosed(1, 3)
        .forEach(n -> tasks().insert(pending(WRITE, n), List.of(), NOW.plusSeconds(10 - n)));
    assertEquals(List.of(3, 2, 1), changed(tasks().changedAfter(NOW, 9)));
    assertEquals(List.of(2, 1), changed(tasks().changedAfter(NOW.plusSeconds(7), 9)));
    assertEquals(List.of(3, 2), changed(tasks().changedAfter(NOW, 2)));
  }

  private List<Integer> changed(List<Changed> changes) {
    return changes.stream()
        .map(c -> tasks().find(c.id()).orElseThrow().value().key().unit())
        .toList();
  }

  @Test
  default void tasksAreReadWithTheirNotes() {
    var held = saved(inserted(pending(WRITE, 1)), claimed("w", "A-01", NOW));
    var other = inserted(pending(WRITE, 2));
    tasks().saveProgress(held.id(), 1, Json.object().put("done", 7), NOW);
    var noted = tasks().noted(List.of(held.id(), other.id(), "0123456789abcdef01234567"), true);
    assertEquals(2, noted.size());
    for (var each : noted) {
      assertEquals(tasks().notes(each.task().id()), each.notes());
      assertEquals(tasks().find(each.task().id()).orElseThrow(), each.task());
    }
  }

  @Test
  default void progressAndLogSurviveASaveOfTheState() {
    var held = saved(inserted(pending(WRITE, 1)), claimed("w", "A-01", NOW));
    tasks().saveProgress(held.id(), 1, Json.object().put("done", 7), NOW);
    log(held.id(), List.of("one", "two"));
    var after = saved(held, new Cancelled(new Attempts(1, 0, Set.of()), "somebody"));
    assertEquals(
        new TaskStore.Notes(Optional.of(Json.object().put("done", 7)), List.of("one", "two")),
        tasks().notes(held.id()));
    assertEquals(Optional.of(after), tasks().find(held.id()), "and the state survives them");
  }

  @Test
  default void notesDoNotMakeASaveStale() {
    var read = inserted(pending(WRITE, 1));
    log(read.id(), List.of("one"));
    saved(read, claimed("w", "A-01", NOW));
  }

  @Test
  default void progressOfAnOlderGrantIsIgnored() {
    var held = saved(inserted(pending(WRITE, 1)), claimed("w", "A-01", NOW));
    tasks().saveProgress(held.id(), 0, Json.object().put("done", 7), NOW.plusSeconds(1));
    assertEquals(Optional.empty(), tasks().notes(held.id()).progress());
  }

  @Test
  default void ofManyRemarksTheLatestProgressOfEachTaskCountsAndNoLineIsLost() {
    var one = saved(inserted(pending(WRITE, 1)), claimed("w", "A-01", NOW)).id();
    var two = saved(inserted(pending(WRITE, 2)), claimed("w", "A-02", NOW)).id();
    var later = NOW.plusSeconds(1);
    tasks()
        .note(
            List.of(
                new TaskStore.Headway(one, 1, Json.object().put("done", 7)),
                new TaskStore.Lines(two, List.of("a")),
                new TaskStore.Headway(two, 1, Json.object().put("done", 8)),
                new TaskStore.Headway("no id", 1, Json.object()),
                new TaskStore.Headway(one, 1, Json.object().put("done", 9)),
                new TaskStore.Headway(one, 0, Json.object().put("done", 1)),
                new TaskStore.Lines(two, List.of("b", "c"))),
            later);
    assertEquals(Optional.of(Json.object().put("done", 9)), tasks().notes(one).progress());
    assertEquals(
        new TaskStore.Notes(Optional.of(Json.object().put("done", 8)), List.of("a", "b", "c")),
        tasks().notes(two));
    assertEquals(later, tasks().find(one).orElseThrow().changedAt());
    tasks().note(List.of(), later);
  }

  private void log(String id, List<String> lines) {
    tasks().note(List.of(new TaskStore.Lines(id, lines)), NOW);
  }

  private static List<Integer> unitsOf(Page<TaskStore.Noted> page) {
    return units(page.items().stream().map(TaskStore.Noted::task).toList());
  }

  @Test
  default void theTasksOfManyOrdersAreReadWithTheirNotes() {
    var held = saved(inserted(pending(WRITE, 1)), claimed("w", "A-01", NOW));
    inserted(pending(WRITE, 2));
    tasks().saveProgress(held.id(), 1, Json.object().put("done", 7), NOW);
    var noted = tasks().notedOf(List.of("order", "none"), true);
    assertEquals(2, noted.size());
    for (var each : noted) {
      assertEquals(tasks().notes(each.task().id()), each.notes());
      assertEquals(tasks().find(each.task().id()).orElseThrow(), each.task());
    }
    assertEquals(List.of(), tasks().notedOf(List.of(), true));
  }

  @Test
  default void listsLeaveOutLogsAndBriefOnesHistoriesToo() {
    var held = inserted(taken(1, "writer-1"));
    tasks().saveProgress(held.id(), 1, Json.object().put("done", 7), NOW);
    log(held.id(), List.of("one"));
    var progress = tasks().notes(held.id()).progress();
    var all = new TaskStore.Wanted(Optional.empty(), Optional.empty(), Optional.empty(), false);
    var listed = tasks().page(all, 0, 9).items().getFirst();
    var brief = tasks().briefPage(all, 0, 9).items().getFirst();
    assertEquals(new TaskStore.Notes(progress, List.of()), listed.notes());
    assertEquals(listed, tasks().noted(List.of(held.id()), false).getFirst());
    assertEquals(listed, tasks().notedOf(List.of("order"), false).getFirst());
    assertEquals(held.history(), listed.task().history());
    assertEquals(listed.notes(), brief.notes());
    assertEquals(held.value(), brief.task().value());
    assertEquals(List.of(), brief.task().history());
  }

  @Test
  default void theLogKeepsItsEnd() {
    var id = inserted(pending(WRITE, 1)).id();
    for (int part = 0; part < 5; part++) {
      int from = part * 100;
      log(id, IntStream.range(from, from + 100).mapToObj(n -> "" + n).toList());
    }
    var log = tasks().notes(id).log();
    assertEquals("100 499 400", log.getFirst() + " " + log.getLast() + " " + log.size());
  }

  private static TaskStore.Wanted of(String order, String status) {
    var given = Optional.of(status).filter(s -> !s.isEmpty());
    return new TaskStore.Wanted(
        Optional.of(order).filter(o -> !o.isEmpty()), given, Optional.empty(), false);
  }

  private static Task taken(int unit, String worker) {
    return new Task(key(WRITE, unit), "default", claimed(worker, "A-01", NOW));
  }

  @Test
  default void aPageMayShowOnlyWhatIsHeldOrWhatOneWorkerHolds() {
    inserted(pending(WRITE, 1));
    inserted(taken(2, "writer-2"));
    inserted(taken(3, "writer-1"));
    var none = Optional.<String>empty();
    var held = tasks().page(new TaskStore.Wanted(none, none, none, true), 0, 9);
    assertEquals(List.of(3, 2), unitsOf(held));
    assertEquals(2, held.count());
    var one = new TaskStore.Wanted(none, none, Optional.of("writer-2"), false);
    assertEquals(List.of(2), unitsOf(tasks().page(one, 0, 9)));
  }

  @Test
  default void aPageShowsItsWindowAndCountsAll() {
    IntStream.rangeClosed(1, 5).forEach(n -> inserted(pending(WRITE, n)));
    saved(tasks().find(key(WRITE, 3)).orElseThrow(), new Cancelled(Attempts.NONE, "somebody"));
    var all = tasks().page(of("order", ""), 1, 2);
    assertEquals(List.of(2, 3), unitsOf(all));
    assertEquals(5, all.count());
    var pending = tasks().page(of("", "pending"), 2, 9);
    assertEquals(List.of(4, 5), unitsOf(pending));
    assertEquals(4, pending.count());
    assertEquals(0, tasks().page(of("none", ""), 0, 9).count());
  }

  @Test
  default void everyStateIsReadBackAsItWasWritten() {
    var samples = new Samples(new Random(1));
    int unit = 0;
    for (var kind : TaskKind.values()) {
      for (var type : Samples.kinds(TaskState.class).toList()) {
        for (int i = 0; i < 6; i++) {
          var state = stateFor(kind, samples, type.asSubclass(TaskState.class));
          var read = inserted(pending(kind, ++unit));
          var saved = saved(read, withSlot(state, unit));
          assertEquals(Optional.of(saved), tasks().find(read.id()));
        }
      }
    }
  }

  @Test
  default void everyEffectIsReadBackAsItWasWritten() {
    var samples = new Samples(new Random(2));
    var effects = new ArrayList<TaskEffect>();
    for (int i = 0; i < 500; i++) {
      var effect = samples.of(TaskEffect.class);
      if (!(effect instanceof TellOrder(var event)) || isOfTasks(event)) {
        effects.add(effect);
      }
    }
    tasks().insert(pending(WRITE, 1), effects, NOW);
    assertEquals(effects, effects(tasks().find(key(WRITE, 1)).orElseThrow()));
  }

  private Versioned<Task, TaskEffect> inserted(Task task) {
    assertTrue(tasks().insert(task, List.of(), NOW));
    return tasks().find(task.key()).orElseThrow();
  }

  private Versioned<Task, TaskEffect> saved(Versioned<Task, TaskEffect> read, TaskState next) {
    return tasks().save(read, next, List.of(), List.of(), NOW).orElseThrow();
  }

  /// Steps belong to a kind; a sample of the other kind is made anew.
  private static TaskState stateFor(
      TaskKind kind, Samples samples, Class<? extends TaskState> type) {
    while (true) {
      TaskState state = samples.of(type);
      var step =
          switch (state) {
            case Running r -> Optional.of(r.step());
            case Retryable r -> r.cut().flatMap(Cut::step);
            case Pending _, Claimed _, TaskState.Succeeded _, TaskState.Discarded _, Cancelled _ ->
                Optional.<org.cardshop.core.task.Step>empty();
          };
      if (step.isEmpty() || step.get() instanceof WriteStep == (kind == WRITE)) {
        return state;
      }
    }
  }

  /// A slot of its own for each, for a slot holds one task.
  private static TaskState withSlot(TaskState state, int unit) {
    return switch (state) {
      case Claimed(var attempts, var grant) -> new Claimed(attempts, in(grant, unit));
      case Running(var attempts, var grant, var step, var mark) ->
          new Running(attempts, in(grant, unit), step, mark);
      case Pending _, Retryable _, TaskState.Succeeded _, TaskState.Discarded _, Cancelled _ ->
          state;
    };
  }

  private static Grant in(Grant g, int unit) {
    return new Grant(g.worker(), g.boot(), "slot-" + unit, g.epoch(), g.leaseUntil());
  }

  private static boolean isOfTasks(OrderEvent event) {
    return switch (event) {
      case OrderEvent.TaskStarted _,
          OrderEvent.ImageStored _,
          OrderEvent.DownloadStarted _,
          OrderEvent.WritingStarted _,
          OrderEvent.CardVerified _,
          OrderEvent.TaskDiscarded _ ->
          true;
      case OrderEvent.ParcelShipped _,
          OrderEvent.OfferEnded _,
          OrderEvent.OfferProlonged _,
          OrderEvent.CancelAsked _,
          OrderEvent.RetryAsked _ ->
          false;
    };
  }
}
