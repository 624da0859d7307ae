package org.cardshop.allinone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.cardshop.platform.messaging.Broker;
import org.cardshop.platform.messaging.Exchange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Crash points that an order does not pass unless something special happens.
@Tag("faults")
@Tag("crash-points")
@ExtendWith(FactoryExtension.class)
final class RareCrashPointTest {
  static final List<String> POINTS =
      List.of(
          "worker.announced",
          "worker.took-leave",
          "lease.extended",
          "lease.taken-back",
          "worker.stopped",
          "card.confirmed",
          "doorbell.rung-again",
          "run.noted",
          "run.enqueued",
          "run.done",
          "dead-letter.published",
          "manifest.announced",
          "announcement.kept",
          "chunk.here");

  @ParameterizedTest
  @ValueSource(strings = {"creator", "writer"})
  void aWorkerThatDiesAsSoonAsItIsAnnouncedIsAnnouncedAgain(String worker, Factory factory)
      throws Exception {
    factory.kill(worker);
    factory.arm(worker, "worker.announced");
    try (var _ = factory.supervise()) {
      assertOrderEndsRight("announced-" + worker, factory);
    }
    assertDied(worker, factory);
  }

  @ParameterizedTest
  @ValueSource(strings = {"creator", "writer"})
  void aWorkerThatDiesWhileItTakesLeaveComesBack(String worker, Factory factory) throws Exception {
    factory.arm(worker, "worker.took-leave");
    factory.stop(worker);
    factory.start(worker);
    assertOrderEndsRight("leave-" + worker, factory);
    assertDied(worker, factory);
  }

  @Test
  void aCreatorThatDiesJustAfterItsLeaseWasExtendedBuildsAgain(Factory factory) throws Exception {
    var orders = factory.orders();
    var gate = factory.contents().gate();
    gate.close();
    factory.arm("creator", "lease.extended");
    try (var _ = factory.supervise()) {
      var id = orders.place("lease-extended", 1);
      Orders.patiently("it dies").until(() -> !factory.isArmed("creator"));
      gate.open();
      orders.awaitGoodCardsOfServedBench(id);
    }
    assertEquals(List.of(), factory.breaches());
  }

  @Test
  void aMonitorThatDiesAfterItTookATaskBackLosesNothing(Factory factory) throws Exception {
    var orders = factory.orders();
    var gate = factory.contents().gate();
    gate.close();
    var id = orders.place("taken-back", 1);
    Orders.patiently("the build is held up").until(gate::isHolding);
    factory.arm("monitor", "lease.taken-back");
    factory.signal("creator", "STOP");
    try (var _ = factory.supervise()) {
      Orders.patiently("it dies").until(() -> !factory.isArmed("monitor"));
      factory.signal("creator", "CONT");
      gate.open();
      orders.awaitGoodCardsOfServedBench(id);
    }
    assertEquals(List.of(), factory.breaches());
  }

  @Test
  void anOrderIsCalledOffAlthoughTheSchedulerDiesBeforeItSaysSo(Factory factory) throws Exception {
    var orders = factory.orders();
    var gate = factory.contents().gate();
    gate.close();
    var id = orders.place("called-off", 1);
    Orders.patiently("the build is held up").until(gate::isHolding);
    factory.arm("scheduler", "worker.stopped");
    try (var _ = factory.supervise()) {
      tryToCancel(id, orders);
      orders.await(
          id, "canceled", o -> Orders.create(o).path("status").asText().equals("canceled"));
      assertDied("scheduler", factory);
    }
    gate.open();
    assertOrderEndsRight("after-one-called-off", factory);
  }

  private static void tryToCancel(String id, Orders orders) throws InterruptedException {
    try {
      orders.cancel(id);
    } catch (IOException e) {
      return; // as expected: it died before it answered
    }
  }

