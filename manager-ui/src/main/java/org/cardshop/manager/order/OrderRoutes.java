package org.cardshop.manager.order;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.cardshop.core.identity.Action;
import org.cardshop.manager.live.Live;
import org.cardshop.manager.web.Confirmation;
import org.cardshop.manager.web.Pages;
import org.cardshop.manager.web.Route;
import org.cardshop.manager.web.Visit;
import org.cardshop.platform.recipe.RecipeYaml;
import org.cardshop.platform.scheduler.SchedulerException;
import org.cardshop.platform.wire.Fields;
import org.cardshop.platform.wire.Json;

/// The orders: a page each, and what a person may do about one.
public record OrderRoutes(Live live) {
  private static final int CONFLICT = 409;

  public List<Route> routes() {
    return List.of(
        Route.get("/orders/{id}", OrderRoutes::show),
        Route.get("/orders/{id}/live", this::follow),
        Route.get("/orders/{id}/recipe.yaml", OrderRoutes::recipe),
        Route.get("/orders/{id}/log.txt", OrderRoutes::log),
        Route.post("/orders/{id}/cancel", OrderRoutes::cancel),
        Route.post("/orders/{id}/anonymize", OrderRoutes::anonymize),
        Route.post("/orders/{id}/retry", OrderRoutes::retry),
        Route.post("/orders/{id}/ship", OrderRoutes::ship));
  }

  private static void show(Visit visit) throws IOException, InterruptedException {
    var board = new OrderBoard(visit.path("id"));
    board.read(visit.scheduler());
    visit.show("order/order", board.page());
  }

  private void follow(Visit visit) throws IOException, InterruptedException {
    var id = visit.path("id");
    live.stream(visit, "order " + id, () -> new OrderBoard(id));
  }

  /// Its secrets are masked by the scheduler.
  private static void recipe(Visit visit) throws IOException, InterruptedException {
    var order = new Fields(visit.scheduler().get(here(visit)));
    var name = "recipe-" + order.text("_id") + ".yaml";
    visit.answerHeader("Content-Disposition", "attachment; filename=\"" + name + "\"");
    visit.send("application/yaml", RecipeYaml.write(order.fields("config").object()));
  }

  private static void log(Visit visit) throws IOException, InterruptedException {
    var order = new Fields(visit.scheduler().get(here(visit) + "?with_logs=true"));
    var text =
        OrderLog.of(order).lines().stream()
            .map(line -> line.plain() + "\n")
            .collect(Collectors.joining());
    visit.send("text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }

  private static void cancel(Visit visit) throws IOException, InterruptedException {
    if (isSure(visit, "cancel")) {
      tell(visit, "cancel", () -> visit.scheduler().patch(here(visit) + "/cancel", Json.object()));
    }
  }

  private static void anonymize(Visit visit) throws IOException, InterruptedException {
    if (isSure(visit, "anonymize")) {
      var which = Json.object();
      which.putArray("order_ids").add(visit.path("id"));
      tell(visit, "anonymize", () -> visit.scheduler().patch("/orders/anonymize", which));
    }
  }

  /// Asks before what cannot be undone; not those whom the scheduler refuses anyhow.
  private static boolean isSure(Visit visit, String what) {
    if (!visit.field("sure").isEmpty() || !visit.may(Action.HANDLE_ORDERS)) {
      return true;
    }
    var texts = visit.texts();
    visit.ask(
        new Confirmation(
            texts.of("order.title", visit.path("id")),
            texts.of("order." + what + ".what"),
            here(visit) + "/" + what,
            Map.of("sure", "yes"),
            texts.of("order." + what + ".button"),
            here(visit)));
    return false;
  }

  private static void retry(Visit visit) throws IOException, InterruptedException {
    var what = Json.object().put("what", visit.field("what"));
    tell(visit, "retry", () -> visit.scheduler().post(here(visit) + "/retry", what));
  }

  private static void ship(Visit visit) throws IOException, InterruptedException {
    var details = Json.object().put("shipment_details", visit.field("shipment_details"));
    tell(visit, "ship", () -> visit.scheduler().patch(here(visit), details));
  }

  private interface Call {
    ObjectNode send() throws IOException, InterruptedException;
  }

  /// Back to the order's page, which says what came of it.
  private static void tell(Visit visit, String what, Call call)
      throws IOException, InterruptedException {
    try {
      call.send();
      visit.goTo(here(visit), true, visit.texts().of("order." + what + ".done"));
    } catch (SchedulerException e) {
      if (e.status() != CONFLICT && e.fields().isEmpty()) {
        throw e;
      }
      visit.goTo(here(visit), false, e.sentence());
    }
  }

  private static String here(Visit visit) {
    return path(visit.path("id"));
  }

  private static String path(String id) {
    return "/orders/" + Pages.encoded(id);
  }
}
