package org.cardshop.monitor;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.cardshop.platform.messaging.BatchHandler;
import org.cardshop.platform.messaging.Delivery;
import org.cardshop.platform.messaging.Verdict;
import org.cardshop.platform.storage.TaskStore;
import org.cardshop.platform.storage.TaskStore.Remark;
import org.cardshop.platform.wire.Fields;

/// Notes how far tasks are and what their workers log; all that has come at once, in one command.
/// Nothing depends on it.
final class ProgressNotes implements BatchHandler {
  private final TaskStore tasks;
  private final InstantSource clock;

  ProgressNotes(TaskStore tasks, InstantSource clock) {
    this.tasks = tasks;
    this.clock = clock;
  }

  @Override
  public List<Verdict> handle(List<Delivery> deliveries) {
    var remarks = new ArrayList<Remark>();
    var verdicts = new ArrayList<Verdict>();
    for (var delivery : deliveries) {
      var message = Fields.of(delivery.body());
      if (delivery.routingKey().startsWith(message.text("worker") + ".")) {
        remarks.addAll(remarks(message));
        verdicts.add(Verdict.ack());
      } else {
        verdicts.add(Verdict.dead("it came as '" + delivery.routingKey() + "' in another's name"));
      }
    }
    tasks.note(remarks, clock.instant());
    return verdicts;
  }

  private static List<Remark> remarks(Fields message) {
    var remarks = new ArrayList<Remark>();
    var task = message.text("task");
    if (message.has("progress")) {
      var progress = message.fields("progress").object();
      progress.put("at", message.text("at"));
      remarks.add(new TaskStore.Headway(task, message.whole("epoch"), progress));
    }
    var lines = new ArrayList<String>();
    message.list("lines").forEach(line -> lines.add(line.asText()));
    if (!lines.isEmpty()) {
      remarks.add(new TaskStore.Lines(task, lines));
    }
    return remarks;
  }
}
