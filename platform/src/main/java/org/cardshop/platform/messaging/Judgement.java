package org.cardshop.platform.messaging;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.cardshop.platform.runtime.CrashPoint;
import org.cardshop.platform.wire.Json;
import org.cardshop.platform.wire.MalformedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks a handler and carries out its verdicts.
final class Judgement implements Subscription.Judge {
  private static final Logger LOG = LoggerFactory.getLogger(Judgement.class);

  private final String queue;
  private final Publisher publisher;
  private final BatchHandler handler;

  Judgement(String queue, Publisher publisher, BatchHandler handler) {
    this.queue = queue;
    this.publisher = publisher;
    this.handler = handler;
  }

  @Override
  public List<Boolean> areDone(List<Delivery> deliveries) {
    var verdicts = verdicts(deliveries);
    return IntStream.range(0, deliveries.size())
        .mapToObj(i -> isDone(deliveries.get(i), verdicts.get(i)))
        .toList();
  }

  private boolean isDone(Delivery delivery, Verdict verdict) {
    return switch (verdict) {
      case Verdict.Ack _ -> true;
      case Verdict.Requeue _ -> false;
      case Verdict.Dead(var reason) -> isBuried(delivery, reason);
    };
  }

  /// When a batch cannot be handled each of its messages is tried by itself: one that nobody can
  /// handle keeps no other back.
  @SuppressWarnings("CatchAndPrintStackTrace")
  private List<Verdict> verdicts(List<Delivery> deliveries) {
    try {
      return handler.handle(deliveries);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Collections.nCopies(deliveries.size(), Verdict.requeue());
    } catch (Exception e) {
      if (deliveries.size() > 1) {
        LOG.debug("{} messages of {} are tried one by one", deliveries.size(), queue, e);
        return deliveries.stream().map(d -> verdicts(List.of(d)).getFirst()).toList();
      }
      return List.of(verdict(deliveries.getFirst(), e));
    }
  }

  private Verdict verdict(Delivery delivery, Exception e) {
    if (e instanceof MalformedException) {
      return Verdict.dead(String.valueOf(e.getMessage()));
    }
    LOG.error(
        "A message of the queue {} (routing key {}) could not be handled; it will be tried again.",
        queue,
        delivery.routingKey(),
        e);
    return Verdict.requeue();
  }

  private boolean isBuried(Delivery delivery, String reason) {
    var letter =
        new DeadLetter(queue, delivery.exchange(), delivery.routingKey(), delivery.body(), reason);
    try {
      var bytes = Json.bytes(letter.toJson());
      publisher.publish(new Letter(Exchange.DEAD.wire(), "", Publisher.persistent(), bytes));
      CrashPoint.at("dead-letter.published");
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
