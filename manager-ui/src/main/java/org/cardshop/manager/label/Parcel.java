package org.cardshop.manager.label;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.cardshop.platform.wire.Fields;

/// What is sent to the recipient of an order.
///
/// @param quantity how many cards were ordered
/// @param recipient name and address, a line each
/// @param cards those that are verified, by their numbers
public record Parcel(
    String order, String status, long quantity, List<String> recipient, List<Card> cards) {
  private static final int SHORT = 8;

  /// A verified card.
  ///
  /// @param label what people call it, as in `A-03-0042`: slot and number
  /// @param medium the writer's name of it
  public record Card(int unit, String label, String medium, CardCode code) {}

  public Parcel {
    recipient = List.copyOf(recipient);
    cards = List.copyOf(cards);
  }

  /// @param order as the scheduler shows it, with its tasks
  static Parcel of(Fields order) {
    var id = order.text("_id");
    return new Parcel(
        id,
        order.text("status"),
        order.whole("quantity"),
        order.optionalFields("recipient").map(Parcel::lines).orElse(List.of()),
        cards(id, order));
  }

  /// The end of the order's id, which differs most.
  public String shortId() {
    return order.substring(Math.max(0, order.length() - SHORT));
  }

  public String name() {
    return recipient.isEmpty() ? "" : recipient.getFirst();
  }

  /// Whether there is a verified card for each one that was ordered.
  public boolean isWhole() {
    return cards.size() >= quantity;
  }

  public boolean isShippable() {
    return status.equals("pending_shipment");
  }

  /// Where an order was started over, cards of the earlier round do not count: the newest do, as
  /// many as the order says are good.
  private static List<Card> cards(String id, Fields order) {
    return order.fields("tasks").objects("write").stream()
        .filter(task -> task.text("life").equals("succeeded"))
        .flatMap(task -> card(id, task).stream())
        .sorted(Comparator.comparingInt(Card::unit).reversed())
        .limit(order.fields("cards").whole("good"))
        .sorted(Comparator.comparingInt(Card::unit))
        .toList();
  }

  private static Optional<Card> card(String order, Fields task) {
    int unit = task.smallWhole("unit");
    return task.optionalFields("product")
        .map(product -> {
          var medium = product.text("medium");
          var label = String.format(Locale.ROOT, "%s-%04d", product.text("slot"), unit);
          return new Card(unit, label, medium, CardCode.of(order, unit, medium));
        });
  }

  private static List<String> lines(Fields recipient) {
    return Stream.of("name", "address", "country", "phone")
        .flatMap(field -> recipient.optionalText(field).stream())
        .flatMap(String::lines)
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .toList();
  }
}
