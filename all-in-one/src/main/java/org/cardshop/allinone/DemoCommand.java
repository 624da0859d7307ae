package org.cardshop.allinone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.cardshop.core.image.Sha256;
import org.cardshop.platform.recipe.RecipeException;
import org.cardshop.platform.recipe.RecipeReader;
import org.cardshop.platform.recipe.RecipeYaml;
import org.cardshop.platform.runtime.Printable;
import org.cardshop.platform.runtime.WrongUsageException;
import org.cardshop.platform.scheduler.SchedulerClient;
import org.cardshop.platform.wire.Json;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// From an order to verified cards, in one go.
@Command(
    name = "demo",
    description = "Starts the embedded product, places an order and follows it to verified cards.",
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
  private static final int DONE = 0;
  private static final int FAILED = 1;
  private static final int WRONG_USAGE = 2;

  @Option(names = "--data", paramLabel = "DIR", description = "Where everything is kept.")
  private @Nullable Path data;

  @Option(names = "--recipe", paramLabel = "FILE", description = "What to put on the cards.")
  private @Nullable Path recipe;

  @Option(names = "--cards", paramLabel = "N", description = "How many cards.", defaultValue = "3")
  private int cards;

  @Option(names = "--json", description = "Prints one JSON object on standard output.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    PrintStream told = json ? System.err : System.out;
    long startedAt = System.nanoTime();
    try {
      if (cards < 1 || cards > 64) {
        throw new WrongUsageException("--cards must be a number from 1 to 64, not " + cards + ".");
      }
      var folder = data == null ? Files.createTempDirectory("cardshop-demo") : data;
      Files.createDirectories(folder);
      var config = recipe == null ? Samples.hello(folder) : read(recipe);
      var slots = Demo.freshSlots(folder.resolve("cards"), cards, cardBytes(config));
      var options =
          new Options(
              folder,
              0,
              0,
              0,
              Map.of("CARDSHOP_SLOTS", slots, "CARDSHOP_CONFIRM", "auto"),
              Optional.empty());
      try (var factory = new EmbeddedFactory(options, InstantSource.system());
          var admin = factory.admin()) {
        var order = new Demo(admin, told).run(config, EmbeddedFactory.CHANNEL, cards);
        var summary = summary(factory, admin, order, folder);
        var isGood = isGood(summary, order);
        summary.put("seconds", Math.round((System.nanoTime() - startedAt) / 1e8) / 10.0);
        if (json) {
          System.out.println(Json.text(summary));
        } else {
          tell(summary, folder, isGood);
        }
        return isGood ? DONE : FAILED;
      }
    } catch (WrongUsageException e) {
      System.err.println(Printable.lines(String.valueOf(e.getMessage())));
      return WRONG_USAGE;
    } catch (RecipeException e) {
      System.err.println("The recipe cannot be built:");
      e.problems().forEach(p -> System.err.println(Printable.line("  - " + p)));
      return FAILED;
    }
  }

  private static ObjectNode read(Path file) throws RecipeException, IOException {
    if (!Files.isReadable(file)) {
      throw new WrongUsageException("The recipe " + file + " cannot be read.");
    }
    var folder = Path.of("").toAbsolutePath().resolve(file).resolveSibling("");
    return RecipeReader.resolved(RecipeYaml.parse(Files.readAllBytes(file)), folder.toUri());
  }

  /// A card as sold: the next whole GB above the image.
  private static long cardBytes(ObjectNode config) throws RecipeException {
    var size = RecipeReader.read(config).size();
    long gb = 1_000_000_000L;
    return size.isPresent() ? (size.getAsLong() / gb + 1) * gb : 8 * gb;
  }

  private static ObjectNode summary(
      EmbeddedFactory factory, SchedulerClient admin, ObjectNode order, Path folder)
      throws IOException, InterruptedException {
    var summary = Json.object();
    summary.put("order", order.path("_id").asText()).put("status", order.path("status").asText());
    summary.putNull("seconds");
    var image = summary.putObject("image");
    var name = order.path("image").path("name").asText("");
    if (!name.isEmpty()) {
      image.put("path", factory.materialise(name, admin).toAbsolutePath().toString());
      image.set("size", order.path("image").path("size"));
      image.set("sha256", order.path("image").path("sha256"));
      image.put("manifest", factory.manifest(name).toAbsolutePath().toString());
    }
    var list = summary.putArray("cards");
    for (var task : order.path("tasks").path("write")) {
      var slot = task.path("product").path("slot").asText(task.path("slot").asText(""));
      var card = list.addObject().put("slot", slot);
      var file = folder.resolve("cards").resolve(slot + ".img");
      card.put("path", file.toAbsolutePath().toString());
      card.put(
          "sha256", slot.isEmpty() ? "" : digest(file, order.path("image").path("size").asLong()));
      card.put("status", task.path("status").asText());
    }
    return summary;
  }

  /// What lies on the card now, read by this command itself: the claim is checked, not repeated.
  private static String digest(Path file, long size) throws IOException {
    var digest = Sha256.digest();
    try (var in = Files.newInputStream(file)) {
      var buffer = new byte[1 << 20];
      long left = size;
      while (left > 0) {
        int n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (n < 0) {
          return "";
        }
        digest.update(buffer, 0, n);
        left -= n;
      }
    }
    return Sha256.of(digest).hex();
  }

  private boolean isGood(ObjectNode summary, ObjectNode order) {
    var sha256 = summary.path("image").path("sha256").asText("?");
    int good = 0;
    for (JsonNode card : summary.path("cards")) {
      if (card.path("status").asText().equals("written")
          && card.path("sha256").asText().equals(sha256)) {
        good++;
      }
    }
    return order.path("status").asText().equals("pending_shipment") && good == cards;
  }

  private static void tell(ObjectNode summary, Path folder, boolean isGood) {
    System.out.println();
    for (var card : summary.path("cards")) {
      System.out.println(
          card.path("slot").asText()
              + "  "
              + card.path("status").asText()
              + "  "
              + card.path("path").asText());
    }
    System.out.printf(
        "order %s: %s after %s s%n",
        summary.path("order").asText(),
        summary.path("status").asText(),
        summary.path("seconds").asText());
    System.out.println(
        isGood
            ? "Every card was read back and holds the image. Everything is in " + folder + "."
            : "Not every card is good. The timeline above says why; all is kept in "
                + folder
                + ".");
  }
}
