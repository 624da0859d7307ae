package org.cardshop.platform.storage;

import static org.cardshop.platform.storage.Bson.document;
import static org.cardshop.platform.storage.Bson.small;
import static org.cardshop.platform.storage.Bson.whole;

import org.bson.Document;
import org.cardshop.core.order.OrderEffect;
import org.cardshop.core.order.OrderEvent;
import org.cardshop.core.task.TaskEffect;
import org.cardshop.core.task.TaskKind;

/// Effects as they wait in an outbox.
final class EffectBson {
  private EffectBson() {}

  static Document write(TaskEffect effect) {
    return switch (effect) {
      case TaskEffect.RingDoorbell _ -> new Document("type", "ring-doorbell");
      case TaskEffect.StopWorker s ->
          new Document("type", "stop-worker")
              .append("worker", s.worker())
              .append("epoch", s.epoch());
      case TaskEffect.TellOrder t -> told(t.event()).append("type", "tell-order");
    };
  }

  static TaskEffect readTask(Document d) {
    return switch (d.getString("type")) {
      case "ring-doorbell" -> new TaskEffect.RingDoorbell();
      case "stop-worker" -> new TaskEffect.StopWorker(d.getString("worker"), whole(d, "epoch"));
      case "tell-order" -> new TaskEffect.TellOrder(told(d));
      default -> throw new IllegalStateException("no such effect: " + d);
    };
  }

  static Document write(OrderEffect effect) {
    return switch (effect) {
      case OrderEffect.EnsureTasks _ -> new Document("type", "ensure-tasks");
      case OrderEffect.CancelTasks c -> new Document("type", "cancel-tasks").append("by", c.by());
      case OrderEffect.DeleteImage i ->
          new Document("type", "delete-image").append("image", i.image());
    };
  }

  static OrderEffect readOrder(Document d) {
    return switch (d.getString("type")) {
      case "ensure-tasks" -> new OrderEffect.EnsureTasks();
      case "cancel-tasks" -> new OrderEffect.CancelTasks(d.getString("by"));
      case "delete-image" -> new OrderEffect.DeleteImage(d.getString("image"));
      default -> throw new IllegalStateException("no such effect: " + d);
    };
  }

  private static Document told(OrderEvent event) {
    return switch (event) {
      case OrderEvent.TaskStarted e ->
          new Document("event", "task-started")
              .append("kind", e.kind().wire())
              .append("unit", e.unit());
      case OrderEvent.ImageStored e ->
          new Document("event", "image-stored")
              .append("unit", e.build())
              .append("product", TaskStateBson.image(e.image()));
      case OrderEvent.DownloadStarted e ->
          new Document("event", "download-started").append("unit", e.card());
      case OrderEvent.WritingStarted e ->
          new Document("event", "writing-started").append("unit", e.card());
      case OrderEvent.CardVerified e ->
          new Document("event", "card-verified")
              .append("unit", e.card())
              .append("product", TaskStateBson.card(e.product()));
      case OrderEvent.TaskDiscarded e ->
          new Document("event", "task-discarded")
              .append("kind", e.kind().wire())
              .append("unit", e.unit())
              .append("failure", TaskStateBson.failure(e.failure()));
      case OrderEvent.ParcelShipped _,
          OrderEvent.OfferEnded _,
          OrderEvent.OfferProlonged _,
          OrderEvent.CancelAsked _,
          OrderEvent.RetryAsked _ ->
          throw new IllegalStateException("tasks do not say this of themselves: " + event);
    };
  }

  private static OrderEvent told(Document d) {
    return switch (d.getString("event")) {
      case "task-started" -> new OrderEvent.TaskStarted(kind(d), small(d, "unit"));
      case "image-stored" ->
          new OrderEvent.ImageStored(small(d, "unit"), TaskStateBson.image(document(d, "product")));
      case "download-started" -> new OrderEvent.DownloadStarted(small(d, "unit"));
      case "writing-started" -> new OrderEvent.WritingStarted(small(d, "unit"));
      case "card-verified" ->
          new OrderEvent.CardVerified(small(d, "unit"), TaskStateBson.card(document(d, "product")));
      case "task-discarded" ->
          new OrderEvent.TaskDiscarded(
              kind(d), small(d, "unit"), TaskStateBson.failure(document(d, "failure")));
      default -> throw new IllegalStateException("no such event: " + d);
    };
  }

  private static TaskKind kind(Document d) {
    return TaskKind.fromWire(d.getString("kind")).orElseThrow();
  }
}
