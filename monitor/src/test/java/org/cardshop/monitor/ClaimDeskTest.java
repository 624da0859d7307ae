package org.cardshop.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.cardshop.core.identity.Claims;
import org.cardshop.core.task.TaskEvent;
import org.cardshop.core.task.TaskKind;
import org.cardshop.core.worker.Cordon;
import org.cardshop.platform.production.TaskId;
import org.cardshop.platform.wire.Answer;
import org.cardshop.platform.wire.Fact;
import org.cardshop.platform.wire.Json;
import org.cardshop.platform.wire.MalformedException;
import org.cardshop.platform.wire.Request;
import org.cardshop.platform.wire.RequestJson;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClaimDeskTest {
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
  void ofManyWhoAskTwoMonitorsAtOnceEachTaskGoesToOne() throws Exception {
    for (int i = 0; i < 5; i++) {
      floor.createTask();
    }
    var first = floor.desk();
    var second = floor.desk();
    var asking = new ArrayList<Callable<Answer>>();
    for (int i = 0; i < 20; i++) {
      var worker = "creator-" + i;
      var desk = i % 2 == 0 ? first : second;
      asking.add(() -> floor.claim(desk, worker, 1, "build"));
    }
    try (var threads = Executors.newFixedThreadPool(8)) {
      var granted = new ArrayList<String>();
      for (var answer : threads.invokeAll(asking)) {
        if (answer.get() instanceof Answer.Granted g) {
          granted.add(g.task());
        }
      }
      assertEquals(5, granted.size());
      assertEquals(5, granted.stream().distinct().count());
    }
  }

  @Test
  void ofManyWhoAskTogetherEachGetsAnotherTaskAndWhoHasOneGetsItAgain() {
    var tasks = List.of(floor.createTask(), floor.createTask(), floor.createTask());
    var desk = floor.desk();
    var first = (Answer.Granted) floor.ask(desk, claim("creator-1", 1));

    var answers =
        floor.askTogether(
            desk,
            List.of(
                claim("creator-1", 1), // its answer was lost
                claim("creator-2", 1),
                claim("creator-2", 1), // came twice
                claim("creator-1", 0), // of an earlier start
                claim("creator-3", 1),
                claim("creator-4", 1)));

    assertEquals(tasks.get(0), first.task());
    assertEquals(first.epoch(), ((Answer.Granted) answers.getFirst()).epoch());
    assertEquals(
        List.of(tasks.get(0), tasks.get(1), tasks.get(1), "denied", tasks.get(2), "denied"),
        answers.stream().map(a -> a instanceof Answer.Granted g ? g.task() : "denied").toList());
  }

  @Test
  void whoAsksForATaskThatIsTakenIsTold() {
    var task = floor.createTask();
    floor.claim(floor.desk(), "creator-1", 1, "build");
    var claim =
        new Request.Claim(
            "creator-2", 1, TaskKind.CREATE, Floor.CHANNEL, "build", Optional.of(task));
    assertEquals(
        "held by creator-1 in slot build", ((Answer.Denied) floor.ask(floor.desk(), claim)).why());
  }

  private static Request claim(String worker, long boot) {
    return new Request.Claim(
        worker, boot, TaskKind.CREATE, Floor.CHANNEL, "build", Optional.empty());
  }

  @Test
  void aClaimWhoseAnswerWasLostGetsTheSameGrantAgain() {
    floor.createTask();
    floor.createTask();
    var once = (Answer.Granted) floor.claim(floor.desk(), "creator-1", 7, "build");
    var again = (Answer.Granted) floor.claim(floor.desk(), "creator-1", 7, "build");
    assertEquals(once.task(), again.task());
    assertEquals(once.epoch(), again.epoch());
  }

  @Test
  void aWorkerThatStartedAnewLosesWhatItHeldAndMayClaimAfterwards() {
    var task = floor.createTask();
    floor.claim(floor.desk(), "creator-1", 7, "build");
    assertInstanceOf(Answer.Denied.class, floor.claim(floor.desk(), "creator-1", 8, "build"));
    var granted = (Answer.Granted) floor.claim(floor.desk(), "creator-1", 8, "build");
    assertEquals(task, granted.task());
    assertEquals(2, granted.epoch());
  }

  @Test
  void theTicketIsForThatTaskAndEpochAndImageOnly() throws Exception {
    var task = floor.createTask();
    var granted = (Answer.Granted) floor.claim(floor.desk(), "creator-1", 1, "build");
    var ticket = (Claims.Ticket) floor.tokens.check(granted.ticket());
    assertEquals("creator-1", ticket.username());
    assertEquals(task, ticket.task());
    assertEquals(granted.epoch(), ticket.epoch());
    assertEquals(Claims.Direction.UPLOAD, ticket.direction());
    assertEquals(granted.order(), ticket.image());
  }

  @Test
  void aRenewalExtendsTheLeaseAndBringsTheNextTicket() {
    var task = floor.createTask();
    var granted = (Answer.Granted) floor.claim(floor.desk(), "creator-1", 1, "build");
    floor.clock.advance(Duration.ofSeconds(60));
    assertTrue(floor.renew("creator-1", 1, task, granted.epoch()).ticket().isPresent());
    var lease = floor.task(task).value().state().holder().orElseThrow().leaseUntil();
    assertEquals(floor.clock.instant().plus(Floor.LEASE), lease);
  }

  @Test
  void theHolderOfAnOlderEpochIsToldToStop() {
    var task = floor.createTask();
    floor.claim(floor.desk(), "creator-1", 1, "build");
    floor.clock.advance(Floor.LEASE);
    floor.production.tell(
        new TaskId(task), new TaskEvent.LeaseRanOut(1, floor.clock.instant()), Map.of());
    floor.claim(floor.desk(), "creator-2", 1, "build");

    var renewal = floor.renew("creator-1", 1, task, 1);

    assertTrue(renewal.ticket().isEmpty());
    assertEquals("another grant is newer", renewal.why());
  }

  @Test
  void nobodyAsksInAnothersName() {
    var claim =
        new Request.Claim(
            "creator-2", 1, TaskKind.CREATE, Floor.CHANNEL, "build", Optional.empty());
    var body = Json.bytes(RequestJson.write(claim));
    assertThrows(MalformedException.class, () -> floor.desk().read("creator-1", "claim", body));
  }

  @Test
  void anotherChannelsTaskIsNotToBeHad() {
    var task = floor.createTask();
    var claim =
        new Request.Claim("creator-9", 1, TaskKind.CREATE, "elsewhere", "build", Optional.of(task));
    assertInstanceOf(Answer.Denied.class, floor.ask(floor.desk(), claim));
  }

  @Test
  void aCordonedWorkerGetsNothingAndIsToldWhoWantsItSo() {
    var held = floor.createTask();
    var waits = floor.createTask();
    floor.say("creator-1", 1, 1, online());
    var granted = (Answer.Granted) floor.claim(floor.desk(), "creator-1", 1, "build");
    assertEquals(held, granted.task());
    floor.workers.cordon(
        "creator-1", Optional.of(new Cordon("olga", floor.clock.instant(), false)));
    floor.say("creator-1", 1, 2, heartbeat());

    var denied = (Answer.Denied) floor.claim(floor.desk(), "creator-1", 1, "other");
    assertTrue(denied.isCordoned());
    assertTrue(denied.why().startsWith("creator-1 was cordoned by olga at "), denied.why());
    assertTrue(floor.renew("creator-1", 1, held, granted.epoch()).ticket().isPresent());
    var named =
        new Request.Claim(
            "creator-1", 1, TaskKind.CREATE, Floor.CHANNEL, "other", Optional.of(waits));
    assertInstanceOf(Answer.Denied.class, floor.ask(floor.desk(), named));

    floor.workers.cordon("creator-1", Optional.empty());
    var again = (Answer.Granted) floor.claim(floor.desk(), "creator-1", 1, "other");
    assertEquals(waits, again.task());
  }

  @Test
  void aRenewalTellsAWorkerToDrainThatDidNotHearOfIt() {
    var task = floor.createTask();
    floor.say("creator-1", 1, 1, online());
    floor.claim(floor.desk(), "creator-1", 1, "build");
    var renew = new Request.Renew("creator-1", 1, List.of(new Request.Held(task, 1)));
    floor.workers.cordon(
        "creator-1", Optional.of(new Cordon("olga", floor.clock.instant(), false)));
    assertFalse(((Answer.Renewals) floor.ask(floor.desk(), renew)).isDrained());
    floor.workers.cordon("creator-1", Optional.of(new Cordon("olga", floor.clock.instant(), true)));
    var answer = (Answer.Renewals) floor.ask(floor.desk(), renew);
    assertTrue(answer.isDrained());
    assertTrue(answer.renewals().getFirst().ticket().isPresent());
  }

  @Test
  void aGrantWhoseAnswerWasLostIsAnsweredAgainToACordonedWorkerToo() {
    floor.createTask();
    floor.say("creator-1", 1, 1, online());
    var once = (Answer.Granted) floor.claim(floor.desk(), "creator-1", 1, "build");
    floor.workers.cordon(
        "creator-1", Optional.of(new Cordon("olga", floor.clock.instant(), false)));
    var again = (Answer.Granted) floor.claim(floor.desk(), "creator-1", 1, "build");
    assertEquals(once.epoch(), again.epoch());
  }

  private static Fact.Body online() {
    return new Fact.WorkerOnline(TaskKind.CREATE, Floor.CHANNEL, "1", bench());
  }

  private static Fact.Body heartbeat() {
    return new Fact.WorkerHeartbeat(TaskKind.CREATE, Floor.CHANNEL, "1", bench());
  }

  private static Fact.Bench bench() {
    return new Fact.Bench(List.of(), OptionalLong.empty());
  }
}
