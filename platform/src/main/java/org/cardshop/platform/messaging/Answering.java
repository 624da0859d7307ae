package org.cardshop.platform.messaging;

import java.util.Optional;
import org.cardshop.platform.runtime.CrashPoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Handles the queue `requests`: asks the [Answerer] and sends the answer to the reply queue of the
/// worker that asked, and to no other.
final class Answering implements Handler {
  private static final Logger LOG = LoggerFactory.getLogger(Answering.class);

  private final Publisher publisher;
  private final Answerer answerer;

  Answering(Publisher publisher, Answerer answerer) {
    this.publisher = publisher;
    this.answerer = answerer;
  }

  @Override
  public Verdict handle(Delivery request) throws Exception {
    var key = request.routingKey();
    int dot = key.indexOf('.');
    if (dot < 1 || dot == key.length() - 1) {
      return Verdict.dead("the routing key of a request is <worker>.<verb>, unlike '" + key + "'");
    }
    var worker = key.substring(0, dot);
    var replyTo = request.replyTo().filter(queue -> isReplyQueueOf(worker, queue));
    if (replyTo.isEmpty() || request.correlationId().isEmpty()) {
      return Verdict.dead(
          "the request of "
              + worker
              + " must name a reply queue of its own and a correlation id, but has "
              + request.replyTo().orElse("none")
              + " and "
              + request.correlationId().orElse("none"));
    }
    var answer = answerer.answer(worker, key.substring(dot + 1), request.body());
    send(replyTo, request.correlationId(), answer);
    CrashPoint.at("request.answered");
    return Verdict.ack();
  }

  private static boolean isReplyQueueOf(String worker, String queue) {
    var prefix = "replies." + worker + ".";
    return queue.startsWith(prefix) && queue.length() > prefix.length();
  }

  private void send(Optional<String> replyTo, Optional<String> correlationId, byte[] answer) {
    var properties =
        Publisher.persistent().deliveryMode(1).correlationId(correlationId.orElseThrow());
    try {
      publisher.publish("", replyTo.orElseThrow(), properties, answer);
    } catch (UnroutableException e) {
      LOG.debug("the asker is gone; its answer is dropped", e);
    }
  }
}
