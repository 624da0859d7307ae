package org.cardshop.manager.order;

import java.time.Instant;
import java.util.Optional;
import org.cardshop.platform.wire.Fields;

/// An order in a list.
///
/// @param waits what it waits for; empty when it has ended
public record OrderRow(
    String id,
    String status,
    String client,
    long good,
    long quantity,
    Instant created,
    Optional<WaitingView> waits) {
  /// @param order from a list that was asked for `waiting`
  static OrderRow of(Fields order) {
    var waiting = order.fields("waiting");
    return new OrderRow(
        order.text("_id"),
        order.text("status"),
        order.optionalFields("client").flatMap(c -> c.optionalText("name")).orElse(""),
        order.fields("cards").whole("good"),
        order.whole("quantity"),
        order.instant("created_on"),
        waiting.flag("waits") ? Optional.of(WaitingView.of(waiting)) : Optional.empty());
  }
}
