package org.cardshop.core.waiting;

import static org.cardshop.core.waiting.WaitingSamples.BACK_OFF;
import static org.cardshop.core.waiting.WaitingSamples.GIVEN_UP;
import static org.cardshop.core.waiting.WaitingSamples.PENDING;
import static org.cardshop.core.waiting.WaitingSamples.QUARANTINED;
import static org.cardshop.core.waiting.WaitingSamples.WAITS_FOR_CARD;
import static org.cardshop.core.waiting.WaitingSamples.WRITES;
import static org.cardshop.core.waiting.WaitingSamples.explain;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.cardshop.core.image.Sha256;
import org.cardshop.core.order.CardStage;
import org.cardshop.core.order.Cards;
import org.cardshop.core.order.OrderState;
import org.cardshop.core.task.Failure;
import org.cardshop.core.task.Product;
import org.cardshop.core.task.TaskKind;
import org.cardshop.core.waiting.Waiting.Cause;
import org.cardshop.core.waiting.WaitingOrder.OfTask;
import org.junit.jupiter.api.Test;

class WaitingOrderTest {
  static final Product.Image IMAGE = new Product.Image("68a1", 8, Sha256.of(new byte[1]));
  private static final Failure FAILURE = new Failure(Failure.Status.FAILED, "No luck.");

  @Test
  void theCardThatNeedsAPersonStandsForTheOrder() {
    var state = producing(CardStage.WRITING, CardStage.WAITING, CardStage.WRITING);
    var order =
        WaitingOrder.explain(
            state,
            List.of(
                card(1, explain(WRITES)),
                card(2, explain(BACK_OFF)),
                card(3, explain(WAITS_FOR_CARD))));
    assertEquals(Cause.CARD, order.waiting().cause());
    assertEquals(Optional.of("card-3"), order.task());
    assertEquals(List.of("card-3", "card-1", "card-2"), ids(order));
  }

  @Test
  void cardsThatEndedAreNotWaitedFor() {
    var state = producing(CardStage.FAILED, CardStage.GOOD, CardStage.WRITING);
    var order =
        WaitingOrder.explain(state, List.of(card(1, explain(GIVEN_UP)), card(3, explain(WRITES))));
    assertEquals(Cause.WORK, order.waiting().cause());
    assertEquals(List.of("card-3"), ids(order));
  }

  @Test
  void theBuildOfNowCountsNotAnEarlierOne() {
    var order =
        WaitingOrder.explain(
            new OrderState.AwaitingCreator(2, 0),
            List.of(build(1, explain(GIVEN_UP)), build(2, explain(PENDING))));
    assertEquals(Cause.NO_WORKER, order.waiting().cause());
    assertEquals(Optional.of("build-2"), order.task());
  }

  @Test
  void anOrderWhoseTasksAreStillToBeMadeIsServedInAMoment() {
    var order = WaitingOrder.explain(new OrderState.AwaitingCreator(1, 0), List.of());
    assertEquals(Cause.ITS_TURN, order.waiting().cause());
    assertEquals(Optional.empty(), order.task());
  }

  @Test
  void aFailedOrderNamesTheTaskThatFailed() {
    var creation =
        WaitingOrder.explain(
            new OrderState.CreationFailed(2, 0, FAILURE),
            List.of(build(1, explain(GIVEN_UP)), build(2, explain(GIVEN_UP))));
    assertEquals(Cause.DECISION, creation.waiting().cause());
    assertEquals(Optional.of("build-2"), creation.task());
    assertTrue(creation.waiting().sentence().contains("No luck. Retry or cancel"));
  }

  @Test
  void aTaskInQuarantineIsToldOfBeforeOtherFailures() {
    var state =
        new OrderState.CardsFailed(
            1, IMAGE, cards(CardStage.FAILED, CardStage.GOOD, CardStage.FAILED), FAILURE);
    var order =
        WaitingOrder.explain(
            state,
            List.of(
                card(1, explain(QUARANTINED)),
                card(2, explain(WRITES)),
                card(3, explain(GIVEN_UP))));
    assertEquals(Cause.QUARANTINE, order.waiting().cause());
    assertEquals(Optional.of("card-1"), order.task());
    assertEquals(List.of("card-3", "card-1"), ids(order));
  }

  private static List<String> ids(WaitingOrder order) {
    return order.tasks().stream().map(OfTask::id).toList();
  }

  private static OfTask card(int unit, Waiting waiting) {
    return new OfTask("card-" + unit, TaskKind.WRITE, unit, waiting);
  }

  private static OfTask build(int unit, Waiting waiting) {
    return new OfTask("build-" + unit, TaskKind.CREATE, unit, waiting);
  }

  private static OrderState producing(CardStage... stages) {
    return new OrderState.Producing(1, IMAGE, cards(stages));
  }

  static Cards cards(CardStage... stages) {
    var byNumber = new TreeMap<Integer, CardStage>();
    for (var stage : stages) {
      byNumber.put(byNumber.size() + 1, stage);
    }
    return new Cards(byNumber, Set.of());
  }
}
