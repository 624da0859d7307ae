package org.cardshop.manager.fleet;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.cardshop.core.identity.Action;
import org.cardshop.manager.health.HealthView;
import org.cardshop.manager.web.Confirmation;
import org.cardshop.manager.web.Pages;
import org.cardshop.manager.web.Route;
import org.cardshop.manager.web.Visit;
import org.cardshop.platform.scheduler.SchedulerException;
import org.cardshop.platform.wire.Fields;
import org.cardshop.platform.wire.Json;

/// The workers, and which of them get tasks.
public final class FleetRoutes {
  static final String HERE = "/fleet";
  private static final int NOT_FOUND = 404;

  public List<Route> routes() {
    return List.of(
        Route.get(HERE, FleetRoutes::show),
        Route.post(HERE + "/workers/{name}/cordon", visit -> cordon(visit, true)),
        Route.post(HERE + "/workers/{name}/uncordon", visit -> cordon(visit, false)),
        Route.get(HERE + "/workers/{name}/drain", FleetRoutes::askToDrain),
        Route.post(HERE + "/workers/{name}/drain", FleetRoutes::drain));
  }

  private static void show(Visit visit) throws IOException, InterruptedException {
    var found = new Fields(visit.scheduler().get("/workers/?limit=500"));
    var workers = found.objects("items").stream().map(WorkerView::of).toList();
    var doors = new Fields(visit.scheduler().get("/warehouses/?limit=500"));
    var warehouses = doors.objects("items").stream().map(WarehouseView::of).toList();
    var health = new Fields(visit.scheduler().get("/health/factory"));
    visit.show(
        "fleet/fleet",
        new Fleet(
            workers,
            warehouses,
            visit.may(Action.HANDLE_WORKERS),
            HealthView.of(health).queues(),
            health.optionalWhole("dead_letters")));
  }

  private static void cordon(Visit visit, boolean isCordoned)
      throws IOException, InterruptedException {
    var wanted = Json.object().put("cordoned", isCordoned);
    var done = isCordoned ? "fleet.cordoned.done" : "fleet.uncordoned.done";
    tell(visit, done, () -> visit.scheduler().patch(path(visit), wanted));
  }

  private static void askToDrain(Visit visit) {
    var texts = visit.texts();
    visit.ask(
        new Confirmation(
            texts.of("fleet.drain.title"),
            texts.of("fleet.drain.what", visit.path("name")),
            HERE + path(visit) + "/drain",
            Map.of(),
            texts.of("fleet.drain.title"),
            HERE));
  }

  private static void drain(Visit visit) throws IOException, InterruptedException {
    tell(
        visit,
        "fleet.drain.done",
        () -> visit.scheduler().post(path(visit) + "/drain", Json.object()));
  }

  private interface Call {
    Object send() throws IOException, InterruptedException;
  }

  /// Back to the fleet, which says what came of it.
  private static void tell(Visit visit, String done, Call call)
      throws IOException, InterruptedException {
    try {
      var _ = call.send();
      visit.goTo(HERE, true, visit.texts().of(done, visit.path("name")));
    } catch (SchedulerException e) {
      if (e.status() != NOT_FOUND) {
        throw e;
      }
      visit.goTo(HERE, false, e.sentence());
    }
  }

  private static String path(Visit visit) {
    return "/workers/" + Pages.encoded(visit.path("name"));
  }
}
