package org.cardshop.platform.messaging;

/// Handles what comes out of one queue, one message at a time.
@FunctionalInterface
public interface Handler {
  /// An exception counts as [Verdict.Requeue] and is logged, except `MalformedException`, which
  /// counts as [Verdict.Dead]: what cannot be read now never can.
  Verdict handle(Delivery delivery) throws Exception;
}
