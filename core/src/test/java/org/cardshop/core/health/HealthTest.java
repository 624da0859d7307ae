package org.cardshop.core.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.cardshop.core.health.FactoryLook.Queue;
import org.cardshop.core.health.FactoryLook.WarehouseLook;
import org.cardshop.core.health.FactoryLook.WorkerLook;
import org.cardshop.core.health.Health.State;
import org.cardshop.core.task.TaskKind;
import org.junit.jupiter.api.Test;

class HealthTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Queue EMPTY = new Queue("mali", TaskKind.WRITE, 0, Optional.empty());
  private static final Queue FULL = queue(Duration.ofMinutes(5));
  private static final WorkerLook WRITER = writer("writer-1", Duration.ZERO, false, 50L << 30);

  private static Queue queue(Duration age) {
    return new Queue("mali", TaskKind.WRITE, 3, Optional.of(NOW.minus(age)));
  }

  private static WorkerLook writer(String name, Duration silent, boolean cordoned, long free) {
    return new WorkerLook(
        name, "mali", TaskKind.WRITE, true, cordoned, NOW.minus(silent), OptionalLong.of(free));
  }

  private static FactoryLook look(Queue queue, WorkerLook... workers) {
    return new FactoryLook(
        NOW,
        List.of(queue),
        List.of(workers),
        List.of(),
        Optional.of(NOW.plusSeconds(5)),
        Optional.of(NOW.minusSeconds(1)),
        OptionalInt.of(0));
  }

  private static void assertHealth(FactoryLook look, State state, Concern... concerns) {
    assertEquals(new Health(state, List.of(concerns)), Health.of(look));
  }

  @Test
  void aFactoryThatHasAllItNeedsWorks() {
    assertHealth(look(EMPTY), State.WORKING);
    assertHealth(look(FULL, WRITER), State.WORKING);
  }

  @Test
  void tasksThatNobodyIsThereForStopAChannel() {
    var creator =
        new WorkerLook("creator", "mali", TaskKind.CREATE, true, false, NOW, OptionalLong.empty());
    var elsewhere =
        new WorkerLook("w", "chad", TaskKind.WRITE, true, false, NOW, OptionalLong.empty());
    var left = new WorkerLook("w", "mali", TaskKind.WRITE, false, false, NOW, OptionalLong.empty());
    assertHealth(
        look(FULL, creator, elsewhere, left),
        State.STOPPED,
        new Concern.NoWorker("mali", TaskKind.WRITE, 3));
  }

  @Test
  void tasksThatAreKeptFromAllWorkersWait() {
    var cordoned = writer("writer-2", Duration.ZERO, true, 50L << 30);
    assertHealth(
        look(FULL, cordoned), State.BEHIND, new Concern.AllCordoned("mali", TaskKind.WRITE, 3));
    assertHealth(look(FULL, cordoned, WRITER), State.WORKING);
  }

  @Test
  void aTaskThatWaitsForLongIsBehind() {
    var old = queue(Health.LONG.plusSeconds(1));
    assertHealth(
        look(old, WRITER),
        State.BEHIND,
        new Concern.WaitsLong("mali", TaskKind.WRITE, 3, old.oldest().orElseThrow()));
    assertHealth(look(queue(Health.LONG), WRITER), State.WORKING);
  }

  @Test
  void aSilentWorkerIsNamedAndAllOfThemPointElsewhere() {
    var silent = writer("writer-2", Health.SILENCE.plusSeconds(1), false, 0);
    assertHealth(
        look(EMPTY, silent, WRITER),
        State.BEHIND,
        new Concern.WorkerGone("writer-2", silent.heard()));
    var longer = writer("writer-3", Health.SILENCE.plusSeconds(9), false, 0);
    assertHealth(
        look(EMPTY, longer, silent), State.STOPPED, new Concern.NothingHeard(silent.heard()));
  }

  @Test
  void littleDiskAndDeadLettersAreToBeSeenTo() {
    var full = writer("writer-2", Duration.ZERO, false, Health.LITTLE - 1);
    var look = look(EMPTY, full);
    assertHealth(
        new FactoryLook(
            NOW,
            look.queues(),
            look.workers(),
            List.of(),
            look.beatUntil(),
            look.lateEffect(),
            OptionalInt.of(2)),
        State.BEHIND,
        new Concern.DiskLow("writer-2", Health.LITTLE - 1),
        new Concern.DeadLetters(2));
  }

  @Test
  void aWarehouseThatIsAwayForAMinuteStopsTheFactory() {
    var longAgo = NOW.minus(Health.AWAY).minusSeconds(1);
    assertHealth(
        with(away("main", longAgo), new WarehouseLook("second", Optional.empty())),
        State.STOPPED,
        new Concern.WarehouseAway("main", longAgo));
    assertHealth(with(away("main", NOW.minus(Health.AWAY))), State.WORKING);
  }

  private static WarehouseLook away(String name, Instant since) {
    return new WarehouseLook(name, Optional.of(since));
  }

  private static FactoryLook with(WarehouseLook... warehouses) {
    var look = look(EMPTY, WRITER);
    return new FactoryLook(
        NOW,
        look.queues(),
        look.workers(),
        List.of(warehouses),
        look.beatUntil(),
        look.lateEffect(),
        look.deadLetters());
  }

  @Test
  void whatStopsEverythingIsSaidFirst() {
    var late = NOW.minus(Health.LATE).minusSeconds(1);
    assertHealth(
        new FactoryLook(
            NOW,
            List.of(queue(Duration.ofHours(9))),
            List.of(WRITER),
            List.of(),
            Optional.of(NOW),
            Optional.of(late),
            OptionalInt.empty()),
        State.STOPPED,
        new Concern.BrokerAway(),
        new Concern.NoBeat(),
        new Concern.WaitsLong("mali", TaskKind.WRITE, 3, NOW.minus(Duration.ofHours(9))),
        new Concern.EffectsLate(late));
  }
}
