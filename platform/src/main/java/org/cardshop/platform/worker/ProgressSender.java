package org.cardshop.platform.worker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.cardshop.platform.messaging.Broker;
import org.cardshop.platform.messaging.Exchange;
import org.cardshop.platform.wire.Json;

/// Sends what may be lost: how far a task is and how fast it goes on, and lines of its log.
final class ProgressSender {
  private final String worker;
  private final Broker broker;
  private final InstantSource clock;
  private final Map<String, Tempo> shown = new ConcurrentHashMap<>();

  ProgressSender(String worker, Broker broker, InstantSource clock) {
    this.worker = worker;
    this.broker = broker;
    this.clock = clock;
  }

  /// Adds the `rate`, bytes a second, once it is known.
  ///
  /// @param now with a text `step`; with `done` and `total` where amounts are known
  void show(String task, long epoch, ObjectNode now) {
    var tempo = shown.computeIfAbsent(task, _ -> new Tempo());
    if (!tempo.isNews(now, System.nanoTime())) {
      return;
    }
    var message =
        Json.object()
            .put("worker", worker)
            .put("task", task)
            .put("epoch", epoch)
            .put("at", clock.instant().toString());
    message.set("progress", tempo.withRate(now));
    broker.publishLossy(Exchange.PROGRESS, worker + ".progress", Json.bytes(message));
  }

  void log(String task, String line) {
    var message = Json.object().put("worker", worker).put("task", task);
    message.putArray("lines").add(clock.instant() + " " + line);
    broker.publishLossy(Exchange.PROGRESS, worker + ".log", Json.bytes(message));
  }

  void forget(String task) {
    shown.remove(task);
  }
}
