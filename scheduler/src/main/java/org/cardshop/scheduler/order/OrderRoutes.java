package org.cardshop.scheduler.order;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.cardshop.core.identity.Action;
import org.cardshop.core.identity.Permissions.Reach;
import org.cardshop.core.order.OrderEffect;
import org.cardshop.core.order.OrderEvent;
import org.cardshop.core.task.TaskKind;
import org.cardshop.platform.production.Production;
import org.cardshop.platform.runtime.CrashPoint;
import org.cardshop.platform.storage.Order;
import org.cardshop.platform.storage.OrderStore;
import org.cardshop.platform.storage.TaskStore;
import org.cardshop.platform.storage.TaskStore.Noted;
import org.cardshop.platform.storage.Versioned;
import org.cardshop.platform.wire.Json;
import org.cardshop.scheduler.http.HttpProblem;
import org.cardshop.scheduler.http.Outcome;
import org.cardshop.scheduler.http.Request;
import org.cardshop.scheduler.http.Route;
import org.cardshop.scheduler.http.Verb;
import org.cardshop.scheduler.task.TaskJson;
import org.cardshop.scheduler.task.TaskLook;
import org.cardshop.scheduler.task.WaitingJson;

/// The orders.
public final class OrderRoutes {
  private static final int LONGEST_KEY = 200;

  /// A script of a client's that went wild fills neither the queues nor the disks.
  static final int MOST_OF_A_CLIENT = 100;

  private static final int LONGEST_OFFER = 366;

  private final OrderForm form;
  private final Production production;
  private final OrderStore orders;
  private final TaskStore tasks;
  private final TaskLook look;
  private final Removal removal;
  private final InstantSource clock;

  public OrderRoutes(
      OrderForm form,
      Production production,
      OrderStore orders,
      TaskStore tasks,
      TaskLook look,
      InstantSource clock) {
    this.form = form;
    this.production = production;
    this.orders = orders;
    this.tasks = tasks;
    this.look = look;
    this.removal = new Removal(orders, tasks, clock);
    this.clock = clock;
  }

  public List<Route> routes() {
    return List.of(
        Route.list("/orders", Action.READ_ORDERS, "Lists orders, newest first.", this::list)
            .query("status", "channel", "client.email", "created_by")
            .query("q", "since", "until", "has_image", "waiting"),
        Route.of(
                Verb.POST,
                "/orders",
                Action.CREATE_ORDERS,
                "Places an order; with the header Idempotency-Key never twice.",
                this::make)
            .body(OrderForm.EXAMPLE),
        // Before /orders/{id}, which it would match, too.
        Route.of(
                Verb.PATCH,
                "/orders/anonymize",
                Action.HANDLE_ORDERS,
                "Removes the personal data of orders that have ended.",
                this::anonymize)
            .body("{\"order_ids\": [\"0123456789abcdef01234567\"]}"),
        Route.of(
                Verb.GET,
                "/orders/{id}",
                Action.READ_ORDERS,
                "Shows an order with its tasks.",
                this::show)
            .query("with_logs"),
        Route.of(
                Verb.PATCH,
                "/orders/{id}",
                Action.HANDLE_ORDERS,
                "Marks an order shipped.",
                this::ship)
            .body("{\"shipment_details\": \"DHL 00340\"}"),
        Route.of(
            Verb.PATCH,
            "/orders/{id}/cancel",
            Action.HANDLE_ORDERS,
            "Calls an order off.",
            this::cancel),
        Route.of(
                Verb.POST,
                "/orders/{id}/keep",
                Action.HANDLE_ORDERS,
                "Keeps the image of a virtual order for so many days from now.",
                this::keep)
            .body("{\"days\": 14}"),
        Route.of(
                Verb.POST,
                "/orders/{id}/retry",
                Action.HANDLE_ORDERS,
                "Does again what failed: failed_cards, create or all.",
                this::retry)
            .body("{\"what\": \"failed_cards\"}"),
        Route.of(
            Verb.DELETE,
            "/orders/{id}",
            Action.HANDLE_ORDERS,
            "Deletes an order that has ended.",
            this::delete));
  }

  private void list(Request request) {
    var filter = request.filter("status", "channel", "client.email", "created_by");
    if (request.caller().reach() == Reach.OWN) {
      filter.put("created_by", request.by());
    }
    var search =
        new OrderStore.Search(
            request.query("q").orElse(""),
            request.moment("since"),
            request.moment("until"),
            request.query("has_image").filter("true"::equals).isPresent());
    var page = orders.page(filter, search, request.skip(), request.limit());
    if (request.query("waiting").filter("true"::equals).isEmpty()) {
      request.list(page, OrderJson::write);
      return;
    }
    var waits = look.explainAll(page.items(), clock.instant());
    request.list(
        page,
        order -> {
          var why = Objects.requireNonNull(waits.get(order.id()));
          return OrderJson.write(order).set("waiting", WaitingJson.write(why.waiting()));
        });
  }

