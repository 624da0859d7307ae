package org.cardshop.manager.fleet;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.cardshop.manager.web.Confirmation;
import org.cardshop.manager.web.Pages;
import org.cardshop.manager.web.Route;
import org.cardshop.manager.web.Visit;
import org.cardshop.platform.scheduler.SchedulerException;
import org.cardshop.platform.wire.Fields;
import org.cardshop.platform.wire.Json;

/// The messages that could not be handled, and what becomes of them.
public final class DeadLetterRoutes {
  static final String HERE = FleetRoutes.HERE + "/dead-letters";

  private static final String API = "/dead-letters/";
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final int SIZE = 20;

  public List<Route> routes() {
    return List.of(
        Route.get(HERE, DeadLetterRoutes::list),
        Route.get(HERE + "/{id}", DeadLetterRoutes::show),
        Route.post(
            HERE + "/{id}/send",
            visit ->
                tell(
                    visit,
                    "dead_letter.sent",
                    () -> visit.scheduler().post(api(visit) + "/redrive", Json.object()))),
        Route.get(HERE + "/{id}/discard", DeadLetterRoutes::askToDiscard),
        Route.post(
            HERE + "/{id}/discard",
            visit ->
                tell(visit, "dead_letter.discarded", () -> visit.scheduler().delete(api(visit)))));
  }

  private static void list(Visit visit) throws IOException, InterruptedException {
    int page = visit.query("page").map(Pages::number).orElse(1);
    var range = "?skip=" + (page - 1) * SIZE + "&limit=" + SIZE;
    var found = new Fields(visit.scheduler().get(API + range));
    var letters = found.objects("items").stream().map(DeadLetterView::of).toList();
    var meta = found.fields("meta");
    var pages = new Pages(HERE, Map.of(), page, SIZE, meta.whole("count"));
    visit.show("fleet/dead_letters", new DeadLetterList(letters, meta.whole("beyond"), pages));
  }

  private static void show(Visit visit) throws IOException, InterruptedException {
    visit.show("fleet/dead_letter", letter(visit));
  }

  private static void askToDiscard(Visit visit) throws IOException, InterruptedException {
    var letter = letter(visit);
    var texts = visit.texts();
    visit.ask(
        new Confirmation(
            texts.of("dead_letter.discard"),
            texts.of("dead_letter.discard.what", letter.queue(), letter.copies()),
            letter.path() + "/discard",
            Map.of(),
            texts.of("dead_letter.discard"),
            letter.path()));
  }

  private static DeadLetterView letter(Visit visit) throws IOException, InterruptedException {
    return DeadLetterView.of(new Fields(visit.scheduler().get(api(visit))));
  }

  private interface Call {
    Object send() throws IOException, InterruptedException;
  }

  /// Back to the list, which says what came of it.
  private static void tell(Visit visit, String done, Call call)
      throws IOException, InterruptedException {
    try {
      var _ = call.send();
      visit.goTo(HERE, true, visit.texts().of(done));
    } catch (SchedulerException e) {
      if (e.status() != NOT_FOUND && e.status() != CONFLICT) {
        throw e;
      }
      visit.goTo(HERE, false, e.sentence());
    }
  }

  private static String api(Visit visit) {
    return API + Pages.encoded(visit.path("id"));
  }
}
