package org.cardshop.platform.messaging;

import java.util.Optional;

/// A message that came out of a queue.
///
/// @param exchange name on the wire; empty when it was sent straight to the queue
/// @param redelivered true when it may have been handled before, here or elsewhere
@SuppressWarnings("ArrayRecordComponent") // never compared; copying each body would only cost
public record Delivery(
    String exchange,
    String routingKey,
    byte[] body,
    boolean redelivered,
    Optional<String> replyTo,
    Optional<String> correlationId) {}
