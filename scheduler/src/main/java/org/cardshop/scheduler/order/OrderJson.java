package org.cardshop.scheduler.order;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.cardshop.core.order.CardStage;
import org.cardshop.core.order.OrderEffect;
import org.cardshop.core.order.OrderState;
import org.cardshop.platform.recipe.RecipeSecrets;
import org.cardshop.platform.storage.Order;
import org.cardshop.platform.storage.Versioned;
import org.cardshop.platform.wire.Json;
import org.cardshop.scheduler.task.TaskJson;

/// Orders as the API shows them.
public final class OrderJson {
  /// What is shown as it was posted.
  private static final List<String> POSTED =
      List.of("config", "sd_card", "quantity", "units", "client", "recipient");

  private OrderJson() {}

  public static ObjectNode write(Versioned<Order, OrderEffect> order) {
    var value = order.value();
    var json = Json.object().put("_id", order.id()).put("status", value.state().status());
    TaskJson.history(json, order.history());
    for (var name : POSTED) {
      var node = value.request().get(name);
      if (node != null) {
        json.set(name, node);
      }
    }
    if (json.get("config") instanceof ObjectNode recipe) {
      json.set("config", RecipeSecrets.masked(recipe));
    }
    json.put("quantity", value.terms().quantity());
    if (!json.has("units")) {
      json.put("units", value.terms().quantity());
    }
    json.put("channel", value.channel());
    json.putObject("warehouse")
        .put("upload_uri", value.uploadUri().toString())
        .put("download_uri", value.downloadUri().toString());
    json.put("created_on", value.createdAt().toString()).put("created_by", value.createdBy());
    value
        .state()
        .storedImage()
        .ifPresentOrElse(
            image -> json.set("image", TaskJson.image(image)), () -> json.putNull("image"));
    json.put(
        "image_until",
        value.state() instanceof OrderState.Offered offered ? offered.until().toString() : null);
    cards(json.putObject("cards"), value);
    return json;
  }

  private static void cards(ObjectNode json, Order order) {
    int good =
        order.state() instanceof OrderState.Shipped
            ? order.terms().quantity()
            : count(order.state(), CardStage.GOOD);
    json.put("good", good)
        .put(
            "failed",
            count(order.state(), CardStage.FAILED)
                + count(order.state(), CardStage.FAILED_TO_DOWNLOAD))
        .put("open", order.state().ownCards().map(c -> c.open().size()).orElse(0));
  }

  private static int count(OrderState state, CardStage stage) {
    return state.ownCards().map(c -> c.count(stage)).orElse(0);
  }
}
