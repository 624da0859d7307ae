package org.cardshop.manager.order;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cardshop.manager.live.Live;
import org.cardshop.manager.web.Pages;
import org.cardshop.manager.web.Route;
import org.cardshop.manager.web.Visit;
import org.cardshop.platform.scheduler.SchedulerException;
import org.cardshop.platform.wire.Fields;
import org.cardshop.platform.wire.Json;

/// The orders: a list, a page each, and what a person may do about one.
public record OrderRoutes(Live live) {
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;

  public List<Route> routes() {
    return List.of(
        Route.get("/orders", OrderRoutes::list),
        Route.get("/orders/{id}", OrderRoutes::show),
        Route.get("/orders/{id}/live", this::follow),
        Route.post("/orders/{id}/cancel", OrderRoutes::cancel),
        Route.post("/orders/{id}/retry", OrderRoutes::retry),
        Route.post("/orders/{id}/ship", OrderRoutes::ship));
  }

  private static void list(Visit visit) throws IOException, InterruptedException {
    var status = visit.query("status").orElse("");
    int page = visit.query("page").map(Pages::number).orElse(1);
    var filter = status.isEmpty() ? "" : "&status=" + Pages.encoded(status);
    var skip = (page - 1) * OrderList.SIZE;
    var path = "/orders/?skip=" + skip + "&limit=" + OrderList.SIZE + filter;
    var found = new Fields(visit.scheduler().get(path));
    var rows = new ArrayList<OrderRow>();
    for (var order : found.objects("items")) {
      rows.add(OrderRow.of(order, waits(visit, order)));
    }
    var count = found.fields("meta").whole("count");
    var pages = new Pages("/orders", Map.of("status", status), page, OrderList.SIZE, count);
    visit.show("order/list", new OrderList(rows, status, pages));
  }

  /// Asked of orders that have not ended only. One may be deleted in this very moment.
  private static Optional<String> waits(Visit visit, Fields order)
      throws IOException, InterruptedException {
    switch (order.text("status")) {
      case "shipped", "expired", "canceled" -> {
        return Optional.empty();
      }
      default -> {
        try {
          return Optional.of(waiting(visit, order.text("_id")).sentence());
        } catch (SchedulerException e) {
          if (e.status() != NOT_FOUND) {
            throw e;
          }
          return Optional.empty();
        }
      }
    }
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

  private static void cancel(Visit visit) throws IOException, InterruptedException {
    tell(visit, "cancel", () -> visit.scheduler().patch(here(visit) + "/cancel", Json.object()));
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

  private static WaitingView waiting(Visit visit, String id)
      throws IOException, InterruptedException {
    return WaitingView.of(new Fields(visit.scheduler().get(path(id) + "/waiting")));
  }

  private static String here(Visit visit) {
    return path(visit.path("id"));
  }

  private static String path(String id) {
    return "/orders/" + Pages.encoded(id);
  }
}
