package org.cardshop.benchmark;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.cardshop.core.order.OrderTerms.Medium;
import org.cardshop.platform.wire.Json;

/// Orders as operators post them.
final class Requests {
  private Requests() {}

  static ObjectNode order(Medium medium, int quantity, String email) {
    var order = Json.object();
    var recipe = order.putObject("config");
    recipe
        .putObject("base")
        .put("source", "https://example.org/base.img.xz")
        .put("root_size", "3GB");
    recipe.putObject("output").put("size", "8G");
    for (var content : new String[] {"wikipedia_fr_all", "gutenberg_fr", "vikidia_fr"}) {
      recipe
          .withArray("files")
          .addObject()
          .put("url", "https://example.org/zim/" + content + ".zim")
          .put("to", "/data/contents/zims/" + content + ".zim")
          .put("size", 1_000_000_000L);
    }
    order
        .putObject("sd_card")
        .put("name", "8 GB")
        .put("type", medium == Medium.PHYSICAL ? "physical" : "virtual")
        .put("size", 8)
        .put("duration", 14);
    order.put("quantity", quantity).put("units", quantity).put("channel", Plant.CHANNEL);
    order.putObject("client").put("name", "A client").put("email", email).put("limited", false);
    order
        .putObject("recipient")
        .put("name", "Ms Head")
        .put("email", "head@school.example")
        .put("phone", "+33 1 00")
        .put("address", "1 Road, Town")
        .put("country", "FR")
        .put("shipment", "DHL");
    return order;
  }
}
