package org.cardshop.manager.order;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cardshop.manager.web.Pages;
import org.cardshop.manager.web.Route;
import org.cardshop.manager.web.Visit;
import org.cardshop.platform.scheduler.SchedulerException;
import org.cardshop.platform.wire.Fields;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The list of orders, as a page and as a file for spreadsheets.
public record OrderListRoutes(InstantSource clock) {
  private static final Logger LOG = LoggerFactory.getLogger(OrderListRoutes.class);
  private static final int BAD_REQUEST = 400;
  private static final int CHUNK = 200;

  public List<Route> routes() {
    return List.of(Route.get("/orders", this::list), Route.get("/orders.csv", this::csv));
  }

  private void list(Visit visit) throws IOException, InterruptedException {
    var filter = filter(visit);
    int page = visit.query("page").map(Pages::number).orElse(1);
    try {
      var skip = (page - 1) * OrderList.SIZE;
      var found = found(visit, filter.asked() + "&waiting=true", skip, OrderList.SIZE);
      var rows = found.objects("items").stream().map(OrderRow::of).toList();
      var count = found.fields("meta").whole("count");
      show(visit, filter, rows, page, count, Optional.empty());
    } catch (SchedulerException e) {
      if (e.status() != BAD_REQUEST) {
        throw e;
      }
      show(visit, filter, List.of(), 1, 0, Optional.of(e.sentence()));
    }
  }

  private void show(
      Visit visit,
      OrderFilter filter,
      List<OrderRow> rows,
      int page,
      long count,
      Optional<String> problem)
      throws IOException {
    var pages = new Pages("/orders", filter.fields(), page, OrderList.SIZE, count);
    visit.show(
        "order/list",
        new OrderList(rows, filter, views(visit), SavedViewRoutes.of(visit), pages, problem));
  }

  /// All that fit, of all pages. What is placed meanwhile is left out, since it would move those
  /// that are yet to be read.
  private void csv(Visit visit) throws IOException, InterruptedException {
    var filter = filter(visit);
    var asked = filter.asked() + (filter.hasEnd() ? "" : "&until=" + clock.instant());
    // Before anything is sent: what the scheduler refuses is a page.
    var page = found(visit, asked, 0, CHUNK).objects("items");
    var day = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    var response = visit.raw();
    response.setContentType("text/csv; charset=utf-8; header=present");
    response.setHeader("Content-Disposition", "attachment; filename=\"orders-" + day + ".csv\"");
    try (var out =
        new OrderCsv(
            new BufferedWriter(
                new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8)))) {
      for (int skip = CHUNK; !page.isEmpty(); skip += CHUNK) {
        out.write(page);
        page = page.size() < CHUNK ? List.of() : next(visit, asked, skip, out);
      }
    }
  }

  /// The answer has begun: that it is not whole can be said in its last line only.
  private static List<Fields> next(Visit visit, String asked, int skip, OrderCsv out)
      throws IOException, InterruptedException {
    try {
      return found(visit, asked, skip, CHUNK).objects("items");
    } catch (IOException e) {
      LOG.warn("a list of orders for spreadsheets was broken off: {}", e.toString());
      out.say(visit.texts().of("orders.csv_broken"));
      return List.of();
    }
  }

  private static Fields found(Visit visit, String asked, int skip, int limit)
      throws IOException, InterruptedException {
    var path = "/orders/?skip=" + skip + "&limit=" + limit + asked;
    return new Fields(visit.scheduler().get(path));
  }

  private static OrderFilter filter(Visit visit) {
    return OrderFilter.read(name -> visit.query(name).orElse(""));
  }

  private Map<String, String> views(Visit visit) {
    var today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).toString();
    var views = new LinkedHashMap<String, String>();
    views.put("orders.view.all", "/orders");
    views.put("orders.view.today", OrderFilter.of("since", today).link("/orders"));
    views.put("orders.view.shipment", status("pending_shipment"));
    views.put("orders.view.failed_images", status("creation_failed"));
    views.put("orders.view.failed_cards", status("write_failed"));
    views.put(
        "orders.view.mine",
        OrderFilter.of("created_by", visit.claims().username()).link("/orders"));
    return views;
  }

  private static String status(String status) {
    return OrderFilter.of("status", status).link("/orders");
  }
}
