package org.cardshop.allinone;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The warehouse has no room for an image.
@Tag("faults")
class FullWarehouseTest {
  @Test
  void anOrderWaitsForAPersonAndSaysWhatIsMissing(@TempDir Path temp) throws Exception {
    var recipes = Recipes.in(temp.resolve("recipes"));
    var slots = Map.of("CARDSHOP_SLOTS", "A-01=file:" + temp.resolve("card.img"));
    try (var factory =
        Embedded.open(temp.resolve("data"), slots, Map.of("CARDSHOP_QUOTA", "100KB"))) {
      var order = factory.order(recipes.small("more than there is room for"), 1);

      var waiting =
          await()
              .atMost(Embedded.PATIENCE)
              .until(
                  () -> factory.admin().get("/orders/" + order + "/waiting"),
                  w -> w.path("cause").asText().equals("needs_human"));

      var sentence = waiting.path("sentence").asText();
      assertTrue(sentence.contains("The warehouse has no room for"), sentence);
      assertTrue(sentence.contains("are missing within its quota"), sentence);
      assertTrue(sentence.contains("CARDSHOP_QUOTA"), sentence);
      assertFalse(Files.exists(factory.folder("warehouse").resolve("chunks")), "nothing was sent");
    }
  }
}
