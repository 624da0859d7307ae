package org.cardshop.core.order;

import static org.cardshop.core.order.CardStage.FAILED;
import static org.cardshop.core.order.CardStage.FAILED_TO_DOWNLOAD;
import static org.cardshop.core.order.CardStage.GOOD;
import static org.cardshop.core.order.CardStage.WAITING;
import static org.cardshop.core.order.CardStage.WRITING;
import static org.cardshop.core.order.OrderSamples.BROKEN;
import static org.cardshop.core.order.OrderSamples.IMAGE;
import static org.cardshop.core.order.OrderSamples.NOW;
import static org.cardshop.core.order.OrderSamples.TWO_CARDS;
import static org.cardshop.core.order.OrderSamples.card;
import static org.cardshop.core.order.OrderSamples.cardsFailed;
import static org.cardshop.core.order.OrderSamples.producing;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.Set;
import org.cardshop.core.flow.Transition.Moved;
import org.cardshop.core.flow.Transition.Refused;
import org.cardshop.core.order.OrderEvent.What;
import org.cardshop.core.task.TaskKey;
import org.cardshop.core.task.TaskKind;
import org.junit.jupiter.api.Test;

class OrderFlowTest {
  @Test
  void oneMediumCountsForOneCardOnly() {
    var state = after(producing(GOOD, WRITING), new OrderEvent.CardVerified(2, card("medium-1")));
    var failed = assertInstanceOf(OrderState.CardsFailed.class, state);
    assertEquals(FAILED, failed.cards().stages().get(2));
    assertEquals(1, failed.cards().count(GOOD));
  }

  @Test
  void failedCardsAreRetriedUnderNewNumbers() {
    var state = after(cardsFailed(GOOD, FAILED), retry(What.FAILED_CARDS));
    assertEquals(Set.of(write(3)), OrderFlow.needed(TWO_CARDS, state));
    assertInstanceOf(
        OrderState.AwaitingShipment.class,
        after(state, new OrderEvent.CardVerified(3, card("medium-3"))));
  }

  @Test
  void aFailedCardIsRetriedWhileOthersAreInWork() {
    var state = after(producing(FAILED, WRITING), retry(What.FAILED_CARDS));
    assertEquals(Set.of(write(2), write(3)), OrderFlow.needed(TWO_CARDS, state));
    assertInstanceOf(Refused.class, OrderFlow.on(TWO_CARDS, state, retry(What.FAILED_CARDS), NOW));
    assertInstanceOf(
        OrderState.AwaitingShipment.class,
        after(
            state,
            new OrderEvent.CardVerified(3, card("medium-3")),
            new OrderEvent.CardVerified(2, card("medium-2"))));
  }

  @Test
  void aNewBuildNeverUsesACardNumberAgain() {
    var state =
        after(
            cardsFailed(GOOD, FAILED),
            retry(What.ALL),
            new OrderEvent.TaskDiscarded(TaskKind.CREATE, 2, BROKEN),
            retry(What.CREATE));
    assertEquals(
        Set.of(new TaskKey(TWO_CARDS.id(), TaskKind.CREATE, 3)),
        OrderFlow.needed(TWO_CARDS, state));
    var producing = after(state, new OrderEvent.ImageStored(3, IMAGE));
    assertEquals(Set.of(write(3), write(4)), OrderFlow.needed(TWO_CARDS, producing));
  }

  @Test
  void anEndedCardNeedsNoTask() {
    assertEquals(Set.of(write(3)), OrderFlow.needed(TWO_CARDS, producing(GOOD, FAILED, WAITING)));
  }

  @Test
  void aStageNeverGoesBack() {
    var state = after(producing(WAITING, WAITING), new OrderEvent.WritingStarted(1));
    assertEquals(
        "Ignored",
        OrderFlow.on(TWO_CARDS, state, new OrderEvent.DownloadStarted(1), NOW)
            .getClass()
            .getSimpleName());
  }

  @Test
  void theStatusSaysWhereCardsBroke() {
    assertEquals("download_failed", cardsFailed(GOOD, FAILED_TO_DOWNLOAD).status());
    assertEquals("write_failed", cardsFailed(FAILED_TO_DOWNLOAD, FAILED).status());
  }

  @Test
  void aCancelledOrderNeedsNoTasks() {
    var cancelled = after(producing(GOOD, WRITING), new OrderEvent.CancelAsked("anna"));
    assertEquals(Set.of(), OrderFlow.needed(TWO_CARDS, cancelled));
  }

  private static TaskKey write(int card) {
    return new TaskKey(TWO_CARDS.id(), TaskKind.WRITE, card);
  }

  private static OrderEvent retry(What what) {
    return new OrderEvent.RetryAsked(what, "anna");
  }

  private static OrderState after(OrderState state, OrderEvent... events) {
    for (var event : events) {
      var answer = OrderFlow.on(TWO_CARDS, state, event, NOW);
      if (!(answer instanceof Moved<OrderState, OrderEffect>(var to, _))) {
        throw new AssertionError(event + " on " + state + " was answered with " + answer);
      }
      state = to;
    }
    return state;
  }
}
