package org.cardshop.allinone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.cardshop.core.image.Sha256;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// What is wrong is said where a person looks, and mended it goes on.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WrongInputTest {
  private static final String SLOT = "A-01";

  private final Recipes recipes;
  private final Path card;
  private final Embedded factory;

  WrongInputTest(@TempDir Path temp) throws Exception {
    recipes = Recipes.in(temp.resolve("recipes"));
    card = temp.resolve("card.img");
    factory =
        Embedded.open(
            temp.resolve("data"),
            Map.of("CARDSHOP_SLOTS", SLOT + "=file:" + card, "CARDSHOP_CONFIRM", "auto"));
  }

  @AfterAll
  void close() {
    factory.close();
  }

  @Test
  void aMissingSourceIsNamedInTheHistoryAndARetryFindsItThere() throws Exception {
    var source = recipes.folder().resolve("missing.bin");
    var order = factory.order(recipes.of(source.toUri().toString(), "128MiB"), 1);

    var reason = Embedded.reason(factory.awaitOrder(order, "creation_failed"));

    assertTrue(reason.contains("files[0].url"), reason);
    assertTrue(reason.contains("missing.bin"), reason);
    Files.writeString(source, "here it is");
    assertEndsWell(order, "create");
  }

  @Test
  void aWrongChecksumIsNamedInTheHistoryAndARetryTakesTheMendedContent() throws Exception {
    var source = Files.writeString(recipes.folder().resolve("changed.bin"), "not what was meant");
    var recipe = recipes.of(source.toUri().toString(), "128MiB");
    var meant = "what was meant".getBytes(StandardCharsets.UTF_8);
    ((ObjectNode) recipe.path("files").path(0))
        .putObject("checksum")
        .put("algo", "sha256")
        .put("value", Sha256.of(meant).hex());
    var order = factory.order(recipe, 1);

    var reason = Embedded.reason(factory.awaitOrder(order, "creation_failed"));

    assertTrue(reason.contains("files[0].checksum"), reason);
    Files.write(source, meant);
    assertEndsWell(order, "create");
  }

  @Test
  void aCardThatIsTooSmallIsNotTouchedAndARetryTakesALargerOne() throws Exception {
    var small = Card.used(card, 100_000_000);
    var digest = small.digest();
    var order = factory.order(recipes.small("more than fits"), 1);

    factory.awaitOrder(order, "write_failed");

    var task = factory.card(order);
    assertEquals("failed_to_insert", task.path("status").asText());
    var reason = task.path("reason").asText();
    assertTrue(reason.contains(SLOT) && reason.contains("use a larger one"), reason);
    assertEquals(digest, small.digest());
    Files.delete(card);
    assertEndsWell(order, "failed_cards");
  }

  private void assertEndsWell(String order, String what) throws Exception {
    Files.deleteIfExists(card);
    var large = Card.used(card, 300_000_000);
    factory.retry(order, what);
    factory.awaitOrder(order, "pending_shipment");
    large.assertHolds(factory.manifest(order));
    takeOut();
  }

  private void takeOut() throws IOException {
    Files.delete(card);
  }
}
