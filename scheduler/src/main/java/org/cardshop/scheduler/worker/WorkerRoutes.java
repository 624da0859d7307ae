package org.cardshop.scheduler.worker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import org.cardshop.core.identity.Action;
import org.cardshop.platform.storage.Worker;
import org.cardshop.platform.storage.WorkerStore;
import org.cardshop.platform.wire.Json;
import org.cardshop.scheduler.http.HttpProblem;
import org.cardshop.scheduler.http.Request;
import org.cardshop.scheduler.http.Route;
import org.cardshop.scheduler.http.Verb;

/// The workers as they last reported themselves.
public record WorkerRoutes(WorkerStore workers, Commands commands) {
  public List<Route> routes() {
    return List.of(
        Route.list("/workers", Action.READ_WORKERS, "Lists workers.", this::list)
            .query("channel", "kind"),
        Route.of(Verb.GET, "/workers/{name}", Action.READ_WORKERS, "Shows a worker.", this::show),
        Route.of(
            Verb.POST,
            "/workers/{name}/drain",
            Action.CHANGE_SETUP,
            "Lets a worker finish what it has and take nothing more.",
            this::drain));
  }

  private void list(Request request) {
    var filter = new HashMap<String, Object>(request.filter("channel", "kind"));
    request.list(workers.page(filter, request.skip(), request.limit()), WorkerRoutes::view);
  }

  private void show(Request request) {
    request.answer(view(found(request)));
  }

  private void drain(Request request) {
    var worker = found(request);
    commands.drain(worker.name());
    request.changed(worker.name());
  }

  private Worker found(Request request) {
    var name = request.path("name");
    return workers.find(name).orElseThrow(() -> HttpProblem.noSuch("worker " + name));
  }

  private static ObjectNode view(Worker worker) {
    var json =
        Json.object()
            .put("_id", worker.name())
            .put("name", worker.name())
            .put("kind", worker.kind().wire())
            .put("channel", worker.channel())
            .put("boot", worker.boot())
            .put("version", worker.version())
            .put("last_heartbeat", worker.lastHeartbeat().toString())
            .put("online", worker.online());
    worker
        .diskFree()
        .ifPresentOrElse(bytes -> json.put("disk_free", bytes), () -> json.putNull("disk_free"));
    var slots = json.putArray("slots");
    for (var slot : worker.slots()) {
      slots
          .addObject()
          .put("name", slot.name())
          .put("state", slot.state())
          .put("medium", slot.medium().isEmpty() ? null : slot.medium())
          .put("size", slot.size())
          .put("task", slot.task().isEmpty() ? null : slot.task());
    }
    return json;
  }
}
