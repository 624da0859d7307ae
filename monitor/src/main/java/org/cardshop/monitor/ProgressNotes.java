package org.cardshop.monitor;

import java.time.InstantSource;
import java.util.ArrayList;
import org.cardshop.platform.messaging.Delivery;
import org.cardshop.platform.messaging.Handler;
import org.cardshop.platform.messaging.Verdict;
import org.cardshop.platform.storage.TaskStore;
import org.cardshop.platform.wire.Fields;

/// Notes how far tasks are and what their workers log. Nothing depends on it.
final class ProgressNotes implements Handler {
  private final TaskStore tasks;
  private final InstantSource clock;

  ProgressNotes(TaskStore tasks, InstantSource clock) {
    this.tasks = tasks;
    this.clock = clock;
  }

  @Override
  public Verdict handle(Delivery delivery) {
    var message = Fields.of(delivery.body());
    if (!delivery.routingKey().startsWith(message.text("worker") + ".")) {
      return Verdict.dead("it came as '" + delivery.routingKey() + "' in another's name");
    }
    var task = message.text("task");
    if (message.has("progress")) {
      var progress = message.fields("progress").object();
      progress.put("at", message.text("at"));
      tasks.saveProgress(task, message.whole("epoch"), progress, clock.instant());
    }
    var lines = new ArrayList<String>();
    message.list("lines").forEach(line -> lines.add(line.asText()));
    if (!lines.isEmpty()) {
      tasks.appendLog(task, lines);
    }
    return Verdict.ack();
  }
}
