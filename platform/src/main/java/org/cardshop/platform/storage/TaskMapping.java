package org.cardshop.platform.storage;

import java.time.Instant;
import org.bson.Document;
import org.cardshop.core.task.TaskEffect;
import org.cardshop.core.task.TaskKey;
import org.cardshop.core.task.TaskKind;
import org.cardshop.core.task.TaskState;

/// How tasks look in the database.
final class TaskMapping implements VersionedStore.Mapping<Task, TaskEffect> {
  private static final Instant ALWAYS = Instant.EPOCH;

  @Override
  public Document write(Task task) {
    var key = task.key();
    var state = task.state();
    var d =
        new Document("order", key.order())
            .append("kind", key.kind().wire())
            .append("unit", key.unit())
            .append("channel", task.channel())
            .append("status", state.status())
            .append("state", TaskStateBson.write(state));
    state
        .holder()
        .ifPresent(g ->
            d.append("holder", holder(g.worker(), g.slot()))
                .append("worker", g.worker())
                .append("lease_until", Bson.date(g.leaseUntil())));
    switch (state) {
      case TaskState.Pending _ ->
          d.append("waits_in", waitsIn(key.kind(), task.channel()))
              .append("not_before", Bson.date(ALWAYS));
      case TaskState.Retryable r -> {
        d.append("waits_in", waitsIn(key.kind(), task.channel()))
            .append("not_before", Bson.date(r.notBefore()));
        r.cut().ifPresent(c -> d.append("worker", c.grant().worker()));
      }
      case TaskState.Claimed _,
          TaskState.Running _,
          TaskState.Succeeded _,
          TaskState.Discarded _,
          TaskState.Cancelled _ -> {}
    }
    return d;
  }

  @Override
  public Task read(Document d) {
    var kind = TaskKind.fromWire(d.getString("kind")).orElseThrow();
    return new Task(
        new TaskKey(d.getString("order"), kind, d.getInteger("unit")),
        d.getString("channel"),
        TaskStateBson.read(kind, d.get("state", Document.class)));
  }

  @Override
  public Document writeEffect(TaskEffect effect) {
    return EffectBson.write(effect);
  }

  @Override
  public TaskEffect readEffect(Document d) {
    return EffectBson.readTask(d);
  }

  static String waitsIn(TaskKind kind, String channel) {
    return kind.wire() + "." + channel;
  }

  static String holder(String worker, String slot) {
    return worker + "/" + slot;
  }
}
