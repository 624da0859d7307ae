package org.cardshop.allinone;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.cardshop.core.image.Sha256;
import org.cardshop.platform.scheduler.SchedulerClient;
import org.cardshop.platform.scheduler.SchedulerException;
import org.cardshop.platform.wire.Json;

/// What an operator does and sees, through the API.
final class Orders {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String DONE = "pending_shipment";
  private static final Set<String> ENDS =
      Set.of(
          DONE,
          "shipped",
          "creation_failed",
          "download_failed",
          "write_failed",
          "failed",
          "canceled");

  private final SchedulerClient admin;
  private final ObjectNode hello;
  private final Contents contents;
  private final Bench bench;
  private final List<String> placed = new ArrayList<>();

  Orders(SchedulerClient admin, ObjectNode hello, Contents contents, Bench bench) {
    this.admin = admin;
    this.hello = hello;
    this.contents = contents;
    this.bench = bench;
  }

  /// The sample recipe with one more content, whose download the test holds up at will.
  ///
  /// @param content its name; the image of each name is another
  String place(String content, int cards) throws IOException, InterruptedException {
    return place(List.of(content), "256MiB", cards);
  }

  /// @param size of the image
  String place(List<String> added, String size, int cards)
      throws IOException, InterruptedException {
    return place(
        size, cards, added.stream().map(c -> file(contents.of(c), c, Contents.SIZE)).toList());
  }

  /// An order whose image is built and written soon, and of which each name has another.
  String placeSmall(String content, int cards) throws IOException, InterruptedException {
    return place(
        "128MiB", cards, List.of(file(contents.ofSmall(content), content, Contents.SMALL)));
  }

  private static ObjectNode file(URI url, String name, int size) {
    return Json.object()
        .put("url", url.toString())
        .put("to", "/data/contents/" + name)
        .put("size", size);
  }

  private String place(String size, int cards, List<ObjectNode> files)
      throws IOException, InterruptedException {
    var recipe = hello();
    recipe.withObject("output").put("size", size);
    files.forEach(recipe.withArray("files")::add);
    return place(recipe, cards);
  }

  /// The sample recipe, for the caller to change.
  ObjectNode hello() {
    return hello.deepCopy();
  }

  /// Asks again until there is an answer, as every good client does; there is one order all the
  /// same.
  String place(ObjectNode recipe, int cards) {
    var order = order(recipe, cards);
    var key = UUID.randomUUID().toString();
    var id =
        patiently("the order is taken")
            .until(
                () -> admin.post("/orders/", order, key).path("_id").asText(),
                answer -> !answer.isEmpty());
    placed.add(id);
    return id;
  }

  /// What is posted to place an order.
  static ObjectNode order(ObjectNode recipe, int cards) {
    var order = Json.object();
    order.set("config", recipe);
    order.putObject("sd_card").put("name", "card").put("type", "physical").put("size", 8);
    order.put("quantity", cards).put("units", cards).put("channel", Factory.CHANNEL);
    order
        .putObject("client")
        .put("name", "Client")
        .put("email", "client@example.org")
        .put("limited", false);
    order
        .putObject("recipient")
        .put("name", "A school")
        .put("email", "school@example.org")
        .put("phone", "")
        .put("address", "1 Main Street")
        .put("country", "ML")
        .put("shipment", "post");
    return order;
  }

  ObjectNode get(String id) throws IOException, InterruptedException {
    return admin.get("/orders/" + id + "?with_logs=true");
  }

  /// The worker has reported itself.
  boolean isKnown(String worker) throws IOException, InterruptedException {
    for (var known : admin.get("/workers/?limit=100").path("items")) {
      if (known.path("name").asText(known.path("_id").asText()).equals(worker)) {
        return true;
      }
    }
    return false;
  }

  ObjectNode ship(String id) throws IOException, InterruptedException {
    admin.patch("/orders/" + id, Json.object().put("shipment_details", "by post"));
    return get(id);
  }

  /// Waits until the API tells of the order what is expected; it may be away meanwhile.
  ObjectNode await(String id, String what, Predicate<ObjectNode> isSo) {
    return patiently(what).until(() -> get(id), isSo);
  }

  /// Waits until the order has ended, and it must have ended well: with good cards, all different,
  /// each with the image and nothing else on it.
  ObjectNode awaitGoodCards(String id) throws IOException {
    return assertGoodCards(await(id, "the order ends", Orders::hasEnded));
  }

