package org.cardshop.platform.storage;

import static org.cardshop.core.task.TaskKind.CREATE;
import static org.cardshop.core.task.TaskKind.WRITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.cardshop.core.order.OrderEvent;
import org.cardshop.core.task.Attempts;
import org.cardshop.core.task.Grant;
import org.cardshop.core.task.Mark;
import org.cardshop.core.task.Step.WriteStep;
import org.cardshop.core.task.TaskEffect;
import org.cardshop.core.task.TaskEffect.RingDoorbell;
import org.cardshop.core.task.TaskEffect.TellOrder;
import org.cardshop.core.task.TaskKey;
import org.cardshop.core.task.TaskKind;
import org.cardshop.core.task.TaskState;
import org.cardshop.core.task.TaskState.Cancelled;
import org.cardshop.core.task.TaskState.Claimed;
import org.cardshop.core.task.TaskState.Cut;
import org.cardshop.core.task.TaskState.Pending;
import org.cardshop.core.task.TaskState.Retryable;
import org.cardshop.core.task.TaskState.Running;
import org.cardshop.core.task.Trouble;
import org.cardshop.platform.wire.Json;
import org.junit.jupiter.api.Test;

interface TaskStoreContract {
  Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  Database database();

  private TaskStore tasks() {
    return new TaskStore(database());
  }

  @Test
  default void oneTaskAKey() {
    assertTrue(tasks().insert(pending(WRITE, 1), List.of(), NOW));
    assertFalse(tasks().insert(pending(WRITE, 1), List.of(), NOW));
    assertTrue(tasks().insert(pending(WRITE, 2), List.of(), NOW));
    assertTrue(tasks().insert(pending(CREATE, 1), List.of(), NOW));
    assertEquals(3, tasks().ofOrder("order").size());
  }

  @Test
  default void aTaskOfAMalformedIdIsNotThere() {
    assertEquals(Optional.empty(), tasks().find("no id"));
    assertEquals(List.of(), tasks().notes("no id").log());
  }

  @Test
  default void aSaveIsReadBackAndStaysWhatWasAnswered() {
    var read = inserted(pending(WRITE, 1));
    var lived = new HistoryEntry("received", NOW, Map.of("epoch", "1"));
    var saved =
        tasks()
            .save(read, claimed("w", "A-01", NOW), List.of(lived), List.of(new RingDoorbell()), NOW)
            .orElseThrow();
    assertEquals(Optional.of(saved), tasks().find(read.id()));
    assertEquals(2, saved.version());
    assertEquals(List.of("pending", "received"), statuses(saved));
  }

  @Test
  default void aStaleSaveIsRefusedAndChangesNothing() {
    var read = inserted(pending(WRITE, 1));
    var saved = saved(read, claimed("w", "A-01", NOW));
    assertThrows(
        StaleVersionException.class, () -> saved(read, new Cancelled(Attempts.NONE, "somebody")));
    assertEquals(Optional.of(saved), tasks().find(read.id()));
  }

  @Test
  default void aSlotHoldsOneTask() {
    var first = saved(inserted(pending(WRITE, 1)), claimed("w", "A-01", NOW));
    var second = inserted(pending(WRITE, 2));
    var none = List.<TaskEffect>of();
    assertEquals(
        Optional.empty(), tasks().save(second, claimed("w", "A-01", NOW), List.of(), none, NOW));
    assertEquals(Optional.of(second), tasks().find(second.id()), "refused means unchanged");
    assertEquals(Optional.of(first), tasks().inSlot("w", "A-01"));

    saved(first, new Cancelled(Attempts.NONE, "somebody"));
    assertEquals(Optional.empty(), tasks().inSlot("w", "A-01"));
    saved(second, claimed("w", "A-01", NOW));
    assertTrue(tasks().inSlot("w", "A-01").isPresent());
  }

  @Test
  default void effectsWaitUntilEachIsRemoved() {
    var started = new TellOrder(new OrderEvent.TaskStarted(WRITE, 1));
    tasks().insert(pending(WRITE, 1), List.of(new RingDoorbell(), started), NOW);
    var read = tasks().find(key(WRITE, 1)).orElseThrow();
    assertEquals(2, read.outbox().size());

    tasks().remove(read.id(), read.outbox().getFirst());
    tasks().remove(read.id(), read.outbox().getFirst());
    assertEquals(List.of(started), effects(tasks().find(read.id()).orElseThrow()));
    assertEquals(1, tasks().withOutboxSince(NOW, 10).size());

    tasks().remove(read.id(), read.outbox().getLast());
    assertEquals(List.of(), tasks().find(read.id()).orElseThrow().outbox());
    assertEquals(List.of(), tasks().withOutboxSince(NOW.plusSeconds(99), 10));
  }

