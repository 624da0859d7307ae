package org.cardshop.manager.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.cardshop.core.task.Step.WriteStep;
import org.cardshop.manager.bench.BenchView.Host;
import org.cardshop.manager.bench.BenchView.Slot;
import org.cardshop.manager.task.TaskView;
import org.cardshop.manager.web.Route;
import org.cardshop.manager.web.Visit;
import org.cardshop.platform.scheduler.SchedulerException;
import org.cardshop.platform.wire.Fields;
import org.cardshop.platform.wire.Json;

/// The bench, where a person inserts cards. A card is named by what the writer saw in the slot when
/// the page was made: if it was changed since, the scheduler refuses.
public final class BenchRoutes {
  private static final Duration LIVE = Duration.ofSeconds(5);
  private static final String HERE = "/bench";
  private static final int CONFLICT = 409;

  public List<Route> routes() {
    return List.of(
        Route.get(HERE, BenchRoutes::show),
        Route.post("/bench/{task}/confirm", BenchRoutes::confirm),
        Route.post("/bench/{task}/bad", visit -> tell(visit, "bad_card", Json.object())),
        Route.post("/bench/{task}/skip", visit -> tell(visit, "skip_slot", Json.object())));
  }

  private static void show(Visit visit) throws IOException, InterruptedException {
    var workers = new Fields(visit.scheduler().get("/workers/?kind=write&limit=500"));
    var tasks = atWork(visit);
    var hosts = new ArrayList<Host>();
    for (var worker : workers.objects("items")) {
      hosts.add(host(worker, tasks));
    }
    visit.showLive("bench", new BenchView(hosts), LIVE);
  }

  /// Every task that a writer holds.
  private static List<TaskView> atWork(Visit visit) throws IOException, InterruptedException {
    var tasks = new ArrayList<TaskView>();
    for (var step : WriteStep.values()) {
      var found = new Fields(visit.scheduler().get("/tasks/?limit=500&status=" + step.wire()));
      found.objects("items").stream()
          .map(TaskView::of)
          .filter(TaskView::isWrite)
          .forEach(tasks::add);
    }
    return tasks;
  }

  private static Host host(Fields worker, List<TaskView> tasks) {
    var name = worker.text("name");
    var slots = worker.objects("slots").stream().map(slot -> slot(slot, name, tasks)).toList();
    return new Host(name, worker.flag("online"), worker.instant("last_heartbeat"), slots);
  }

  private static Slot slot(Fields slot, String worker, List<TaskView> tasks) {
    var name = slot.text("name");
    var task = tasks.stream().filter(t -> t.isIn(worker, name)).findFirst();
    return new Slot(
        name, slot.text("state"), slot.optionalText("medium"), slot.whole("size"), task);
  }

  private static void confirm(Visit visit) throws IOException, InterruptedException {
    var card = Json.object().put("slot", visit.field("slot")).put("medium", visit.field("medium"));
    tell(visit, "confirm_inserted", card);
  }

  private static void tell(Visit visit, String what, ObjectNode body)
      throws IOException, InterruptedException {
    var task = URLEncoder.encode(visit.path("task"), StandardCharsets.UTF_8);
    try {
      visit.scheduler().post("/tasks/" + task + "/" + what, body);
      visit.goTo(HERE, true, visit.texts().of("bench." + what + ".done"));
    } catch (SchedulerException e) {
      if (e.status() != CONFLICT) {
        throw e;
      }
      visit.goTo(HERE, false, e.sentence());
    }
  }
}
