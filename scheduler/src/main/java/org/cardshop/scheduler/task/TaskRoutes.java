package org.cardshop.scheduler.task;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.cardshop.core.identity.Action;
import org.cardshop.core.task.TaskEffect;
import org.cardshop.platform.storage.OrderStore;
import org.cardshop.platform.storage.Task;
import org.cardshop.platform.storage.TaskStore;
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
            .query("order", "status"),
        Route.of(Verb.GET, "/tasks/{id}", Action.READ_TASKS, "Shows a task.", this::show)
            .query("with_logs"));
  }

  private void list(Request request) {
    var page =
        tasks.page(
            request.query("order"), request.query("status"), request.skip(), request.limit());
    request.list(page, task -> view(task, false));
  }

  private void show(Request request) {
    var id = request.path("id");
    var task = tasks.find(id).orElseThrow(() -> HttpProblem.noSuch("task " + id));
    var withLogs = request.query("with_logs").filter("true"::equalsIgnoreCase).isPresent();
    request.answer(view(task, withLogs));
  }

  private ObjectNode view(Versioned<Task, TaskEffect> task, boolean withLogs) {
    var order = orders.find(task.value().key().order()).map(Versioned::value);
    return TaskJson.write(task, tasks.notes(task.id()), order, withLogs);
  }
}