  @Test
  default void anEffectCarriedOutBetweenReadAndSaveDoesNotComeBack() {
    tasks().insert(pending(WRITE, 1), List.of(new RingDoorbell()), NOW);
    var read = tasks().find(key(WRITE, 1)).orElseThrow();
    tasks().remove(read.id(), read.outbox().getFirst());
    var started = new TellOrder(new OrderEvent.TaskStarted(WRITE, 1));
    var later = NOW.plusSeconds(5);
    tasks().save(read, claimed("w", "A-01", NOW), List.of(), List.of(started), later);
    assertEquals(List.of(started), effects(tasks().find(read.id()).orElseThrow()));
    assertEquals(List.of(), tasks().withOutboxSince(NOW, 10));
    assertEquals(1, tasks().withOutboxSince(later, 10).size());
  }

  @Test
  default void aDocumentSavedAllTheTimeDoesNotHideItsOldestEffect() {
    tasks().insert(pending(WRITE, 1), List.of(new RingDoorbell()), NOW);
    var read = tasks().find(key(WRITE, 1)).orElseThrow();
    tasks()
        .save(
            read,
            claimed("w", "A-01", NOW),
            List.of(),
            List.of(new RingDoorbell()),
            NOW.plusSeconds(60));
    assertEquals(1, tasks().withOutboxSince(NOW, 10).size());
  }

  @Test
  default void overdueEffectsAreTakenUpByOneAndThenWaitAnew() {
    tasks().insert(pending(WRITE, 1), List.of(new RingDoorbell()), NOW);
    tasks().insert(pending(WRITE, 2), List.of(new RingDoorbell()), NOW.minusSeconds(1));
    var overdue = tasks().withOutboxSince(NOW, 10);
    assertEquals(List.of(2, 1), units(overdue), "longest waiting first");
    var later = NOW.plusSeconds(10);
    var id = overdue.getFirst().id();
    assertTrue(tasks().takeUpOutbox(id, NOW, later));
    assertFalse(tasks().takeUpOutbox(id, NOW, later));
    assertEquals(List.of(1), units(tasks().withOutboxSince(NOW, 10)));
    assertEquals(List.of(1, 2), units(tasks().withOutboxSince(later, 10)));
  }

  @Test
  default void theOldestIsClaimedFirstAndNoneBeforeItsTime() {
    IntStream.rangeClosed(1, 3).forEach(n -> inserted(pending(WRITE, n)));
    inserted(pending(CREATE, 1));
    var second = tasks().find(key(WRITE, 2)).orElseThrow();
    var waits = new Retryable(Attempts.NONE, NOW.plusSeconds(9), "no luck", Optional.empty());
    saved(second, waits);

    assertEquals(List.of(1, 3), units(tasks().claimable(WRITE, "default", NOW, 9)));
    assertEquals(
        List.of(1, 2, 3), units(tasks().claimable(WRITE, "default", NOW.plusSeconds(9), 9)));
    assertEquals(List.of(1), units(tasks().claimable(WRITE, "default", NOW, 1)));
    assertEquals(List.of(), tasks().claimable(WRITE, "another", NOW, 9));
    assertEquals(3, tasks().waiting(NOW, 9).size());
    assertEquals(4, tasks().waiting(NOW.plusSeconds(9), 9).size());
  }

  @Test
  default void whoeverGaveATaskBackSaidWhy() {
    var read = saved(inserted(pending(WRITE, 1)), handedBack(Trouble.NEEDS_HUMAN));
    assertEquals(handedBack(Trouble.NEEDS_HUMAN), stored(WRITE, 1));
    var cut = new Cut(grant("w", "A-01", NOW), Optional.empty(), new Mark(1, 2));
    var silent = new Retryable(Attempts.NONE, NOW, "silence", Optional.of(cut));
    saved(read, silent);
    assertEquals(silent, stored(WRITE, 1));
  }

  private static Retryable handedBack(Trouble trouble) {
    return new Retryable(Attempts.NONE, NOW, "The disk is read-only.", trouble);
  }

  private TaskState stored(TaskKind kind, int unit) {
    return tasks().find(key(kind, unit)).orElseThrow().value().state();
  }

  @Test
  default void whatIsHeldWaitsForNobody() {
    saved(inserted(pending(WRITE, 1)), claimed("w", "A-01", NOW));
    assertEquals(List.of(), tasks().waiting(NOW.plusSeconds(999), 9));
    assertEquals(List.of(1), units(tasks().ofWorker("w")));
  }

  @Test
  default void aCutTaskBelongsToItsWorkerAndWaitsForAnyone() {
    var grant = grant("w", "A-01", NOW);
    var cut = Optional.of(new Cut(grant, Optional.of(WriteStep.WRITING), new Mark(1, 2)));
    saved(inserted(pending(WRITE, 1)), new Retryable(Attempts.NONE, NOW, "silence", cut));
    assertEquals(List.of(1), units(tasks().ofWorker("w")));
    assertEquals(List.of(1), units(tasks().claimable(WRITE, "default", NOW, 9)));
    assertEquals(Optional.empty(), tasks().inSlot("w", "A-01"));
  }

