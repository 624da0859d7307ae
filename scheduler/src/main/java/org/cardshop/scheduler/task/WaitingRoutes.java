package org.cardshop.scheduler.task;

import java.time.InstantSource;
import java.util.List;
import org.cardshop.core.identity.Action;
import org.cardshop.platform.storage.OrderStore;
import org.cardshop.platform.storage.TaskStore;
import org.cardshop.scheduler.http.HttpProblem;
import org.cardshop.scheduler.http.Request;
import org.cardshop.scheduler.http.Route;
import org.cardshop.scheduler.http.Verb;

/// Why orders and tasks wait.
public record WaitingRoutes(
    OrderStore orders, TaskStore tasks, TaskLook look, InstantSource clock) {
  public List<Route> routes() {
    return List.of(
        Route.of(
            Verb.GET,
            "/orders/{id}/waiting",
            Action.READ_ORDERS,
            "Says why an order waits.",
            this::order),
        Route.of(
            Verb.GET,
            "/tasks/{id}/waiting",
            Action.READ_TASKS,
            "Says why a task waits.",
            this::task));
  }

  private void task(Request request) {
    var id = request.path("id");
    var task = tasks.find(id).orElseThrow(() -> HttpProblem.noSuch("task " + id));
    var json = WaitingJson.write(look.explain(task, clock.instant()));
    request.answer(json.put("_id", id).put("status", task.value().state().status()));
  }

  private void order(Request request) {
    var id = request.path("id");
    var order =
        orders
            .find(id)
            .filter(o -> request.caller().reaches(o.value().createdBy()))
            .orElseThrow(() -> HttpProblem.noSuch("order " + id));
    var state = order.value().state();
    var waiting = look.explainOrder(order, clock.instant());
    var json = WaitingJson.write(waiting.waiting());
    json.put("task", waiting.task().orElse(null)).put("_id", id).put("status", state.status());
    var list = json.putArray("tasks");
    waiting
        .tasks()
        .forEach(t ->
            list.add(
                WaitingJson.write(t.waiting())
                    .put("_id", t.id())
                    .put("kind", t.kind().wire())
                    .put("unit", t.unit())));
    request.answer(json);
  }
}
