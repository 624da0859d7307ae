package org.cardshop.manager.image;

import java.time.Instant;
import java.util.Optional;
import org.cardshop.platform.wire.Fields;

/// An image in the warehouse, and the order that needs it.
///
/// @param digest the beginning of its SHA-256
/// @param until how long it is offered; empty while cards are made from it
public record StoredImage(
    String order,
    String client,
    String status,
    String name,
    long size,
    String digest,
    Optional<Instant> until) {
  private static final int DIGITS = 12;

  static StoredImage of(Fields order) {
    var image = order.fields("image");
    return new StoredImage(
        order.text("_id"),
        client(order),
        order.text("status"),
        image.text("name"),
        image.whole("size"),
        image.text("sha256").substring(0, DIGITS),
        order.optionalInstant("image_until"));
  }

  /// Of an order that has none any more; what is then wanted of it, the scheduler refuses.
  static StoredImage gone(Fields order) {
    return new StoredImage(
        order.text("_id"), client(order), order.text("status"), "", 0, "", Optional.empty());
  }

  private static String client(Fields order) {
    return order.optionalFields("client").flatMap(c -> c.optionalText("name")).orElse("");
  }

  /// Only what is offered is kept for days; the rest stays until its cards are made.
  public boolean isOffered() {
    return until.isPresent();
  }
}
