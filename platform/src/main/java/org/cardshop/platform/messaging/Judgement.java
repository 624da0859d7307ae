package org.cardshop.platform.messaging;

import org.cardshop.platform.wire.Json;
import org.cardshop.platform.wire.MalformedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks a handler and carries out its verdict.
final class Judgement implements Subscription.Judge {
  private static final Logger LOG = LoggerFactory.getLogger(Judgement.class);

  private final String queue;
  private final Publisher publisher;
  private final Handler handler;

  Judgement(String queue, Publisher publisher, Handler handler) {
    this.queue = queue;
    this.publisher = publisher;
    this.handler = handler;
  }

  @Override
  public boolean isDone(Delivery delivery) {
    return switch (verdict(delivery)) {
      case Verdict.Ack _ -> true;
      case Verdict.Requeue _ -> false;
      case Verdict.Dead(var reason) -> isBuried(delivery, reason);
    };
  }

  @SuppressWarnings("CatchAndPrintStackTrace")
  private Verdict verdict(Delivery delivery) {
    try {
      return handler.handle(delivery);
    } catch (MalformedException e) {
      return Verdict.dead(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Verdict.requeue();
    } catch (Exception e) {
      LOG.error(
          "A message of the queue {} (routing key {}) could not be handled; it will be tried"
              + " again.",
          queue,
          delivery.routingKey(),
          e);
      return Verdict.requeue();
    }
  }

  private boolean isBuried(Delivery delivery, String reason) {
    var letter =
        new DeadLetter(queue, delivery.exchange(), delivery.routingKey(), delivery.body(), reason);
    try {
      publisher.publish(
          Exchange.DEAD.wire(), "", Publisher.persistent(), Json.bytes(letter.toJson()));
      LOG.warn("A message of the queue {} went to the dead letters: {}", queue, reason);
      return true;
    } catch (BrokerLostException | UnroutableException e) {
      LOG.error(
          "A message of the queue {} belongs to the dead letters ({}), which cannot be reached: {}",
          queue,
          reason,
          e.getMessage());
      return false;
    }
  }
}
