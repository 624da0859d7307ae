package org.cardshop.platform.storage;

import static org.cardshop.core.task.TaskKind.CREATE;
import static org.cardshop.core.task.TaskKind.WRITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.cardshop.core.task.Trouble;
import org.junit.jupiter.api.Test;

/// What is asked of whatever keeps tasks.
public interface TasksContract {
  Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  /// Empty at first; the same one for as long as a test runs.
  Tasks tasks();

  @Test
  default void oneTaskAKey() {
    assertTrue(tasks().insert(pending(WRITE, 1), List.of(), NOW));
    assertFalse(tasks().insert(pending(WRITE, 1), List.of(), NOW));
    assertTrue(tasks().insert(pending(WRITE, 2), List.of(), NOW));
    assertTrue(tasks().insert(pending(CREATE, 1), List.of(), NOW));
    assertEquals(3, tasks().ofOrder("order").size());
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
    var places = List.of(new Place("w", "A-01"), new Place("w", "A-02"), new Place("v", "A-01"));
    assertEquals(List.of(first), tasks().inSlots(places));
    assertEquals(List.of(), tasks().inSlots(List.of()));

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
  default void effectsOfManyAreRemovedAtOnce() {
    var started = new TellOrder(new OrderEvent.TaskStarted(WRITE, 1));
    tasks().insert(pending(WRITE, 1), List.of(new RingDoorbell(), started), NOW);
    tasks().insert(pending(WRITE, 2), List.of(new RingDoorbell()), NOW);
    var first = tasks().find(key(WRITE, 1)).orElseThrow();
    var second = tasks().find(key(WRITE, 2)).orElseThrow();

    tasks().removeAll(List.of(withFirstEffect(first), second));

    assertEquals(List.of(started), effects(tasks().find(first.id()).orElseThrow()));
    assertEquals(List.of(), effects(tasks().find(second.id()).orElseThrow()));
    assertEquals(1, tasks().withOutboxSince(NOW, 10).size());

    tasks().removeAll(List.of(tasks().find(first.id()).orElseThrow()));
    assertEquals(List.of(), effects(tasks().find(first.id()).orElseThrow()));
    assertEquals(List.of(), tasks().withOutboxSince(NOW, 10));
  }

  @Test
  default void whatSomebodyElsePostedMeanwhileStaysInTheOutbox() {
    tasks().insert(pending(WRITE, 1), List.of(new RingDoorbell()), NOW);
    var read = tasks().find(key(WRITE, 1)).orElseThrow();
    var started = new TellOrder(new OrderEvent.TaskStarted(WRITE, 1));
    tasks().save(read, claimed("w", "A-01", NOW), List.of(), List.of(started), NOW);

    tasks().removeAll(List.of(read));

    assertEquals(List.of(started), effects(tasks().find(read.id()).orElseThrow()));
  }

  private static Versioned<Task, TaskEffect> withFirstEffect(Versioned<Task, TaskEffect> task) {
    return new Versioned<>(
        task.id(),
        task.version(),
        task.value(),
        task.changedAt(),
        task.history(),
        List.of(task.outbox().getFirst()));
  }

  @Test
  default void manyAreSavedAtOnceOrItIsSaidThatNotAllWere() {
    var first = inserted(pending(WRITE, 1));
    var second = inserted(pending(WRITE, 2));
    assertEquals(2, tasks().findAll(List.of(first.id(), second.id())).size());
    var started = new TellOrder(new OrderEvent.TaskStarted(WRITE, 1));
    var lived = new HistoryEntry("received", NOW, Map.of());

    var saved =
        tasks()
            .saveAll(
                List.of(
                    saving(first, claimed("w", "A-01", NOW), List.of(lived), List.of(started)),
                    saving(second, claimed("w", "A-02", NOW), List.of(), List.of())),
                NOW)
            .orElseThrow();
    assertEquals(saved.getFirst(), tasks().find(first.id()).orElseThrow());
    assertEquals(saved.getLast(), tasks().find(second.id()).orElseThrow());

    var stale = saving(first, new Cancelled(Attempts.NONE, "x"), List.of(), List.of());
    assertEquals(Optional.empty(), tasks().saveAll(List.of(stale), NOW));
    var third = inserted(pending(WRITE, 3));
    var intoATakenSlot = saving(third, claimed("w", "A-01", NOW), List.of(), List.of());
    assertEquals(Optional.empty(), tasks().saveAll(List.of(intoATakenSlot), NOW));
    assertEquals(third, tasks().find(third.id()).orElseThrow());
  }

  private static Saving<Task, TaskEffect> saving(
      Versioned<Task, TaskEffect> read,
      TaskState next,
      List<HistoryEntry> lived,
      List<TaskEffect> effects) {
    return new Saving<>(read, read.value().in(next), lived, effects);
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
  default void aTaskOfAMalformedIdIsNotThere() {
    assertEquals(Optional.empty(), tasks().find("no id"));
  }

  @Test
  default void aStaleSaveIsStaleAlsoWhenTheSlotIsTaken() {
    saved(inserted(pending(WRITE, 1)), claimed("w", "A-01", NOW));
    var read = inserted(pending(WRITE, 2));
    saved(read, new Cancelled(Attempts.NONE, "somebody"));
    assertThrows(StaleVersionException.class, () -> saved(read, claimed("w", "A-01", NOW)));
  }

  @Test
  default void anEffectThatLeavesTheOutboxMakesNoSaveStale() {
    tasks().insert(pending(WRITE, 1), List.of(new RingDoorbell()), NOW);
    var read = tasks().find(key(WRITE, 1)).orElseThrow();
    tasks().remove(read.id(), read.outbox().getFirst());
    assertEquals(2, saved(read, claimed("w", "A-01", NOW)).version());
  }

  @Test
  default void aSaveAnswersWhichEffectsAreItsOwn() {
    tasks().insert(pending(WRITE, 1), List.of(new RingDoorbell()), NOW);
    var read = tasks().find(key(WRITE, 1)).orElseThrow();
    tasks().remove(read.id(), read.outbox().getFirst());
    var started = new TellOrder(new OrderEvent.TaskStarted(WRITE, 1));
    var saved =
        tasks()
            .save(read, claimed("w", "A-01", NOW), List.of(), List.of(started), NOW)
            .orElseThrow();
    assertEquals(List.of(started), effects(saved.since(read)));
  }

  @Test
  default void tasksOfAnOrderAreListedByTheirUnits() {
    inserted(pending(WRITE, 2));
    inserted(pending(WRITE, 1));
    inserted(new Task(new TaskKey("another", WRITE, 3), "default", new Pending(Attempts.NONE)));
    assertEquals(List.of(1, 2), units(tasks().ofOrder("order")));
  }

  @Test
  default void whatEndedIsInNoList() {
    var held = saved(inserted(pending(WRITE, 1)), claimed("w", "A-01", NOW));
    saved(held, new Cancelled(Attempts.NONE, "somebody"));
    var later = NOW.plusSeconds(99);
    assertEquals(List.of(), tasks().waiting(later, 9));
    assertEquals(List.of(), tasks().claimable(WRITE, "default", later, 9));
    assertEquals(List.of(), tasks().ofWorker("w"));
    assertEquals(List.of(), tasks().withLeaseUntil(later, 9));
  }

  @Test
  default void aCutTaskComesBackToItsSlotOnlyWhileThatIsFree() {
    var grant = grant("w", "A-01", NOW);
    var cut = new Cut(grant, Optional.empty(), new Mark(1, 2));
    var waits = new Retryable(Attempts.NONE, NOW, "silence", Optional.of(cut));
    var read = saved(inserted(pending(WRITE, 1)), waits);
    var other = saved(inserted(pending(WRITE, 2)), claimed("w", "A-01", NOW));
    var none = List.<TaskEffect>of();
    assertEquals(
        Optional.empty(), tasks().save(read, claimed("w", "A-01", NOW), List.of(), none, NOW));
    saved(other, new Cancelled(Attempts.NONE, "somebody"));
    saved(read, claimed("w", "A-01", NOW));
    assertEquals(List.of(1), units(tasks().inSlot("w", "A-01").stream().toList()));
  }

  @Test
  default void aSlotOfTheSameNameElsewhereIsAnother() {
    saved(inserted(pending(WRITE, 1)), claimed("w", "A-01", NOW));
    saved(inserted(pending(WRITE, 2)), claimed("v", "A-01", NOW));
    assertEquals(List.of(2), units(tasks().inSlot("v", "A-01").stream().toList()));
  }

  @Test
  default void onlySoManyOverdueAreListedAsAreAskedFor() {
    for (int n = 1; n <= 3; n++) {
      tasks().insert(pending(WRITE, n), List.of(new RingDoorbell()), NOW.minusSeconds(n));
    }
    assertEquals(List.of(3, 2), units(tasks().withOutboxSince(NOW, 2)));
  }

  private Versioned<Task, TaskEffect> inserted(Task task) {
    assertTrue(tasks().insert(task, List.of(), NOW));
    return tasks().find(task.key()).orElseThrow();
  }

  private Versioned<Task, TaskEffect> saved(Versioned<Task, TaskEffect> read, TaskState next) {
    return tasks().save(read, next, List.of(), List.of(), NOW).orElseThrow();
  }

  static Task pending(TaskKind kind, int unit) {
    return new Task(key(kind, unit), "default", new Pending(Attempts.NONE));
  }

  static TaskKey key(TaskKind kind, int unit) {
    return new TaskKey("order", kind, unit);
  }

  static Claimed claimed(String worker, String slot, Instant until) {
    return new Claimed(new Attempts(1, 0, Set.of()), grant(worker, slot, until));
  }

  private static Grant grant(String worker, String slot, Instant until) {
    return new Grant(worker, 1, slot, 1, until);
  }

  static List<Integer> units(List<Versioned<Task, TaskEffect>> tasks) {
    return tasks.stream().map(t -> t.value().key().unit()).toList();
  }

  static List<TaskEffect> effects(Versioned<Task, TaskEffect> task) {
    return task.outbox().stream().map(Posted::effect).toList();
  }

  private static List<String> statuses(Versioned<Task, TaskEffect> task) {
    return task.history().stream().map(HistoryEntry::status).toList();
  }
}
