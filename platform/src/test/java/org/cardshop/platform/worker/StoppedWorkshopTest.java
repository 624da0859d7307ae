package org.cardshop.platform.worker;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.cardshop.core.task.Trouble;
import org.cardshop.platform.wire.Fact;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoppedWorkshopTest {
  private static final Duration STALL = Duration.ofMinutes(15);
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir Path folder;
  private Desk desk;
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch never = new CountDownLatch(1);

  @BeforeEach
  void open() throws Exception {
    desk = new Desk(folder);
    desk.tasks.add("task");
  }

  @AfterEach
  void close() {
    never.countDown();
    desk.close();
  }

  @Test
  void aCardThatIsPutInIsToldOfBeforeTheNextHeartbeatIsDue() throws Exception {
    try (var _ = desk.workshop(this::workForEver, STALL)) {
      desk.medium = Optional.of("sd-1");
      await()
          .atMost(Duration.ofSeconds(20)) // a heartbeat is later
          .until(() ->
              desk.heard(Fact.WorkerHeartbeat.class).stream()
                  .flatMap(h -> h.bench().slots().stream())
                  .anyMatch(slot -> slot.medium().equals(Optional.of("sd-1"))));
    }
  }

  @Test
  void whatIsUnderWayIsHandedBackBeforeTheWorkerSaysThatItIsGone() throws Exception {
    var workshop = desk.workshop(this::workForEver, STALL);
    begun.await();
    workshop.close();

    assertHandedBack();
  }

  @Test
  void aTaskThatIsGrantedWhileTheWorkerStopsIsHandedBack() throws Exception {
    desk.answering = new CountDownLatch(1);
    var workshop = desk.workshop(this::workForEver, STALL);
    desk.asked.await();
    var closing = CompletableFuture.runAsync(workshop::close);
    desk.answering.countDown();
    closing.join();

    assertHandedBack();
  }

  @Test
  void theEndOfATaskIsNotedAlthoughTheWorkerStopsInThatInstant() throws Exception {
    var closing = new CountDownLatch(1);
    var workshop =
        desk.workshop(
            hold -> {
              begun.countDown();
              closing.countDown();
            },
            STALL);
    closing.await();
    workshop.close();

    await().atMost(LONG).until(() -> !desk.heard(Fact.WorkerOffline.class).isEmpty());
    assertEquals(1, desk.heard(Fact.TaskSucceeded.class).size());
    assertEquals(List.of(), desk.heard(Fact.TaskRetried.class));
  }

  private void workForEver(Hold hold) throws InterruptedException {
    begun.countDown();
    never.await();
    hold.checkpoint();
  }

  private void assertHandedBack() {
    await().atMost(LONG).until(() -> !desk.heard(Fact.WorkerOffline.class).isEmpty());
    assertInstanceOf(Fact.WorkerOffline.class, desk.heard.getLast());
    var retried = desk.heard(Fact.TaskRetried.class);
    assertEquals(List.of("task"), retried.stream().map(Fact.TaskRetried::task).toList());
    assertEquals(Trouble.INTERRUPTED, retried.getFirst().trouble());
  }
}
