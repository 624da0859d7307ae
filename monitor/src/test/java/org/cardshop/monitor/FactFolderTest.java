package org.cardshop.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.cardshop.core.image.Sha256;
import org.cardshop.core.task.Mark;
import org.cardshop.core.task.Product;
import org.cardshop.core.task.Step.CreateStep;
import org.cardshop.core.task.TaskKind;
import org.cardshop.core.task.TaskState;
import org.cardshop.platform.messaging.Verdict;
import org.cardshop.platform.storage.HistoryEntry;
import org.cardshop.platform.wire.Answer;
import org.cardshop.platform.wire.Fact;
import org.cardshop.platform.wire.FactJson;
import org.cardshop.platform.wire.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FactFolderTest {
  private static final String CREATOR = "creator-1";
  private static final Fact.Bench BENCH = new Fact.Bench(List.of(), OptionalLong.empty());

  @TempDir Path folder;
  private Floor floor;

  @BeforeEach
  void open() {
    floor = new Floor(folder);
  }

  @AfterEach
  void close() {
    floor.close();
  }

  @Test
  void whatAWorkerReportsBecomesTheHistoryOfTaskAndOrder() {
    var task = floor.createTask();
    var granted = (Answer.Granted) floor.claim(floor.desk(), CREATOR, 1, "build");
    floor.say(CREATOR, 1, 1, new Fact.TaskReceived(task, 1));
    floor.say(CREATOR, 1, 2, new Fact.TaskStepped(task, 1, CreateStep.BUILDING));
    var image = new Product.Image(granted.order(), 4096, Sha256.of(new byte[4096]));
    floor.say(CREATOR, 1, 3, new Fact.TaskSucceeded(task, 1, image));

    var history = floor.task(task).history().stream().map(HistoryEntry::status).toList();
    assertEquals(List.of("pending", "received", "building", "uploaded"), history);
    var order = floor.orders.find(granted.order()).orElseThrow();
    assertEquals("pending_writer", order.value().state().status());
    assertEquals(2, floor.tasks.ofOrder(granted.order()).size());
  }

  @Test
  void aFactThatComesTwiceChangesNothingTheSecondTime() {
    var task = floor.createTask();
    floor.claim(floor.desk(), CREATOR, 1, "build");
    floor.say(CREATOR, 1, 1, new Fact.TaskReceived(task, 1));
    var before = floor.task(task);
    assertEquals(Verdict.ack(), floor.say(CREATOR, 1, 1, new Fact.TaskReceived(task, 1)));
    assertEquals(before.version(), floor.task(task).version());
  }

  @Test
  void aFactInAnothersNameIsADeadLetter() {
    var fact =
        new Fact("creator-2", new Mark(1, 1), floor.clock.instant(), new Fact.WorkerOffline(""));
    var verdict = floor.arrives("creator-1.worker-offline", Json.bytes(FactJson.write(fact)));
    assertInstanceOf(Verdict.Dead.class, verdict);
  }

  /// Whatever it knows of the grant: task, epoch, even the number of the other's start.
  @Test
  void aWorkerCannotTouchWhatAnotherHolds() {
    var task = floor.createTask();
    var granted = (Answer.Granted) floor.claim(floor.desk(), CREATOR, 1, "build");
    floor.say(CREATOR, 1, 1, new Fact.TaskReceived(task, 1));
    var before = floor.task(task);
    var image = new Product.Image(granted.order(), 4096, Sha256.of(new byte[4096]));
    long seq = 1;
    for (var fact :
        List.of(
            new Fact.TaskStepped(task, granted.epoch(), CreateStep.BUILDING),
            new Fact.TaskSucceeded(task, granted.epoch(), image),
            new Fact.TaskCanceled(task, granted.epoch()))) {
      floor.say("creator-2", 1, seq++, fact);
    }
    var renewal = floor.renew("creator-2", 1, task, granted.epoch());
    assertTrue(renewal.ticket().isEmpty());
    assertEquals(before, floor.task(task));
    assertTrue(floor.renew(CREATOR, 1, task, granted.epoch()).ticket().isPresent());
  }

  @Test
  void anUnknownTypeIsNotFolded() {
    var text =
        """
        {"id":"w/1/1","type":"task-exploded","worker":"w","boot":1,"seq":1,
         "at":"2026-03-01T12:00:00Z","data":{}}
        """;
    var verdict = floor.arrives("w.task-exploded", text.getBytes(StandardCharsets.UTF_8));
    assertInstanceOf(Verdict.Dead.class, verdict);
  }

  @Test
  void aWorkerThatComesUpAnewGivesBackWhatItsEarlierStartHeld() {
    var task = floor.createTask();
    floor.claim(floor.desk(), CREATOR, 1, "build");
    floor.say(CREATOR, 1, 1, new Fact.TaskReceived(task, 1));
    floor.say(CREATOR, 2, 1, new Fact.WorkerOnline(TaskKind.CREATE, Floor.CHANNEL, "1", BENCH));

    assertInstanceOf(TaskState.Retryable.class, floor.task(task).value().state());
    assertTrue(floor.workers.find(CREATOR).orElseThrow().online());
    // What the dead start had still to say comes late and counts for nothing.
    floor.say(CREATOR, 1, 2, new Fact.TaskStepped(task, 1, CreateStep.BUILT));
    assertInstanceOf(TaskState.Retryable.class, floor.task(task).value().state());
  }

  @Test
  void aWorkerThatEndedHoldsNothingNotEvenWhatItNeverHeardThatItWasGranted() {
    var task = floor.createTask();
    floor.claim(floor.desk(), CREATOR, 2, "build");
    // Said by an earlier start and late: it knew nothing of this grant.
    floor.say(CREATOR, 1, 9, new Fact.WorkerOffline("stopped"));
    assertInstanceOf(TaskState.Claimed.class, floor.task(task).value().state());

    floor.say(CREATOR, 2, 1, new Fact.WorkerOffline("stopped"));

    var state = assertInstanceOf(TaskState.Retryable.class, floor.task(task).value().state());
    assertEquals(floor.clock.instant(), state.notBefore());
    assertEquals(0, state.attempts().killed().size(), "it did not die of it");
    assertInstanceOf(Answer.Granted.class, floor.claim(floor.desk(), "creator-2", 1, "build"));
  }

  @Test
  void aWorkerIsAliveWhenItIsHeardWhateverItsClockSays() {
    beat(1, floor.clock.instant().plus(Duration.ofMinutes(10)));
    beat(2, floor.clock.instant().minus(Duration.ofDays(9000)));
    assertEquals(floor.clock.instant(), floor.workers.find(CREATOR).orElseThrow().lastHeartbeat());
    assertEquals(0, floor.workers.silentSince(floor.clock.instant()));
  }

  private void beat(long seq, Instant at) {
    var body = new Fact.WorkerHeartbeat(TaskKind.CREATE, Floor.CHANNEL, "1", BENCH);
    var fact = new Fact(CREATOR, new Mark(1, seq), at, body);
    floor.arrives(CREATOR + "." + body.type(), Json.bytes(FactJson.write(fact)));
  }
}
