package org.cardshop.platform.worker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.cardshop.platform.messaging.Broker;
import org.cardshop.platform.messaging.Exchange;
import org.cardshop.platform.wire.Json;

/// Sends what may be lost: how far a task is, and lines of its log.
final class ProgressSender {
  /// Nobody looks more often.
  private static final Duration INTERVAL = Duration.ofMillis(500);

  private final String worker;
  private final Broker broker;
  private final InstantSource clock;
  private final Map<String, Long> lastShown = new ConcurrentHashMap<>();

  ProgressSender(String worker, Broker broker, InstantSource clock) {
    this.worker = worker;
    this.broker = broker;
    this.clock = clock;
  }

  void show(String task, long epoch, ObjectNode now) {
    long time = System.nanoTime();
    var last = lastShown.get(task);
    boolean isNews = !now.path("rate").isNumber();
    if (!isNews && last != null && time - last < INTERVAL.toNanos()) {
      return;
    }
    lastShown.put(task, time);
    var message =
        Json.object()
            .put("worker", worker)
            .put("task", task)
            .put("epoch", epoch)
            .put("at", clock.instant().toString());
    message.set("progress", now);
    broker.publishLossy(Exchange.PROGRESS, worker + ".progress", Json.bytes(message));
  }

  void log(String task, String line) {
    var message = Json.object().put("worker", worker).put("task", task);
    message.putArray("lines").add(clock.instant() + " " + line);
    broker.publishLossy(Exchange.PROGRESS, worker + ".log", Json.bytes(message));
  }

  void forget(String task) {
    lastShown.remove(task);
  }
}
