package org.cardshop.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.cardshop.core.identity.Claims;
import org.cardshop.core.order.OrderTerms;
import org.cardshop.core.task.Step.CreateStep;
import org.cardshop.core.task.TaskKind;
import org.cardshop.platform.wire.Answer;
import org.cardshop.platform.wire.Fact;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class PrefetchHintsTest {
  private static final String CREATOR = "creator-1";
  private static final Fact.Bench BENCH = new Fact.Bench(List.of(), OptionalLong.empty());

  @TempDir Path folder;
  private Floor floor;

  @BeforeEach
  void open() {
    floor = new Floor(folder);
    comesUp("writer-1", TaskKind.WRITE, Floor.CHANNEL);
    comesUp("writer-2", TaskKind.WRITE, Floor.CHANNEL);
  }

  @AfterEach
  void close() {
    floor.close();
  }

  @Test
  void eachWriterOfTheChannelThatIsThereIsToldOnce() {
    comesUp(CREATOR, TaskKind.CREATE, Floor.CHANNEL);
    comesUp("writer-elsewhere", TaskKind.WRITE, "elsewhere");
    comesUp("writer-gone", TaskKind.WRITE, Floor.CHANNEL);
    floor.say("writer-gone", 1, 2, new Fact.WorkerOffline("stopped"));
    var task = floor.createTask();
    var order = claimed(task).order();

    uploads(task, 3);
    uploads(task, 3); // the same fact a second time

    assertEquals(List.of("prefetch writer-1 " + order, "prefetch writer-2 " + order), hints());
  }

  @Test
  void theTicketIsForReadingThisImageWhileThisGrantHolds() throws Exception {
    var task = floor.createTask();
    var granted = claimed(task);

    uploads(task, 3);

    var hint = floor.hinted.getFirst();
    var expires = floor.clock.instant().plus(PrefetchHints.AGAIN.multipliedBy(3));
    assertEquals(
        new Claims.Ticket(
            "writer-1",
            task,
            granted.epoch(),
            Claims.Direction.DOWNLOAD,
            Floor.CHANNEL,
            granted.order(),
            Claims.Ticket.ANY_SIZE,
            expires),
        floor.tokens.check(hint.ticket()));
    assertEquals(granted.work().warehouse(), hint.warehouse());
  }

  @Test
  void whatIsStillBeingUploadedIsSaidAgainAndNothingElse() {
    var task = floor.createTask();
    var order = claimed(task).order();
    uploads(task, 3);
    floor.told.clear();

    floor.hints.repeat();
    assertEquals(List.of("prefetch writer-1 " + order, "prefetch writer-2 " + order), hints());

    floor.told.clear();
    floor.say(CREATOR, 1, 4, new Fact.TaskStepped(task, 1, CreateStep.BUILDING));
    floor.hints.repeat();
    assertEquals(List.of(), hints());
  }

  @Test
  void nobodyPrefetchesAnImageThatNoCardIsWrittenOf() {
    var task = floor.createTask(OrderTerms.Medium.VIRTUAL);
    claimed(task);
    uploads(task, 3);
    assertEquals(List.of(), hints());
  }

  private Answer.Granted claimed(String task) {
    var granted = (Answer.Granted) floor.claim(floor.desk(), CREATOR, 1, "build");
    floor.say(CREATOR, 1, 2, new Fact.TaskReceived(task, 1));
    return granted;
  }

  private void uploads(String task, long seq) {
    floor.say(CREATOR, 1, seq, new Fact.TaskStepped(task, 1, CreateStep.UPLOADING));
  }

  private void comesUp(String worker, TaskKind kind, String channel) {
    floor.say(worker, 1, 1, new Fact.WorkerOnline(kind, channel, "1", BENCH));
  }

  private List<String> hints() {
    return floor.told.stream().filter(t -> t.startsWith("prefetch")).toList();
  }
}
