package org.cardshop.allinone;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.cardshop.core.image.Manifest;
import org.cardshop.platform.scheduler.SchedulerClient;
import org.cardshop.platform.wire.Json;
import org.cardshop.platform.wire.ManifestJson;

/// The embedded product in a folder, on ports that are free, and what people do with it.
final class Embedded implements AutoCloseable {
  /// Long enough for any step on a busy machine; nothing waits for it to pass.
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Duration LOOK = Duration.ofMillis(10);

  private final Path folder;
  private final EmbeddedFactory embedded;
  private final SchedulerClient admin;

  private Embedded(Path folder, EmbeddedFactory embedded) throws IOException {
    this.folder = folder;
    this.embedded = embedded;
    this.admin = embedded.admin();
  }

  /// @param writer what the environment would tell it
  static Embedded open(Path folder, Map<String, String> writer) throws Exception {
    return open(folder, writer, Map.of());
  }

  /// @param warehouse what the environment would tell it about its room
  static Embedded open(Path folder, Map<String, String> writer, Map<String, String> warehouse)
      throws Exception {
    var options = new Options(folder, 0, 0, 0, writer, warehouse, Optional.empty());
    return new Embedded(folder, new EmbeddedFactory(options, InstantSource.system()));
  }

  SchedulerClient admin() {
    return admin;
  }

  URI broker() {
    return embedded.broker();
  }

  Path folder(String process) {
    return folder.resolve(process);
  }

  /// @return the order's id
  String order(ObjectNode config, int cards) throws Exception {
    return order(config, cards, Optional.empty());
  }

  /// @param warehouse slug of the one to use; empty for the channel's own
  String order(ObjectNode config, int cards, Optional<String> warehouse) throws Exception {
    var order = Json.object();
    order.set("config", config);
    order.putObject("sd_card").put("name", "8 GB").put("type", "physical").put("size", 8);
    order.put("quantity", cards).put("units", cards).put("channel", EmbeddedFactory.CHANNEL);
    order.putObject("client").put("name", "A school").put("email", "head@school.example");
    order
        .putObject("recipient")
        .put("name", "Ms Head")
        .put("address", "1 Road")
        .put("country", "ML");
    if (warehouse.isPresent()) {
      var found = admin.get("/warehouses/" + warehouse.get());
      order
          .putObject("warehouse")
          .put("upload_uri", found.path("upload_uri").asText())
          .put("download_uri", found.path("download_uri").asText());
    }
    return admin.post("/orders/", order).path("_id").asText();
  }

  ObjectNode get(String order) {
    try {
      return admin.get("/orders/" + order + "?with_logs=true");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  JsonNode image(String order) {
    return get(order).path("tasks").path("create");
  }

  /// The newest task of a card.
  JsonNode card(String order) {
    var tasks = get(order).path("tasks").path("write");
    return tasks.path(tasks.size() - 1);
  }

  /// @return the order then
  ObjectNode awaitOrder(String order, String status) {
    return await("order " + status)
        .atMost(PATIENCE)
        .pollInterval(LOOK)
        .until(() -> get(order), is(status));
  }

  void awaitImage(String order, String status) {
    await("image " + status)
        .atMost(PATIENCE)
        .pollInterval(LOOK)
        .until(() -> image(order), is(status));
  }

  JsonNode awaitCard(String order, String status) {
    return await("card " + status)
        .atMost(PATIENCE)
        .pollInterval(LOOK)
        .until(() -> card(order), is(status));
  }

  private static Predicate<JsonNode> is(String status) {
    return json -> json.path("status").asText().equals(status);
  }

  /// The last reason that the history tells.
  static String reason(JsonNode json) {
    var statuses = json.path("statuses");
    return statuses.path(statuses.size() - 1).path("payload").path("reason").asText();
  }

  void cancel(String order) throws Exception {
    admin.patch("/orders/" + order + "/cancel", Json.object());
    assertEquals("canceled", get(order).path("status").asText());
  }

  void retry(String order, String what) throws Exception {
    admin.post("/orders/" + order + "/retry", Json.object().put("what", what));
  }

  /// Says that the card in the task's slot may be overwritten, as soon as the slot asks for that.
  void confirm(String order) throws Exception {
    var task =
        await("a card to confirm")
            .atMost(PATIENCE)
            .pollInterval(LOOK)
            .until(
                () -> card(order), t -> t.path("progress").path("asks").asText().equals("confirm"));
    var now = task.path("progress");
    admin.post(
        "/tasks/" + task.path("_id").asText() + "/confirm_inserted",
        Json.object()
            .put("slot", now.path("slot").asText())
            .put("medium", now.path("medium").asText()));
  }

  /// Within ten seconds of the call, nobody works in the slot any more.
  static void assertStops(String slot) {
    await("slot " + slot + " is left")
        .atMost(Duration.ofSeconds(10))
        .pollInterval(LOOK)
        .until(() -> !isAtWork(slot));
  }

  static boolean isAtWork(String slot) {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(t -> t.getName().equals("slot-" + slot));
  }

  boolean hasImage(String order) {
    try (var manifests =
        Files.list(folder.resolve("warehouse/images/" + EmbeddedFactory.CHANNEL))) {
      return manifests.anyMatch(m -> file(m).startsWith(order));
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Manifest manifest(String order) throws IOException {
    var name = get(order).path("image").path("name").asText();
    return ManifestJson.read(Files.readAllBytes(embedded.manifest(name)));
  }

  /// Names of the chunks in the warehouse.
  Set<String> chunks() {
    return chunks(folder);
  }

  static Set<String> chunks(Path folder) {
    var chunks = folder.resolve("warehouse/chunks");
    try (var files = Files.walk(chunks)) {
      return files
          .map(Embedded::file)
          .filter(name -> name.endsWith(".zst"))
          .collect(Collectors.toSet());
    } catch (NoSuchFileException e) {
      return Set.of(); // none was ever stored
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What builds have left behind.
  long leftovers() throws IOException {
    try (var left = Files.list(folder.resolve("creator-1/work"))) {
      return left.filter(f -> !f.endsWith(".lock")).count();
    }
  }

  private static String file(Path path) {
    return Objects.requireNonNull(path.getFileName()).toString();
  }

  @Override
  public void close() {
    admin.close();
    embedded.close();
  }
}