  private void make(Request request) {
    var user = request.caller().user();
    var key = request.header("Idempotency-Key");
    if (key.filter(k -> k.length() > LONGEST_KEY).isPresent()) {
      throw HttpProblem.badRequest(
          "The header Idempotency-Key must have at most " + LONGEST_KEY + " characters.");
    }
    var body = request.body();
    if (request.caller().reach() == Reach.OWN
        && orders.countUnderWay(request.by()) >= MOST_OF_A_CLIENT) {
      throw HttpProblem.conflict(
          "You have "
              + MOST_OF_A_CLIENT
              + " orders under way; wait until one has ended, or ask an operator.");
    }
    var order = form.read(body, user, key.map(k -> user.id() + ":" + k), clock.instant());
    var id = production.open(order);
    CrashPoint.at("order.opened");
    if (!id.equals(order.terms().id()) && !found(id).value().request().equals(body)) {
      throw HttpProblem.conflict(
          "This Idempotency-Key was used for another order (" + id + "); take a new key.");
    }
    request.created(id);
  }

  private void show(Request request) {
    var order = reachable(request);
    var withLogs = request.query("with_logs").filter("true"::equalsIgnoreCase).isPresent();
    var json = OrderJson.write(order);
    var shown = json.putObject("tasks");
    var all = tasks.notedOf(List.of(order.id()), withLogs);
    of(all, TaskKind.CREATE)
        .reduce((a, b) -> b)
        .ifPresentOrElse(
            t -> shown.set("create", view(t, order, withLogs)), () -> shown.putNull("create"));
    var write = shown.putArray("write");
    of(all, TaskKind.WRITE).forEach(t -> write.add(view(t, order, withLogs)));
    request.answer(json);
  }

  private static Stream<Noted> of(List<Noted> all, TaskKind kind) {
    return all.stream()
        .filter(t -> t.task().value().key().kind() == kind)
        .sorted(Comparator.comparingInt(t -> t.task().value().key().unit()));
  }

  private static ObjectNode view(
      Noted noted, Versioned<Order, OrderEffect> order, boolean withLogs) {
    return TaskJson.write(noted.task(), noted.notes(), Optional.of(order.value()), withLogs);
  }

  private void ship(Request request) {
    var sent = request.form();
    var details = sent.text("shipment_details", Optional.empty());
    sent.check();
    tell(request, new OrderEvent.ParcelShipped(details), Map.of("shipment_details", details));
  }

  private void cancel(Request request) {
    tell(request, new OrderEvent.CancelAsked(request.by()), Map.of());
  }

  private void retry(Request request) {
    var sent = request.form();
    var what =
        sent.word(
            "what",
            OrderRoutes::what,
            Optional.empty(),
            OrderEvent.What.ALL,
            "failed_cards, create or all");
    sent.check();
    tell(
        request,
        new OrderEvent.RetryAsked(what, request.by()),
        Map.of("retry", what.name().toLowerCase(Locale.ROOT)));
  }

  private void keep(Request request) {
    var sent = request.form();
    int days = sent.whole("days", 1, LONGEST_OFFER, Optional.empty());
    sent.check();
    var until = clock.instant().plus(Duration.ofDays(days)).truncatedTo(ChronoUnit.SECONDS);
    tell(
        request,
        new OrderEvent.OfferProlonged(until, request.by()),
        Map.of("until", until.toString()));
  }

  private void tell(Request request, OrderEvent event, Map<String, String> payload) {
    var id = request.path("id");
    var told = new HashMap<>(payload);
    told.put("by", request.by());
    Outcome.expectDone(production.tell(id, event, told), "order " + id);
    request.changed(id);
  }

  private void anonymize(Request request) {
    var sent = request.form();
    var ids = sent.texts("order_ids");
    sent.check();
    removal.anonymize(ids.stream().map(this::found).toList());
    var json = Json.object();
    ids.forEach(json.putArray("order_ids")::add);
    request.answer(json);
  }

  private void delete(Request request) {
    var order = reachable(request);
    removal.delete(order);
    request.changed(order.id());
  }

  private Versioned<Order, OrderEffect> reachable(Request request) {
    var order = found(request.path("id"));
    if (!request.caller().reaches(order.value().createdBy())) {
      throw HttpProblem.noSuch("order " + order.id());
    }
    return order;
  }

  private Versioned<Order, OrderEffect> found(String id) {
    return orders.find(id).orElseThrow(() -> HttpProblem.noSuch("order " + id));
  }

  private static Optional<OrderEvent.What> what(String name) {
    return Arrays.stream(OrderEvent.What.values())
        .filter(w -> w.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst();
  }
}
