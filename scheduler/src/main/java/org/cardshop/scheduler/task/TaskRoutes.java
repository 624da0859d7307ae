package org.cardshop.scheduler.task;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.cardshop.core.identity.Action;
import org.cardshop.platform.storage.Order;
import org.cardshop.platform.storage.OrderStore;
import org.cardshop.platform.storage.TaskStore;
import org.cardshop.platform.storage.TaskStore.Noted;
import org.cardshop.platform.storage.Versioned;
import org.cardshop.scheduler.http.HttpProblem;
import org.cardshop.scheduler.http.Request;
import org.cardshop.scheduler.http.Route;
import org.cardshop.scheduler.http.Verb;

/// The tasks, to look at.
public record TaskRoutes(TaskStore tasks, OrderStore orders) {
  public List<Route> routes() {
    return List.of(
        Route.list("/tasks", Action.READ_TASKS, "Lists tasks, oldest first.", this::list)
            .query("order", "status", "worker", "held", "brief"),
        Route.of(Verb.GET, "/tasks/{id}", Action.READ_TASKS, "Shows a task.", this::show)
            .query("with_logs"));
  }

  private void list(Request request) {
    var wanted =
        new TaskStore.Wanted(
            request.query("order"),
            request.query("status"),
            request.query("worker"),
            request.query("held").filter("true"::equals).isPresent());
    if (request.query("brief").filter("true"::equals).isPresent()) {
      var page = tasks.briefPage(wanted, request.skip(), request.limit());
      request.list(page, noted -> TaskJson.brief(noted.task(), noted.notes()));
      return;
    }
    var page = tasks.page(wanted, request.skip(), request.limit());
    var theirs = orders(page.items());
    request.list(page, task -> view(task, theirs, false));
  }

  private void show(Request request) {
    var id = request.path("id");
    var withLogs = request.query("with_logs").filter("true"::equalsIgnoreCase).isPresent();
    var noted = tasks.noted(List.of(id), withLogs);
    if (noted.isEmpty()) {
      throw HttpProblem.noSuch("task " + id);
    }
    request.answer(view(noted.getFirst(), orders(noted), withLogs));
  }

  /// Their orders, by id.
  private Map<String, Order> orders(List<Noted> some) {
    var theirs = some.stream().map(n -> n.task().value().key().order()).distinct().toList();
    return orders.findAll(theirs).stream()
        .collect(Collectors.toMap(Versioned::id, Versioned::value));
  }

  private static ObjectNode view(Noted noted, Map<String, Order> orders, boolean withLogs) {
    var task = noted.task();
    var order = Optional.ofNullable(orders.get(task.value().key().order()));
    return TaskJson.write(task, noted.notes(), order, withLogs);
  }
}
