package org.cardshop.scheduler.worker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cardshop.core.identity.Action;
import org.cardshop.core.task.Product;
import org.cardshop.core.task.TaskEffect;
import org.cardshop.core.task.TaskState;
import org.cardshop.core.worker.Cordon;
import org.cardshop.platform.messaging.BrokerLostException;
import org.cardshop.platform.messaging.UnroutableException;
import org.cardshop.platform.storage.Task;
import org.cardshop.platform.storage.TaskStore;
import org.cardshop.platform.storage.Versioned;
import org.cardshop.platform.storage.Worker;
import org.cardshop.platform.storage.WorkerStore;
import org.cardshop.platform.wire.Json;
import org.cardshop.scheduler.http.HttpProblem;
import org.cardshop.scheduler.http.Request;
import org.cardshop.scheduler.http.Route;
import org.cardshop.scheduler.http.Verb;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The workers as they last reported themselves, and which of them get tasks. That is written in
/// the database, where each claim looks; a worker that does not hear of it gets nothing all the
/// same.
public record WorkerRoutes(
    WorkerStore workers, TaskStore tasks, Commands commands, InstantSource clock) {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerRoutes.class);

  public List<Route> routes() {
    return List.of(
        Route.list("/workers", Action.READ_WORKERS, "Lists workers.", this::list)
            .query("channel", "kind"),
        Route.of(Verb.GET, "/workers/{name}", Action.READ_WORKERS, "Shows a worker.", this::show),
        Route.of(
                Verb.PATCH,
                "/workers/{name}",
                Action.HANDLE_WORKERS,
                "Keeps new tasks away from a worker, or no longer; what it has goes on.",
                this::cordon)
            .body("{\"cordoned\": true}"),
        Route.of(
            Verb.POST,
            "/workers/{name}/drain",
            Action.HANDLE_WORKERS,
            "Lets a worker finish or hand back what it has and take nothing more until it is"
                + " uncordoned.",
            this::drain));
  }

  private void list(Request request) {
    var filter = new HashMap<String, Object>(request.filter("channel", "kind"));
    var page = workers.page(filter, request.skip(), request.limit());
    var verified = verified(page.items());
    request.list(page, worker -> view(worker, verified));
  }

  private void show(Request request) {
    var worker = found(request);
    request.answer(view(worker, verified(List.of(worker))));
  }

  private void cordon(Request request) {
    var worker = found(request);
    var form = request.form();
    var isCordoned = form.flag("cordoned", Optional.empty());
    form.check();
    if (isCordoned != worker.cordon().isPresent()) {
      workers.cordon(
          worker.name(),
          isCordoned
              ? Optional.of(new Cordon(request.by(), clock.instant(), false))
              : Optional.empty());
    }
    request.changed(worker.name());
  }

  private void drain(Request request) {
    var worker = found(request);
    workers.cordon(worker.name(), Optional.of(new Cordon(request.by(), clock.instant(), true)));
    try {
      commands.drain(worker.name());
    } catch (BrokerLostException | UnroutableException e) {
      LOG.info("{} hears that it is drained when it renews: {}", worker.name(), e.getMessage());
    }
    request.changed(worker.name());
  }

  private Worker found(Request request) {
    var name = request.path("name");
    return workers.find(name).orElseThrow(() -> HttpProblem.noSuch("worker " + name));
  }

  /// The tasks that wrote and verified the cards that lie in slots, by medium.
  private Map<String, Versioned<Task, TaskEffect>> verified(List<Worker> seen) {
    var media =
        seen.stream()
            .flatMap(w -> w.slots().stream())
            .map(Worker.Slot::medium)
            .filter(m -> !m.isEmpty())
            .toList();
    return tasks.verified(media);
  }

  private static ObjectNode view(Worker worker, Map<String, Versioned<Task, TaskEffect>> verified) {
    var json =
        Json.object()
            .put("_id", worker.name())
            .put("name", worker.name())
            .put("kind", worker.kind().wire())
            .put("channel", worker.channel())
            .put("boot", worker.boot())
            .put("version", worker.version())
            .put("last_heartbeat", worker.lastHeartbeat().toString())
            .put("online", worker.online())
            .put("clock_ahead_seconds", worker.clockAhead().toMillis() / 1_000.0)
            .put("cordoned", worker.cordon().isPresent())
            .put("cordoned_by", worker.cordon().map(Cordon::by).orElse(null))
            .put("cordoned_since", worker.cordon().map(c -> c.since().toString()).orElse(null))
            .put("draining", worker.cordon().filter(Cordon::isDrained).isPresent());
    worker
        .diskFree()
        .ifPresentOrElse(bytes -> json.put("disk_free", bytes), () -> json.putNull("disk_free"));
    var slots = json.putArray("slots");
    for (var slot : worker.slots()) {
      var card = Optional.ofNullable(verified.get(slot.medium())).map(WorkerRoutes::card);
      var shown =
          slots
              .addObject()
              .put("name", slot.name())
              .put("state", slot.state())
              .put("medium", slot.medium().isEmpty() ? null : slot.medium())
              .put("size", slot.size())
              .put("task", slot.task().isEmpty() ? null : slot.task());
      card.ifPresentOrElse(c -> shown.set("card", c), () -> shown.putNull("card"));
    }
    return json;
  }

  /// A verified card that lies in a slot.
  private static ObjectNode card(Versioned<Task, TaskEffect> task) {
    var key = task.value().key();
    var card = Json.object().put("task", task.id()).put("order", key.order());
    card.put("unit", key.unit());
    if (task.value().state() instanceof TaskState.Succeeded(_, Product.Card made)) {
      card.put("slot", made.slot());
    }
    return card;
  }
}
