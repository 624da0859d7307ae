package org.cardshop.platform.messaging;

import java.util.ArrayList;
import java.util.List;
import org.cardshop.platform.runtime.CrashPoint;
import org.cardshop.platform.wire.MalformedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Handles the queue `requests`: asks the [Answerer] and sends each answer to the reply queue of
/// the worker that asked, and to no other.
///
/// @param <Q> a request that was read
final class Answering<Q> implements BatchHandler {
  private static final Logger LOG = LoggerFactory.getLogger(Answering.class);

  private final Publisher publisher;
  private final Answerer<Q> answerer;

  Answering(Publisher publisher, Answerer<Q> answerer) {
    this.publisher = publisher;
    this.answerer = answerer;
  }

  private record Asked<Q>(Q request, String replyTo, String correlationId) {}

  @Override
  public List<Verdict> handle(List<Delivery> deliveries) throws Exception {
    var verdicts = new ArrayList<Verdict>();
    var asked = new ArrayList<Asked<Q>>();
    for (var delivery : deliveries) {
      try {
        asked.add(read(delivery));
        verdicts.add(Verdict.ack());
      } catch (MalformedException e) {
        verdicts.add(Verdict.dead(String.valueOf(e.getMessage())));
      }
    }
    if (!asked.isEmpty()) {
      send(asked, answerer.answer(asked.stream().map(Asked::request).toList()));
      CrashPoint.at("request.answered");
    }
    return verdicts;
  }

  private Asked<Q> read(Delivery request) {
    var key = request.routingKey();
    int dot = key.indexOf('.');
    if (dot < 1 || dot == key.length() - 1) {
      throw new MalformedException(
          "the routing key of a request is <worker>.<verb>, unlike '" + key + "'");
    }
    var worker = key.substring(0, dot);
    var replyTo = request.replyTo().filter(queue -> isReplyQueueOf(worker, queue));
    if (replyTo.isEmpty() || request.correlationId().isEmpty()) {
      throw new MalformedException(
          "the request of "
              + worker
              + " must name a reply queue of its own and a correlation id, but has "
              + request.replyTo().orElse("none")
              + " and "
              + request.correlationId().orElse("none"));
    }
    var read = answerer.read(worker, key.substring(dot + 1), request.body());
    return new Asked<>(read, replyTo.get(), request.correlationId().get());
  }

  private static boolean isReplyQueueOf(String worker, String queue) {
    var prefix = "replies." + worker + ".";
    return queue.startsWith(prefix) && queue.length() > prefix.length();
  }

  private void send(List<Asked<Q>> asked, List<byte[]> answers) {
    var letters = new ArrayList<Letter>();
    for (int i = 0; i < asked.size(); i++) {
      var to = asked.get(i);
      var properties = Publisher.passing().correlationId(to.correlationId());
      letters.add(new Letter("", to.replyTo(), properties, answers.get(i)));
    }
    try {
      publisher.publish(letters);
    } catch (UnroutableException e) {
      LOG.debug("an asker is gone; its answer is dropped", e);
    }
  }
}