  @Test
  default void leasesAreListedByTheirEnd() {
    var ends = List.of(30, 10, 20);
    for (int n = 1; n <= 3; n++) {
      var until = NOW.plusSeconds(ends.get(n - 1));
      saved(inserted(pending(WRITE, n)), claimed("w", "A-0" + n, until));
    }
    assertEquals(List.of(2, 3), units(tasks().withLeaseUntil(NOW.plusSeconds(20), 9)));
    assertEquals(List.of(2, 3, 1), units(tasks().withLeaseUntil(NOW.plusSeconds(99), 9)));
    assertEquals(List.of(2), units(tasks().withLeaseUntil(NOW.plusSeconds(99), 1)));
  }

  @Test
  default void changesAreListedInTheirOrder() {
    IntStream.rangeClosed(1, 3)
        .forEach(n -> tasks().insert(pending(WRITE, n), List.of(), NOW.plusSeconds(10 - n)));
    assertEquals(List.of(3, 2, 1), units(tasks().changedAfter(NOW, 9)));
    assertEquals(List.of(2, 1), units(tasks().changedAfter(NOW.plusSeconds(7), 9)));
    assertEquals(List.of(3, 2), units(tasks().changedAfter(NOW, 2)));
  }

  @Test
  default void progressAndLogSurviveASaveOfTheState() {
    var held = saved(inserted(pending(WRITE, 1)), claimed("w", "A-01", NOW));
    tasks().saveProgress(held.id(), 1, Json.object().put("done", 7), NOW);
    tasks().appendLog(held.id(), List.of("one", "two"));
    var after = saved(held, new Cancelled(new Attempts(1, 0, Set.of()), "somebody"));
    assertEquals(
        new TaskStore.Notes(Optional.of(Json.object().put("done", 7)), List.of("one", "two")),
        tasks().notes(held.id()));
    assertEquals(Optional.of(after), tasks().find(held.id()), "and the state survives them");
  }

  @Test
  default void notesDoNotMakeASaveStale() {
    var read = inserted(pending(WRITE, 1));
    tasks().appendLog(read.id(), List.of("one"));
    saved(read, claimed("w", "A-01", NOW));
  }

  @Test
  default void progressOfAnOlderGrantIsIgnored() {
    var held = saved(inserted(pending(WRITE, 1)), claimed("w", "A-01", NOW));
    tasks().saveProgress(held.id(), 0, Json.object().put("done", 7), NOW.plusSeconds(1));
    assertEquals(Optional.empty(), tasks().notes(held.id()).progress());
  }

  @Test
  default void theLogKeepsItsEnd() {
    var id = inserted(pending(WRITE, 1)).id();
    for (int part = 0; part < 5; part++) {
      int from = part * 100;
      tasks().appendLog(id, IntStream.range(from, from + 100).mapToObj(n -> "" + n).toList());
    }
    var log = tasks().notes(id).log();
    assertEquals("100 499 400", log.getFirst() + " " + log.getLast() + " " + log.size());
  }

  @Test
  default void aPageShowsItsWindowAndCountsAll() {
    IntStream.rangeClosed(1, 5).forEach(n -> inserted(pending(WRITE, n)));
    saved(tasks().find(key(WRITE, 3)).orElseThrow(), new Cancelled(Attempts.NONE, "somebody"));
    var all = tasks().page(Optional.of("order"), Optional.empty(), 1, 2);
    assertEquals(List.of(2, 3), units(all.items()));
    assertEquals(5, all.count());
    var pending = tasks().page(Optional.empty(), Optional.of("pending"), 2, 9);
    assertEquals(List.of(4, 5), units(pending.items()));
    assertEquals(4, pending.count());
    assertEquals(0, tasks().page(Optional.of("none"), Optional.empty(), 0, 9).count());
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
          OrderEvent.CancelAsked _,
          OrderEvent.RetryAsked _ ->
          false;
    };
  }

  private static Task pending(TaskKind kind, int unit) {
    return new Task(key(kind, unit), "default", new Pending(Attempts.NONE));
  }

  private static TaskKey key(TaskKind kind, int unit) {
    return new TaskKey("order", kind, unit);
  }

  private static Claimed claimed(String worker, String slot, Instant until) {
    return new Claimed(new Attempts(1, 0, Set.of()), grant(worker, slot, until));
  }

  private static Grant grant(String worker, String slot, Instant until) {
    return new Grant(worker, 1, slot, 1, until);
  }

  private static List<Integer> units(List<Versioned<Task, TaskEffect>> tasks) {
    return tasks.stream().map(t -> t.value().key().unit()).toList();
  }

  private static List<TaskEffect> effects(Versioned<Task, TaskEffect> task) {
    return task.outbox().stream().map(Posted::effect).toList();
  }

  private static List<String> statuses(Versioned<Task, TaskEffect> task) {
    return task.history().stream().map(HistoryEntry::status).toList();
  }
}
