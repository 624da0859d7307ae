package org.cardshop.beat;

import static org.cardshop.core.schedule.Misfire.ALL;
import static org.cardshop.core.schedule.Misfire.ONCE;
import static org.cardshop.core.schedule.Misfire.SKIP;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.cardshop.platform.storage.Run;
import org.cardshop.platform.storage.Schedule;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnqueuingTest {
  private static final String MINUTELY = "* * * * *";
  private static final String HOURLY = "0 * * * *";

  @TempDir private static Path directory;
  private static Stage stage;

  @BeforeAll
  static void open() {
    stage = new Stage(directory);
  }

  @AfterAll
  static void close() {
    stage.close();
  }

  @BeforeEach
  void reset() {
    stage.reset();
  }

  @Test
  void aScheduleIsDueFromItsMakingOn() {
    stage.add("tidy", HOURLY, ALL, true);
    stage.enqueuing().look();
    assertEquals(List.of(), stage.enqueued);
    stage.later(Duration.ofHours(1));
    stage.enqueuing().look();
    stage.enqueuing().look();
    var due = Stage.NOON.plus(Duration.ofHours(1));
    assertEquals(List.of(new Run("tidy", due, "tidy")), stage.enqueued);
    assertEquals(Optional.of(due), stage.schedules.find("tidy").orElseThrow().lastDue());
  }

  @Test
  void twoBeatsAtOnceEnqueueEachDueTimeOnce() throws Exception {
    stage.add("tidy", MINUTELY, ALL, true);
    stage.later(Duration.ofMinutes(40));
    Callable<Boolean> look =
        () -> {
          stage.enqueuing().look();
          return true;
        };
    try (var beats = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var beat : beats.invokeAll(List.of(look, look))) {
        assertTrue(beat.get());
      }
    }
    assertEquals(
        LongStream.rangeClosed(1, 40).boxed().toList(), stage.minutes().stream().sorted().toList());
  }

  @Test
  void aLeaderHeldUpInTheMiddleAndItsSuccessorEnqueueEachDueTimeOnce() {
    stage.add("tidy", MINUTELY, ALL, true);
    stage.later(Duration.ofMinutes(10));
    var heldUp = new AtomicBoolean();
    var successor = stage.leadership("second");
    var first =
        stage.enqueuing(run -> {
          stage.enqueued.add(run);
          if (!heldUp.getAndSet(true)) {
            stage.later(Leadership.TERM);
            successor.lead(() -> stage.enqueuing().look());
            assertEquals(10, stage.enqueued.size(), "the successor did what was left");
          }
        });
    stage.leadership("first").lead(first::look);
    assertEquals(LongStream.rangeClosed(1, 10).boxed().toList(), stage.minutes());
  }

  @Test
  void whatWasMissedIsMadeUpForAsTheScheduleSays() {
    stage.add("skip", HOURLY, SKIP, true);
    stage.add("once", HOURLY, ONCE, true);
    stage.add("all", HOURLY, ALL, true);
    stage.later(Duration.ofMinutes(190));
    stage.enqueuing().look();
    stage.enqueuing().look();
    assertEquals(List.of(60L, 120L, 180L, 180L), stage.minutes());
    stage.enqueued.clear();
    stage.later(Duration.ofMinutes(50));
    stage.enqueuing().look();
    assertEquals(List.of(240L, 240L, 240L), stage.minutes(), "on time is no misfire");
  }

  @Test
  void aRunThatWasNotedByABeatThatDiedIsEnqueuedByAnother() {
    var run = new Run("tidy", Stage.NOON, "tidy");
    stage.runs.insert(run, Stage.NOON);
    stage.later(Enqueuing.FORGOTTEN.minusMillis(1));
    stage.enqueuing().look();
    assertEquals(List.of(), stage.enqueued, "its beat may be at it");
    stage.later(Duration.ofMillis(1));
    stage.enqueuing().look();
    stage.enqueuing().look();
    stage.later(Enqueuing.FORGOTTEN);
    stage.enqueuing().look();
    assertEquals(List.of(run), stage.enqueued);
  }

  @Test
  void whatTheBrokerDidNotTakeIsEnqueuedLater() {
    stage.add("tidy", HOURLY, ONCE, true);
    stage.later(Duration.ofHours(1));
    var withoutBroker =
        stage.enqueuing(_ -> {
          throw new IllegalStateException("no broker");
        });
    withoutBroker.look();
    stage.later(Enqueuing.FORGOTTEN);
    withoutBroker.look();
    stage.enqueuing().look();
    assertEquals(List.of(), stage.enqueued, "just tried");
    stage.later(Enqueuing.FORGOTTEN);
    stage.enqueuing().look();
    assertEquals(List.of(60L), stage.minutes());
  }

  @Test
  void withoutOverlapOneRunWaitsForTheOther() {
    stage.add("tidy", HOURLY, ALL, false);
    stage.later(Duration.ofHours(3));
    stage.enqueuing().look();
    stage.enqueuing().look();
    assertEquals(List.of(60L), stage.minutes());
    stage.runs.setEnded(stage.enqueued.getFirst(), stage.now.get());
    stage.enqueuing().look();
    assertEquals(List.of(60L, 120L), stage.minutes());
  }

  @Test
  void aRunThatNeverEndsDoesNotStopTheSchedule() {
    stage.add("tidy", HOURLY, ONCE, false);
    stage.later(Duration.ofHours(1));
    stage.enqueuing().look();
    stage.later(Duration.ofHours(1));
    stage.enqueuing().look();
    assertEquals(List.of(60L), stage.minutes());
    stage.later(Duration.ofMinutes(1));
    stage.enqueuing().look();
    assertEquals(List.of(60L, 120L), stage.minutes());
  }

  @Test
  void whatWasDueWhileAScheduleWasDisabledIsNotMadeUpFor() {
    var schedule = stage.add("tidy", HOURLY, ALL, true);
    stage.schedules.replace(enabled(schedule, false));
    stage.later(Duration.ofHours(5));
    stage.enqueuing().look();
    stage.schedules.replace(enabled(schedule, true));
    stage.enqueuing().look();
    assertEquals(List.of(), stage.enqueued);
    stage.later(Duration.ofHours(1));
    stage.enqueuing().look();
    assertEquals(List.of(360L), stage.minutes());
  }

  @Test
  void aScheduleThatCannotBeReadKeepsNoOtherBack() {
    stage.add("a-broken-one", "whenever", ALL, true);
    stage.add("tidy", HOURLY, ALL, true);
    stage.later(Duration.ofHours(1));
    stage.enqueuing().look();
    assertEquals(List.of(60L), stage.minutes());
  }

  @Test
  void oneLeadsUntilItsTermIsOver() {
    var one = stage.leadership("one");
    var other = stage.leadership("other");
    assertTrue(leads(one));
    assertFalse(leads(other));
    stage.later(Leadership.TERM.minusMillis(1));
    assertTrue(leads(one), "a leader stays");
    stage.later(Leadership.TERM);
    assertTrue(leads(other), "one that was held up is followed");
    assertFalse(leads(one), "and does not lead when it comes back");
  }

  @Test
  void aLeaderThatLeavesIsFollowedAtOnce() {
    var one = stage.leadership("one");
    assertTrue(leads(one));
    stage.leadership("other").close();
    assertFalse(leads(stage.leadership("third")), "only the leader gives up the lead");
    one.close();
    assertTrue(leads(stage.leadership("third")));
  }

  private static boolean leads(Leadership leadership) {
    var led = new AtomicBoolean();
    leadership.lead(() -> led.set(true));
    return led.get();
  }

  private static Schedule enabled(Schedule s, boolean enabled) {
    return new Schedule(
        s.id(),
        s.name(),
        s.cron(),
        ZoneOffset.UTC,
        s.misfire(),
        s.overlap(),
        s.job(),
        enabled,
        s.lastDue());
  }
}
