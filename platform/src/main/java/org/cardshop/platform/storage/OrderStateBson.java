package org.cardshop.platform.storage;

import static org.cardshop.platform.storage.Bson.date;
import static org.cardshop.platform.storage.Bson.document;
import static org.cardshop.platform.storage.Bson.instant;
import static org.cardshop.platform.storage.Bson.small;

import java.util.HashSet;
import java.util.List;
import java.util.TreeMap;
import org.bson.Document;
import org.cardshop.core.order.CardStage;
import org.cardshop.core.order.Cards;
import org.cardshop.core.order.OrderState;

/// Order states in the database: the field `life` names the state, the others carry what is true in
/// it.
final class OrderStateBson {
  private OrderStateBson() {}

  static Document write(OrderState state) {
    return switch (state) {
      case OrderState.AwaitingCreator s ->
          life("awaiting_creator").append("build", s.build()).append("last_card", s.lastCard());
      case OrderState.Creating s ->
          life("creating").append("build", s.build()).append("last_card", s.lastCard());
      case OrderState.Producing s ->
          life("producing")
              .append("build", s.build())
              .append("image", TaskStateBson.image(s.image()))
              .append("cards", cards(s.cards()));
      case OrderState.AwaitingShipment s ->
          life("awaiting_shipment")
              .append("build", s.build())
              .append("image", TaskStateBson.image(s.image()))
              .append("cards", cards(s.cards()));
      case OrderState.Shipped s -> life("shipped").append("details", s.details());
      case OrderState.Offered s ->
          life("offered")
              .append("build", s.build())
              .append("image", TaskStateBson.image(s.image()))
              .append("until", date(s.until()));
      case OrderState.Expired _ -> life("expired");
      case OrderState.CreationFailed s ->
          life("creation_failed")
              .append("build", s.build())
              .append("last_card", s.lastCard())
              .append("failure", TaskStateBson.failure(s.failure()));
      case OrderState.CardsFailed s ->
          life("cards_failed")
              .append("build", s.build())
              .append("image", TaskStateBson.image(s.image()))
              .append("cards", cards(s.cards()))
              .append("failure", TaskStateBson.failure(s.failure()));
      case OrderState.Cancelled s -> life("cancelled").append("by", s.by());
    };
  }

  static OrderState read(Document d) {
    return switch (d.getString("life")) {
      case "awaiting_creator" ->
          new OrderState.AwaitingCreator(small(d, "build"), small(d, "last_card"));
      case "creating" -> new OrderState.Creating(small(d, "build"), small(d, "last_card"));
      case "producing" ->
          new OrderState.Producing(
              small(d, "build"),
              TaskStateBson.image(document(d, "image")),
              cards(document(d, "cards")));
      case "awaiting_shipment" ->
          new OrderState.AwaitingShipment(
              small(d, "build"),
              TaskStateBson.image(document(d, "image")),
              cards(document(d, "cards")));
      case "shipped" -> new OrderState.Shipped(d.getString("details"));
      case "offered" ->
          new OrderState.Offered(
              small(d, "build"), TaskStateBson.image(document(d, "image")), instant(d, "until"));
      case "expired" -> new OrderState.Expired();
      case "creation_failed" ->
          new OrderState.CreationFailed(
              small(d, "build"),
              small(d, "last_card"),
              TaskStateBson.failure(document(d, "failure")));
      case "cards_failed" ->
          new OrderState.CardsFailed(
              small(d, "build"),
              TaskStateBson.image(document(d, "image")),
              cards(document(d, "cards")),
              TaskStateBson.failure(document(d, "failure")));
      case "cancelled" -> new OrderState.Cancelled(d.getString("by"));
      default -> throw new IllegalStateException("no such life of an order: " + d.get("life"));
    };
  }

  private static Document life(String name) {
    return new Document("life", name);
  }

  private static Document cards(Cards cards) {
    var stages = new Document();
    cards.stages().forEach((n, stage) -> stages.append(String.valueOf(n), stage.name()));
    return new Document("stages", stages).append("media", List.copyOf(cards.media()));
  }

  private static Cards cards(Document d) {
    var stages = new TreeMap<Integer, CardStage>();
    document(d, "stages")
        .forEach((n, stage) -> stages.put(Integer.valueOf(n), CardStage.valueOf((String) stage)));
    return new Cards(stages, new HashSet<>(d.getList("media", String.class, List.of())));
  }
}