  @Test
  void aConfirmationCountsAlthoughTheSchedulerDiesBeforeItSaysSo(Factory factory) throws Exception {
    var orders = factory.orders();
    var bench = factory.bench();
    factory.arm("scheduler", "card.confirmed");
    var id = orders.place("confirmed", 3);
    Orders.patiently("a card is begun").until(() -> !bench.dirty().isEmpty());
    factory.kill("writer");
    try (var _ = factory.supervise()) {
      orders.awaitGoodCardsOfServedBench(id);
    }
    assertDied("scheduler", factory);
    assertEquals(List.of(), factory.breaches());
  }

  @Test
  void doorbellsAreRungAgainAlthoughABeatDiesAtIt(Factory factory) throws Exception {
    var orders = factory.orders();
    factory.stop("creator");
    factory.arm("beat", "doorbell.rung-again");
    var id = orders.placeSmall("rung-again", 1);
    Orders.patiently("it dies").until(() -> !factory.isArmed("beat"));
    Orders.patiently("it is dead").until(() -> !factory.isAlive("beat"));
    factory.start("beat");
    factory.start("creator");
    orders.awaitGoodCards(id);
    assertEquals(List.of(), factory.breaches());
  }

  @Test
  void aRunOfAScheduleIsDoneAlthoughTheBeatDiesAtEachStepOfIt(Factory factory) throws Exception {
    factory.scheduleEachMinute("each-minute", "prune-tokens");
    try (var _ = factory.supervise()) {
      for (var point : List.of("run.noted", "run.enqueued", "run.done")) {
        factory.arm("beat", point);
        Orders.patiently("it dies at " + point).until(() -> !factory.isArmed("beat"));
      }
      Orders.patiently("what was noted is done").until(() -> !factory.hasOpenRun("each-minute"));
    }
    assertTrue(factory.said("beat").contains("Run[schedule=each-minute"), "a run is done");
  }

  @Test
  void whatNobodyCanReadIsADeadLetterAlthoughTheMonitorDiesAtIt(Factory factory) throws Exception {
    factory.arm("monitor", "dead-letter.published");
    try (var _ = factory.supervise();
        var broker = Broker.connect(factory.broker("monitor"))) {
      broker.publish(
          Exchange.FACTS, "creator-1.task-step", "no fact".getBytes(StandardCharsets.UTF_8));
      Orders.patiently("it dies").until(() -> !factory.isArmed("monitor"));
      assertOrderEndsRight("after-a-dead-letter", factory);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"manifest.announced", "announcement.kept"})
  void anAnnouncementThatIsCutShortHoldsNothingUp(String point, Factory factory) throws Exception {
    var part = point.startsWith("manifest") ? "creator" : "warehouse";
    factory.arm(part, point);
    try (var _ = factory.supervise()) {
      var id = factory.orders().place(point, 2);
      factory.orders().awaitGoodCardsOfServedBench(id);
    }
    assertDied(part, factory);
    assertEquals(List.of(), factory.breaches());
  }

  @Test
  void aWriterThatDiesAsAChunkIsHereGoesOnWithIt(Factory factory) throws Exception {
    var orders = factory.orders();
    factory.stop("writer");
    var id = orders.place("chunk-is-here", 2);
    orders.await(id, "uploaded", o -> Orders.create(o).path("status").asText().equals("uploaded"));
    factory.arm("writer", "chunk.here");
    try (var _ = factory.supervise()) {
      orders.awaitGoodCardsOfServedBench(id);
    }
    assertDied("writer", factory);
    assertEquals(List.of(), factory.breaches());
  }

  private static void assertDied(String part, Factory factory) {
    assertEquals(false, factory.isArmed(part), "it did not come by");
  }

  private static void assertOrderEndsRight(String name, Factory factory) throws Exception {
    var id = factory.orders().placeSmall(name, 2);
    factory.orders().awaitGoodCardsOfServedBench(id);
    assertEquals(List.of(), factory.breaches());
  }
}
