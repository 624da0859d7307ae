package org.cardshop.core.waiting;

import static org.cardshop.core.waiting.WaitingSamples.BACK_OFF;
import static org.cardshop.core.waiting.WaitingSamples.CUT;
import static org.cardshop.core.waiting.WaitingSamples.GIVEN_UP;
import static org.cardshop.core.waiting.WaitingSamples.NEEDS_HUMAN;
import static org.cardshop.core.waiting.WaitingSamples.NOW;
import static org.cardshop.core.waiting.WaitingSamples.ONCE;
import static org.cardshop.core.waiting.WaitingSamples.PENDING;
import static org.cardshop.core.waiting.WaitingSamples.QUARANTINED;
import static org.cardshop.core.waiting.WaitingSamples.SILENT;
import static org.cardshop.core.waiting.WaitingSamples.WAITS_FOR_CARD;
import static org.cardshop.core.waiting.WaitingSamples.WRITES;
import static org.cardshop.core.waiting.WaitingSamples.cordoned;
import static org.cardshop.core.waiting.WaitingSamples.explain;
import static org.cardshop.core.waiting.WaitingSamples.offline;
import static org.cardshop.core.waiting.WaitingSamples.row;
import static org.cardshop.core.waiting.WaitingSamples.writer;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.cardshop.core.order.CardStage;
import org.cardshop.core.order.Cards;
import org.cardshop.core.order.OrderState;
import org.cardshop.core.task.Product;
import org.cardshop.core.task.TaskState;
import org.cardshop.core.waiting.Waiting.Cause;
import org.cardshop.core.worker.SlotState;
import org.cardshop.testing.Documentation;
import org.junit.jupiter.api.Test;

/// Every reason for waiting, as the API gives it.
class WaitingTableTest {
  private static final String INTRO =
      """
      # Why something waits

      Written by a test from the code (`WaitingTask`, `WaitingOrder`); build with `-Dgolden.update=true` to write it
      anew. `GET /tasks/{id}/waiting` and `GET /orders/{id}/waiting` answer `{"_id", "status", "waits", "cause",
      "sentence", "until"}`; an order's answer also has `task`, the one that it waits for, and `tasks`, each with a
      reason of its own. Of an order's tasks the one counts that needs a person, else the one with the lowest number.

      The examples are of a card that came to its status at 11:48; it is 12:00. A cause with ☞ ends only when a person
      does something.

      | when | cause | sentence |
      |---|---|---|
      """;

  @Test
  void theDocumentedReasonsAreThoseThatAreGiven() throws IOException {
    var table =
        rows().stream()
            .map(r ->
                "| %s | `%s`%s | %s |\n"
                    .formatted(
                        r.getKey(),
                        r.getValue().cause().wire(),
                        r.getValue().cause().isForPerson() ? " ☞" : "",
                        r.getValue().sentence()))
            .collect(Collectors.joining());
    Documentation.require("waiting.md", INTRO + table);
  }

  @Test
  void everyCauseHasItsRow() {
    assertEquals(
        EnumSet.allOf(Cause.class),
        rows().stream()
            .map(r -> r.getValue().cause())
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(Cause.class))));
  }

  private static List<Map.Entry<String, Waiting>> rows() {
    var suspended = writer("writer-2", SlotState.SUSPENDED, SlotState.SUSPENDED);
    return List.of(
        row("no worker of the kind was ever there", explain(PENDING)),
        row("workers are offline", explain(PENDING, offline("writer-1"), offline("writer-2"))),
        row("all are busy", explain(PENDING, writer("writer-1", SlotState.BUSY, SlotState.BUSY))),
        row("a disk is full", explain(PENDING, writer("writer-1", SlotState.NO_DISK))),
        row("bad cards in a row", explain(PENDING, suspended)),
        row("a reader is broken", explain(PENDING, writer("writer-1", SlotState.BROKEN))),
        row("cordoned", explain(PENDING, cordoned("writer-1", false))),
        row("drained", explain(PENDING, cordoned("writer-1", true))),
        row(
            "all of it",
            explain(
                PENDING,
                offline("writer-4"),
                cordoned("writer-3", false),
                suspended,
                writer("writer-1", SlotState.BUSY, SlotState.BROKEN))),
        row("a worker can take it", explain(PENDING, suspended, writer("w-1", SlotState.FREE))),
        row("it failed for a while", explain(BACK_OFF, writer("writer-1", SlotState.FREE))),
        row("somebody must help", explain(NEEDS_HUMAN, writer("writer-1", SlotState.FREE))),
        row("the lease ran out just now", explain(SILENT)),
        row("the worker was cut off", explain(CUT, offline("writer-1"))),
        row("it was taken", explain(new TaskState.Claimed(ONCE, WaitingSamples.GRANT))),
        row("it is done", explain(WRITES)),
        row("a card is missing", explain(WAITS_FOR_CARD)),
        row("the card is used up", card(true, "this card is done with")),
        row("a card is there", card(false, "")),
        row("it was given up", explain(GIVEN_UP)),
        row("it killed two workers", explain(QUARANTINED)),
        row("it was made", explain(succeeded())),
        row("it was called off", explain(new TaskState.Cancelled(ONCE, "olga"))),
        row("order: cards are ready", order(new OrderState.AwaitingShipment(1, image(), cards()))),
        row("order: the image is offered", order(new OrderState.Offered(1, image(), NOW))),
        row("order: shipped", order(new OrderState.Shipped("DHL 1"))));
  }

  private static Waiting card(boolean isSpent, String why) {
    return explain(WAITS_FOR_CARD, Optional.of(new CardSight("sd-1", isSpent, why)));
  }

  private static Waiting order(OrderState state) {
    return WaitingOrder.explain(state, List.of()).waiting();
  }

  private static TaskState succeeded() {
    return new TaskState.Succeeded(ONCE, new Product.Card("sd-1", "A-03", 1, 0));
  }

  private static Product.Image image() {
    return WaitingOrderTest.IMAGE;
  }

  private static Cards cards() {
    return WaitingOrderTest.cards(CardStage.GOOD);
  }
}
