package org.cardshop.platform.storage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import org.cardshop.core.order.OrderState;
import org.cardshop.core.order.OrderTerms;

/// An order with all that was asked for.
///
/// @param request the order as it was posted: `config`, `sd_card`, `client`, `recipient` and so on
/// @param createdBy user name
/// @param idempotency the poster's key: no second order has the same
public record Order(
    OrderTerms terms,
    OrderState state,
    String channel,
    URI uploadUri,
    URI downloadUri,
    ObjectNode request,
    Instant createdAt,
    String createdBy,
    Optional<String> idempotency) {

  public Order in(OrderState next) {
    return new Order(
        terms, next, channel, uploadUri, downloadUri, request, createdAt, createdBy, idempotency);
  }

  /// The same with another account of what was asked for.
  public Order asking(ObjectNode otherRequest) {
    return new Order(
        terms,
        state,
        channel,
        uploadUri,
        downloadUri,
        otherRequest,
        createdAt,
        createdBy,
        idempotency);
  }
}
