package org.cardshop.platform.worker;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.cardshop.core.task.Failure;
import org.cardshop.core.task.Step.CreateStep;
import org.cardshop.core.task.Trouble;
import org.cardshop.platform.wire.Fact;
import org.cardshop.platform.wire.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StallTest {
  private static final Duration STALL = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir Path folder;
  private Desk desk;
  private final AtomicInteger attempts = new AtomicInteger();
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
  void workThatHungGoesOnWithinTheSameGrant() throws Exception {
    try (var _ =
        desk.workshop(
            hold -> {
              hold.step(CreateStep.UPLOADING);
              if (attempts.incrementAndGet() == 1) {
                never.await();
              }
            },
            STALL)) {
      var done = await().atMost(LONG).until(this::succeeded, l -> !l.isEmpty()).getFirst();
      assertEquals(1, done.epoch());
      assertEquals(2, attempts.get());
      assertEquals(List.of(), desk.heard(Fact.TaskRetried.class));
      await()
          .atMost(LONG)
          .until(() -> desk.log.stream().anyMatch(l -> l.contains("goes on from where it can")));
    }
  }

  @Test
  void workThatHangsAgainAtTheSamePlaceFailsWithItsCause() throws Exception {
    try (var _ =
        desk.workshop(
            hold -> {
              hold.step(CreateStep.UPLOADING);
              hold.progress(Json.object().put("step", "uploading").put("done", 1).put("total", 2));
              hold.log("the warehouse does not answer");
              attempts.incrementAndGet();
              never.await();
            },
            STALL)) {
      var retried = await().atMost(LONG).until(this::retried, l -> !l.isEmpty()).getFirst();
      assertEquals(2, attempts.get());
      assertEquals(Trouble.TRANSIENT, retried.trouble());
      assertEquals(
          new Failure(
              Failure.Status.FAILED_TO_UPLOAD,
              "It made no progress for 1 s while uploading: the warehouse does not answer."),
          retried.failure());
    }
  }

  @Test
  void workThatDoesNotEvenEndIsGivenBackAndItsSlotStaysTaken() throws Exception {
    desk.tasks.add("next");
    try (var _ =
        desk.workshop(
            hold -> {
              attempts.incrementAndGet();
              hold.step(CreateStep.BUILDING);
              awaitWhateverComes();
              hold.checkpoint();
            },
            STALL)) {
      var retried = await().atMost(LONG).until(this::retried, l -> !l.isEmpty()).getFirst();
      assertTrue(retried.failure().reason().contains("start the worker anew"), retried::toString);
      assertEquals(List.of("next"), List.copyOf(desk.tasks));
      never.countDown();
      // What it did after all counts for nothing.
      await().atMost(LONG).until(() -> attempts.get() == 2);
      assertEquals(
          List.of("task"),
          desk.heard(Fact.TaskCanceled.class).stream().map(Fact.TaskCanceled::task).toList());
    }
  }

  @Test
  void whoWaitsForAPersonHasNotStalled() throws Exception {
    var looks = new CountDownLatch(30);
    try (var _ =
        desk.workshop(
            hold -> {
              attempts.incrementAndGet();
              hold.waits(Json.object().put("step", "waiting_for_card").put("asks", "insert"));
              while (looks.getCount() > 0) {
                looks.countDown();
                assertTrue(hold.command(STALL.dividedBy(10)).isEmpty());
              }
            },
            STALL)) {
      await().atMost(LONG).until(this::succeeded, l -> !l.isEmpty());
      assertEquals(1, attempts.get());
    }
  }

  /// As a call into the kernel does that nothing can interrupt.
  private void awaitWhateverComes() {
    boolean wasInterrupted = false;
    while (true) {
      try {
        never.await();
        break;
      } catch (InterruptedException e) {
        wasInterrupted = true;
      }
    }
    if (wasInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private List<Fact.TaskSucceeded> succeeded() {
    return desk.heard(Fact.TaskSucceeded.class);
  }

  private List<Fact.TaskRetried> retried() {
    return desk.heard(Fact.TaskRetried.class);
  }
}
