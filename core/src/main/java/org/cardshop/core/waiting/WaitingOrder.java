package org.cardshop.core.waiting;

import java.util.Optional;
import org.cardshop.core.order.OrderState;
import org.cardshop.core.waiting.Waiting.Cause;

/// Says why an order waits, as far as the order itself knows.
public final class WaitingOrder {
  private WaitingOrder() {}

  /// @return empty when its tasks know
  public static Optional<Waiting> explain(OrderState state) {
    return switch (state) {
      case OrderState.AwaitingCreator _, OrderState.Creating _, OrderState.Producing _ ->
          Optional.empty();
      case OrderState.AwaitingShipment _ ->
          because(
              Cause.SHIPMENT, "Every card is verified. Pack and ship them, then mark it shipped.");
      case OrderState.Offered o ->
          Optional.of(
              new Waiting(
                  Cause.EXPIRY,
                  "The image can be fetched until " + o.until() + ".",
                  Optional.of(o.until())));
      case OrderState.CreationFailed f ->
          because(
              Cause.DECISION,
              "The image could not be made: "
                  + f.failure().reason()
                  + " Retry or cancel the order.");
      case OrderState.CardsFailed f ->
          because(
              Cause.DECISION,
              "Cards failed: "
                  + f.failure().reason()
                  + " Retry the failed cards or cancel the order.");
      case OrderState.Shipped _, OrderState.Expired _, OrderState.Cancelled _ ->
          because(
              Cause.NOTHING, "It waits for nothing: it has ended and is " + state.status() + ".");
    };
  }

  private static Optional<Waiting> because(Cause cause, String sentence) {
    return Optional.of(new Waiting(cause, sentence));
  }
}
