package org.cardshop.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.util.List;
import org.cardshop.core.identity.Claims;
import org.cardshop.core.image.Sha256;
import org.cardshop.core.task.Product;
import org.cardshop.platform.wire.Answer.Work;
import org.cardshop.platform.wire.Json;
import org.junit.jupiter.api.Test;

/// How many bytes a task may move.
class WorksTest {
  private static final URI WAREHOUSE = URI.create("ftps://warehouse");
  private static final long SOME = 64L << 20;

  @Test
  void aTicketToUploadIsForThreeTimesTheSizeThatTheRecipeNames() {
    assertEquals(3 * 64_000_000_000L + SOME, ceiling("64GB"));
    assertEquals(3 * (8L << 30) + SOME, ceiling("8GiB"));
    assertEquals(3 * 1_000_000 + SOME, ceiling("1000000"));
  }

  @Test
  void withoutASizeItHasNoBound() {
    for (var size : List.of("auto", "", "large", "9000TB")) {
      assertEquals(Claims.Ticket.ANY_SIZE, ceiling(size), size);
    }
  }

  @Test
  void aTicketToDownloadIsForThreeTimesTheImage() {
    var image = new Product.Image("image", 1000, Sha256.of(new byte[0]));
    assertEquals(3000 + SOME, Works.ceiling(new Work.Write(WAREHOUSE, "mali", image, 0)));
  }

  private static long ceiling(String size) {
    var recipe = Json.object();
    recipe.putObject("output").put("size", size);
    return Works.ceiling(new Work.Create(WAREHOUSE, "mali", "image", recipe));
  }
}
