package org.cardshop.allinone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.cardshop.platform.runtime.Printable;
import org.cardshop.platform.scheduler.SchedulerClient;
import org.cardshop.platform.wire.Json;
import org.cardshop.writer.slot.Place;

/// Places one order and follows it until its cards are verified, or it fails.
final class Demo {
  private static final Duration LOOK = Duration.ofMillis(250);
  private static final Set<String> ENDS =
      Set.of(
          "pending_shipment",
          "creation_failed",
          "download_failed",
          "write_failed",
          "failed",
          "canceled");

  private final SchedulerClient scheduler;
  private final PrintStream out;
  private final long startedAt = System.nanoTime();
  private final Set<String> told = new HashSet<>();

  Demo(SchedulerClient scheduler, PrintStream out) {
    this.scheduler = scheduler;
    this.out = out;
  }

  /// @param recipe as an order's `config`
  /// @return the order as the API answers it at its end
  ObjectNode run(ObjectNode recipe, String channel, int cards)
      throws IOException, InterruptedException {
    var order = Json.object();
    order.set("config", recipe);
    order.putObject("sd_card").put("name", "demo card").put("type", "physical").put("size", 8);
    order.put("quantity", cards).put("units", cards).put("channel", channel);
    order
        .putObject("client")
        .put("name", "Demo")
        .put("email", "demo@example.org")
        .put("limited", false);
    order
        .putObject("recipient")
        .put("name", "A school")
        .put("email", "school@example.org")
        .put("phone", "")
        .put("address", "1 Main Street")
        .put("country", "ML")
        .put("shipment", "post");
    var id = scheduler.post("/orders/", order).path("_id").asText();
    tell("order " + id + ": " + cards + " cards");
    while (true) {
      var now = scheduler.get("/orders/" + id + "?with_logs=true");
      now.path("statuses").forEach(s -> tellOnce("order", s));
      tellTask("image", now.path("tasks").path("create"));
      now.path("tasks").path("write").forEach(t -> tellTask("card " + t.path("unit").asInt(), t));
      if (ENDS.contains(now.path("status").asText())) {
        return now;
      }
      Thread.sleep(LOOK);
    }
  }

  private void tellTask(String what, JsonNode task) {
    task.path("statuses").forEach(s -> tellOnce(what, s));
  }

  private void tellOnce(String what, JsonNode status) {
    var reason = status.path("payload").path("reason").asText("");
    var line =
        what + ": " + status.path("status").asText() + (reason.isEmpty() ? "" : " — " + reason);
    if (told.add(line + status.path("on").asText())) {
      tell(line);
    }
  }

  private void tell(String line) {
    out.printf("%6.1f s  %s%n", (System.nanoTime() - startedAt) / 1e9, Printable.line(line));
  }

  /// File slots for so many cards, each a file of its own.
  ///
  /// @param more of each, such as `?size=8GB`, which has the cards made at once
  static String slots(Path folder, int cards, String more) {
    return String.join(
        ",",
        IntStream.rangeClosed(1, cards)
            .mapToObj(n -> "A-%02d".formatted(n))
            .map(slot -> slot + "=file:" + folder.toAbsolutePath().resolve(slot + ".img") + more)
            .toList());
  }

  /// The same with new cards in all slots, of this many bytes.
  static String freshSlots(Path folder, int cards, long bytes) throws IOException {
    Files.createDirectories(folder);
    for (int n = 1; n <= cards; n++) {
      Files.deleteIfExists(folder.resolve("A-%02d.img".formatted(n)));
    }
    return slots(folder, cards, Place.SIZE + bytes / 1_000_000_000L + "GB");
  }
}
