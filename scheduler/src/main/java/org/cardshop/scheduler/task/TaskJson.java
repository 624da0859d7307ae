package org.cardshop.scheduler.task;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.cardshop.core.order.OrderTerms.Medium;
import org.cardshop.core.task.Product;
import org.cardshop.core.task.TaskEffect;
import org.cardshop.core.task.TaskKind;
import org.cardshop.core.task.TaskState;
import org.cardshop.platform.storage.HistoryEntry;
import org.cardshop.platform.storage.Order;
import org.cardshop.platform.storage.Task;
import org.cardshop.platform.storage.TaskStore;
import org.cardshop.platform.storage.Versioned;
import org.cardshop.platform.wire.Json;

/// Tasks as the API shows them.
public final class TaskJson {
  private TaskJson() {}

  /// @param order that it is of; empty when it is gone
  public static ObjectNode write(
      Versioned<Task, TaskEffect> task,
      TaskStore.Notes notes,
      Optional<Order> order,
      boolean withLogs) {
    var json = brief(task, notes);
    json.put("status", status(task.value().key().kind(), task.value().state(), order));
    order.ifPresent(
        o -> json.set("card_size", o.request().path("sd_card").path("size").deepCopy()));
    history(json, task.history());
    if (withLogs) {
      var logs = json.putArray("logs");
      notes.log().forEach(logs::add);
    }
    return json;
  }

  /// Without its history and what only its order knows.
  static ObjectNode brief(Versioned<Task, TaskEffect> task, TaskStore.Notes notes) {
    var key = task.value().key();
    var state = task.value().state();
    var grant = state.holder();
    var json =
        Json.object()
            .put("_id", task.id())
            .put("kind", key.kind().wire())
            .put("order", key.order())
            .put("unit", key.unit())
            .put("channel", task.value().channel())
            .put("status", state.status())
            .put("life", life(state))
            .put("worker", grant.map(g -> g.worker()).orElse(null))
            .put("slot", grant.map(g -> g.slot()).orElse(null))
            .put("epoch", state.attempts().epoch())
            .put("attempt", state.attempts().failures() + 1)
            .put("lease_until", grant.map(g -> g.leaseUntil().toString()).orElse(null));
    notes.progress().ifPresentOrElse(p -> json.set("progress", p), () -> json.putNull("progress"));
    product(state).ifPresentOrElse(p -> json.set("product", p), () -> json.putNull("product"));
    return json.put("reason", reason(state).orElse(null));
  }

  /// An image that is itself what was ordered is shown as public.
  private static String status(TaskKind kind, TaskState state, Optional<Order> order) {
    return kind == TaskKind.CREATE
            && order.filter(o -> o.terms().medium() == Medium.VIRTUAL).isPresent()
            && state instanceof TaskState.Succeeded
        ? "uploaded_public"
        : state.status();
  }

  private static String life(TaskState state) {
    return switch (state) {
      case TaskState.Pending _ -> "pending";
      case TaskState.Claimed _ -> "claimed";
      case TaskState.Running _ -> "running";
      case TaskState.Retryable _ -> "retryable";
      case TaskState.Succeeded _ -> "succeeded";
      case TaskState.Discarded _ -> "discarded";
      case TaskState.Cancelled _ -> "cancelled";
    };
  }

  private static Optional<ObjectNode> product(TaskState state) {
    if (!(state instanceof TaskState.Succeeded(_, var product))) {
      return Optional.empty();
    }
    return Optional.of(
        switch (product) {
          case Product.Image image -> image(image);
          case Product.Card card ->
              Json.object()
                  .put("medium", card.medium())
                  .put("slot", card.slot())
                  .put("verified", card.verified())
                  .put("rewrites", card.rewrites());
        });
  }

  private static Optional<String> reason(TaskState state) {
    return switch (state) {
      case TaskState.Retryable r -> Optional.of(r.reason());
      case TaskState.Discarded d -> Optional.of(d.failure().reason());
      case TaskState.Cancelled c -> Optional.of("called off by " + c.by());
      case TaskState.Pending _, TaskState.Claimed _, TaskState.Running _, TaskState.Succeeded _ ->
          Optional.empty();
    };
  }

  public static void history(ObjectNode json, List<HistoryEntry> history) {
    var statuses = json.putArray("statuses");
    for (var entry : history) {
      var payload =
          statuses
              .addObject()
              .put("status", entry.status())
              .put("on", entry.on().toString())
              .putObject("payload");
      entry.payload().forEach(payload::put);
    }
  }

  public static ObjectNode image(Product.Image image) {
    return Json.object()
        .put("name", image.name())
        .put("size", image.size())
        .put("sha256", image.sha256().hex());
  }
}
