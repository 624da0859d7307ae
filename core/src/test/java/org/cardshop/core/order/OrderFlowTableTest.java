package org.cardshop.core.order;

import static org.cardshop.core.order.CardStage.FAILED;
import static org.cardshop.core.order.CardStage.GOOD;
import static org.cardshop.core.order.CardStage.WAITING;
import static org.cardshop.core.order.CardStage.WRITING;
import static org.cardshop.core.order.OrderSamples.BROKEN;
import static org.cardshop.core.order.OrderSamples.IMAGE;
import static org.cardshop.core.order.OrderSamples.IMAGE_ONLY;
import static org.cardshop.core.order.OrderSamples.NOW;
import static org.cardshop.core.order.OrderSamples.TWO_CARDS;
import static org.cardshop.core.order.OrderSamples.card;
import static org.cardshop.core.order.OrderSamples.cards;
import static org.cardshop.core.order.OrderSamples.cardsFailed;
import static org.cardshop.core.order.OrderSamples.producing;

import java.io.IOException;
import java.util.ArrayList;
import org.cardshop.core.flow.FlowTable;
import org.cardshop.core.order.OrderEvent.What;
import org.cardshop.core.task.TaskKind;
import org.cardshop.testing.Documentation;
import org.junit.jupiter.api.Test;

class OrderFlowTableTest {
  private static final String INTRO =
      """
      # The life of an order

      Written by a test from the code (`OrderFlow`); build with `-Dgolden.update=true` to write it anew. A cell says
      where the order moves and, after `+`, which effects follow. `·` is ignored: a repeat or a latecomer. `✗` is
      refused with a reason. The names in the code block are the statuses that users see.

      """;

  @Test
  void theDocumentedTableIsWhatTheFlowDoes() throws IOException {
    Documentation.require(
        "order-flow.md",
        INTRO
            + statuses()
            + "## Cards: an order for two, events of card 2\n\n"
            + rendered(TWO_CARDS, table())
            + "\n## Image only\n\nOnly what differs from cards.\n\n"
            + rendered(IMAGE_ONLY, imageOnlyTable()));
  }

  @Test
  void everyKindOfStateAndEventIsInTheTable() {
    table().requireEveryKind(OrderState.class, OrderEvent.class);
  }

  private static FlowTable<OrderState, OrderEvent, OrderEffect> table() {
    return new FlowTable<OrderState, OrderEvent, OrderEffect>()
        .state("AwaitingCreator", new OrderState.AwaitingCreator(1, 0))
        .state("Creating", new OrderState.Creating(1, 0))
        .state("Producing (both wait)", producing(WAITING, WAITING))
        .state("Producing (1 good, 2 writing)", producing(GOOD, WRITING))
        .state("Producing (1 failed, 2 writing)", producing(FAILED, WRITING))
        .state("AwaitingShipment", new OrderState.AwaitingShipment(1, IMAGE, cards(GOOD, GOOD)))
        .state("Shipped", new OrderState.Shipped("by post"))
        .state("Offered", new OrderState.Offered(1, IMAGE, NOW))
        .state("Expired", new OrderState.Expired())
        .state("CreationFailed", new OrderState.CreationFailed(1, 0, BROKEN))
        .state("CardsFailed", cardsFailed(GOOD, FAILED))
        .state("Cancelled", new OrderState.Cancelled("anna"))
        .event("TaskStarted, create", new OrderEvent.TaskStarted(TaskKind.CREATE, 1))
        .event("TaskStarted, write", new OrderEvent.TaskStarted(TaskKind.WRITE, 2))
        .event("ImageStored", new OrderEvent.ImageStored(1, IMAGE))
        .event("ImageStored, of another build", new OrderEvent.ImageStored(9, IMAGE))
        .event("DownloadStarted", new OrderEvent.DownloadStarted(2))
        .event("WritingStarted", new OrderEvent.WritingStarted(2))
        .event("CardVerified", new OrderEvent.CardVerified(2, card("medium-2")))
        .event("CardVerified, medium of card 1", new OrderEvent.CardVerified(2, card("medium-1")))
        .event("CardVerified, no such card", new OrderEvent.CardVerified(9, card("medium-9")))
        .event("TaskDiscarded, create", new OrderEvent.TaskDiscarded(TaskKind.CREATE, 1, BROKEN))
        .event("TaskDiscarded, write", new OrderEvent.TaskDiscarded(TaskKind.WRITE, 2, BROKEN))
        .event("ParcelShipped", new OrderEvent.ParcelShipped("by post"))
        .event("OfferEnded", new OrderEvent.OfferEnded(NOW))
        .event("OfferEnded, too early", new OrderEvent.OfferEnded(NOW.minusSeconds(1)))
        .event("OfferProlonged", new OrderEvent.OfferProlonged(NOW.plusSeconds(1), "anna"))
        .event("OfferProlonged, to the same", new OrderEvent.OfferProlonged(NOW, "anna"))
        .event(
            "OfferProlonged, shorter", new OrderEvent.OfferProlonged(NOW.minusSeconds(1), "anna"))
        .event("CancelAsked", new OrderEvent.CancelAsked("anna"))
        .event("RetryAsked, failed_cards", new OrderEvent.RetryAsked(What.FAILED_CARDS, "anna"))
        .event("RetryAsked, create", new OrderEvent.RetryAsked(What.CREATE, "anna"))
        .event("RetryAsked, all", new OrderEvent.RetryAsked(What.ALL, "anna"));
  }

  private static FlowTable<OrderState, OrderEvent, OrderEffect> imageOnlyTable() {
    return new FlowTable<OrderState, OrderEvent, OrderEffect>()
        .state("AwaitingCreator", new OrderState.AwaitingCreator(1, 0))
        .state("Creating", new OrderState.Creating(1, 0))
        .event("ImageStored", new OrderEvent.ImageStored(1, IMAGE));
  }

  private static String statuses() {
    var lines = new ArrayList<String>();
    table()
        .states()
        .forEach((title, state) -> lines.add("%-34s%s".formatted(title, state.status())));
    return "```\n" + String.join("\n", lines) + "\n```\n\n";
  }

  private static String rendered(
      OrderTerms terms, FlowTable<OrderState, OrderEvent, OrderEffect> table) {
    return table.render(
        (state, event) -> OrderFlow.on(terms, state, event, NOW),
        state -> state.getClass().getSimpleName(),
        effect -> effect.getClass().getSimpleName());
  }
}