  /// The same with a person at the bench who does what is asked for.
  ObjectNode awaitGoodCardsOfServedBench(String id) throws IOException {
    var order =
        await(
            id,
            "the order ends",
            o -> {
              serve(o);
              return hasEnded(o);
            });
    return assertGoodCards(order);
  }

  private void serve(ObjectNode order) {
    try {
      serveBench(order);
    } catch (IOException e) {
      // the scheduler is away; the bench asks again
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean hasEnded(JsonNode order) {
    return ENDS.contains(order.path("status").asText());
  }

  private ObjectNode assertGoodCards(ObjectNode order) throws IOException {
    assertEquals(DONE, order.path("status").asText(), order::toPrettyString);
    var image = order.path("image");
    var media = new HashSet<String>();
    for (var task : writes(order)) {
      assertEquals("written", task.path("status").asText(), order::toPrettyString);
      var slot = task.path("product").path("slot").asText();
      media.add(task.path("product").path("medium").asText());
      assertEquals(
          new Sha256(image.path("sha256").asText()),
          bench.digest(slot, image.path("size").asLong()),
          "the card in " + slot);
    }
    assertEquals(order.path("quantity").asInt(), media.size(), order::toPrettyString);
    return order;
  }

  /// A person at the bench agrees that the card in the task's slot is written.
  void confirm(JsonNode task) throws IOException, InterruptedException {
    admin.post(
        "/tasks/" + task.path("_id").asText() + "/confirm_inserted",
        Json.object()
            .put("slot", task.path("slot").asText())
            .put("medium", task.path("progress").path("medium").asText()));
  }

  /// Why the order waits.
  ObjectNode waiting(String id) throws IOException, InterruptedException {
    return admin.get("/orders/" + id + "/waiting");
  }

  /// @param what `failed_cards`, `create` or `all`
  void retry(String id, String what) throws IOException, InterruptedException {
    admin.post("/orders/" + id + "/retry", Json.object().put("what", what));
  }

  void cancel(String id) throws IOException, InterruptedException {
    admin.patch("/orders/" + id + "/cancel", Json.object());
  }

  /// Does what a person at the bench does who is asked for something: a card that was not finished
  /// may be overwritten, one that is done with or bad is replaced.
  void serveBench(JsonNode order) throws IOException, InterruptedException {
    for (var task : writes(order)) {
      if (task.path("status").asText().equals("waiting_for_card")) {
        switch (task.path("progress").path("asks").asText()) {
          case "confirm" -> tryToConfirm(task);
          case "replace" -> bench.replace(task.path("slot").asText());
          default -> {} // it has a card, or is about to say what it wants
        }
      }
    }
  }

  /// What the screen says may be out of date; then the next look helps.
  private void tryToConfirm(JsonNode task) throws IOException, InterruptedException {
    try {
      confirm(task);
    } catch (SchedulerException e) {
      if (e.status() != 409) {
        throw e;
      }
    }
  }

  void cancelUnfinished() throws IOException, InterruptedException {
    for (var id : placed) {
      if (!ENDS.contains(get(id).path("status").asText())) {
        admin.patch("/orders/" + id + "/cancel", Json.object());
      }
    }
    placed.clear();
  }

  static JsonNode inSlot(JsonNode order, String slot) {
    return writes(order).stream()
        .filter(task -> task.path("slot").asText().equals(slot))
        .findFirst()
        .orElse(MissingNode.getInstance());
  }

  /// What the writer asks a person to do in this slot.
  static String asks(JsonNode order, String slot) {
    return inSlot(order, slot).path("progress").path("asks").asText();
  }

  static JsonNode create(JsonNode order) {
    return order.path("tasks").path("create");
  }

  static List<JsonNode> writes(JsonNode order) {
    return StreamSupport.stream(order.path("tasks").path("write").spliterator(), false).toList();
  }

  /// The statuses that an order or a task has had, in order.
  static List<String> history(JsonNode orderOrTask) {
    return StreamSupport.stream(orderOrTask.path("statuses").spliterator(), false)
        .map(entry -> entry.path("status").asText())
        .toList();
  }

  static ConditionFactory patiently(String what) {
    return Awaitility.await(what)
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(50))
        .ignoreExceptionsInstanceOf(IOException.class);
  }
}
