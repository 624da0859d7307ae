package org.cardshop.manager.order;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cardshop.manager.task.TaskView;
import org.cardshop.platform.recipe.RecipeYaml;
import org.cardshop.platform.wire.Fields;

/// An order with all that its page shows.
///
/// @param recipe as YAML
/// @param create the task that makes the image; empty while there is none
/// @param cards the tasks that write cards, each with its number
public record OrderView(
    String id,
    String status,
    String medium,
    long gigabytes,
    long quantity,
    long good,
    String channel,
    String client,
    List<String> recipient,
    String createdBy,
    Instant created,
    String recipe,
    WaitingView waiting,
    List<Happening> timeline,
    Optional<ImageView> image,
    Optional<TaskView> create,
    List<CardView> cards) {
  private static final String BY = "by";

  /// Something that became of the order.
  ///
  /// @param who whoever did it; empty when nobody did
  /// @param details what the scheduler noted beside it
  public record Happening(String status, Instant on, String who, String details) {}

  /// What the creator made.
  ///
  /// @param address where the warehouse has it
  public record ImageView(String name, long size, String sha256, String address) {}

  public OrderView {
    recipient = List.copyOf(recipient);
    timeline = List.copyOf(timeline);
    cards = List.copyOf(cards);
  }

  static OrderView of(Fields order, WaitingView waiting) {
    var card = order.fields("sd_card");
    var tasks = order.fields("tasks");
    var download = order.fields("warehouse").text("download_uri");
    var channel = order.text("channel");
    return new OrderView(
        order.text("_id"),
        order.text("status"),
        card.optionalText("type").orElse("physical"),
        card.whole("size"),
        order.whole("quantity"),
        order.fields("cards").whole("good"),
        channel,
        order.optionalFields("client").map(OrderView::person).orElse(""),
        order.optionalFields("recipient").map(OrderView::lines).orElse(List.of()),
        order.text("created_by"),
        order.instant("created_on"),
        yaml(order.fields("config").object()),
        waiting,
        timeline(order),
        order.optionalFields("image").map(i -> image(i, download + "/images/" + channel + "/")),
        tasks.optionalFields("create").map(TaskView::of),
        tasks.objects("write").stream().map(CardView::of).toList());
  }

  /// What can be done about a failure, in the scheduler's words.
  public List<String> retries() {
    return switch (status) {
      case "creation_failed" -> List.of("create");
      case "download_failed", "write_failed" -> List.of("failed_cards", "all");
      default -> List.of();
    };
  }

  public boolean isShippable() {
    return status.equals("pending_shipment");
  }

  public boolean isCancellable() {
    return !hasEnded();
  }

  public boolean hasEnded() {
    return switch (status) {
      case "shipped", "expired", "canceled" -> true;
      default -> false;
    };
  }

  /// Whether there is a card to label and pack.
  public boolean hasGoodCards() {
    return medium.equals("physical") && good > 0;
  }

  private static String person(Fields client) {
    var name = client.optionalText("name").orElse("");
    return client.optionalText("email").map(e -> name + " <" + e + ">").orElse(name);
  }

  private static List<String> lines(Fields recipient) {
    return List.of("name", "address", "country", "phone", "email", "shipment").stream()
        .flatMap(field -> recipient.optionalText(field).stream())
        .filter(line -> !line.isBlank())
        .toList();
  }

  private static List<Happening> timeline(Fields order) {
    return order.objects("statuses").stream()
        .map(s -> new Happening(s.text("status"), s.instant("on"), who(s), details(s)))
        .toList();
  }

  private static String who(Fields status) {
    return status.optionalFields("payload").flatMap(p -> p.optionalText(BY)).orElse("");
  }

  private static String details(Fields status) {
    var details = new ArrayList<String>();
    status
        .optionalFields("payload")
        .ifPresent(payload ->
            payload.object().properties().stream()
                .filter(p -> !p.getKey().equals(BY))
                .forEach(p -> details.add(p.getKey() + ": " + p.getValue().asText())));
    return String.join(", ", details);
  }

  private static ImageView image(Fields image, String folder) {
    var name = image.text("name");
    return new ImageView(name, image.whole("size"), image.text("sha256"), folder + name + ".img");
  }

  static String yaml(ObjectNode recipe) {
    return new String(RecipeYaml.write(recipe), StandardCharsets.UTF_8);
  }
}
