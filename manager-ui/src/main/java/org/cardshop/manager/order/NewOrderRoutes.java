package org.cardshop.manager.order;

import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.cardshop.core.identity.Action;
import org.cardshop.manager.web.Form;
import org.cardshop.manager.web.Pages;
import org.cardshop.manager.web.Route;
import org.cardshop.manager.web.Visit;
import org.cardshop.platform.scheduler.SchedulerException;
import org.cardshop.platform.wire.Fields;

/// Taking an order.
public final class NewOrderRoutes {
  private static final int BAD_REQUEST = 400;
  private static final int CONFLICT = 409;

  public List<Route> routes() {
    return List.of(
        // Before /orders/{id}, which it would match, too.
        Route.get("/orders/new", NewOrderRoutes::form),
        Route.post("/orders/new", NewOrderRoutes::place));
  }

  private static void form(Visit visit) throws IOException, InterruptedException {
    var from = visit.query("from");
    var typed =
        from.isPresent()
            ? OrderForm.again(visit.scheduler().get("/orders/" + Pages.encoded(from.get())))
            : Map.of("sd_card.type", "physical", "quantity", "1");
    visit.show("order/new", new NewOrder(newKey(), Form.of(typed), channels(visit)));
  }

  private static void place(Visit visit) throws IOException, InterruptedException {
    var typed = new HashMap<String, String>();
    OrderForm.FIELDS.forEach(field -> typed.put(field, visit.field(field)));
    var typedRecipe = visit.field(OrderForm.RECIPE).getBytes(StandardCharsets.UTF_8);
    var yaml = visit.file("recipe_file").orElse(typedRecipe);
    typed.put(OrderForm.RECIPE, new String(yaml, StandardCharsets.UTF_8));
    var form = OrderForm.read(typed, yaml, visit.texts().of("new_order.recipe_missing"));
    try {
      var made = visit.scheduler().post("/orders/", form.json(), visit.field("key"));
      var id = new Fields(made).text("_id");
      visit.goTo("/orders/" + id, true, visit.texts().of("new_order.done"));
    } catch (SchedulerException e) {
      if (e.status() != BAD_REQUEST && e.status() != CONFLICT) {
        throw e;
      }
      // Another key where this one was used for something else.
      var key = e.status() == CONFLICT ? newKey() : visit.field("key");
      var shown = form.problems(Form.of(typed), e.fields(), e.sentence());
      visit.show(
          HttpStatus.forStatus(e.status()), "order/new", new NewOrder(key, shown, channels(visit)));
    }
  }

  private static List<String> channels(Visit visit) throws IOException, InterruptedException {
    if (!visit.may(Action.READ_SETUP)) {
      return List.of();
    }
    var found = new Fields(visit.scheduler().get("/channels/?limit=500"));
    return found.objects("items").stream()
        .filter(channel -> channel.flag("active"))
        .map(channel -> channel.text("slug"))
        .toList();
  }

  private static String newKey() {
    return UUID.randomUUID().toString();
  }
}
