package org.cardshop.manager.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cardshop.core.identity.Action;
import org.cardshop.manager.live.Live;
import org.cardshop.manager.live.Tile;
import org.cardshop.manager.web.Confirmation;
import org.cardshop.manager.web.Pages;
import org.cardshop.manager.web.Route;
import org.cardshop.manager.web.Visit;
import org.cardshop.platform.scheduler.SchedulerException;
import org.cardshop.platform.wire.Json;

/// The bench, where a person inserts cards. A card is named by what the writer saw in the slot when
/// the page was made: if it was changed since, the scheduler refuses. That is one tap; all else
/// asks first.
///
/// @param hands where cards can be put in by buttons
public record BenchRoutes(Live live, Optional<Hands> hands) {
  private static final String HERE = "/bench";
  private static final String LIVE = "/bench/live";
  private static final int CONFLICT = 409;

  public List<Route> routes() {
    return List.of(
        Route.get(HERE, this::show),
        Route.get(LIVE, this::follow),
        Route.post("/bench/{task}/confirm", BenchRoutes::confirm),
        Route.post("/bench/{task}/wrong", visit -> tellSurely(visit, "wrong_card", "bad_card")),
        Route.post("/bench/{task}/bad", visit -> tellSurely(visit, "bad_card", "bad_card")),
        Route.post("/bench/{task}/skip", visit -> tellSurely(visit, "skip_slot", "skip_slot")));
  }

  private void show(Visit visit) throws IOException, InterruptedException {
    var board = new BenchBoard(visit.query("host"), hands);
    board.read(visit.scheduler());
    var view = board.view();
    var layout = Layout.of(view.chosen().map(BenchView.Host::slots).orElse(List.of()));
    var live = visit.query("host").map(h -> LIVE + "?host=" + Pages.encoded(h)).orElse(LIVE);
    visit.show(
        "bench/bench",
        new BenchPage(view, HostsView.of(view), layout, Tile.stream(live, board.tiles())));
  }

  private void follow(Visit visit) throws IOException, InterruptedException {
    var host = visit.query("host");
    live.stream(visit, "bench " + host.orElse(""), () -> new BenchBoard(host, hands));
  }

  private static void confirm(Visit visit) throws IOException, InterruptedException {
    var card =
        Json.object()
            .put("slot", visit.query("slot").orElse(""))
            .put("medium", visit.query("medium").orElse(""));
    tell(visit, "confirm_inserted", "confirm_inserted", card);
  }

  /// @param what is said of it, in texts
  /// @param call by which the scheduler knows it
  private static void tellSurely(Visit visit, String what, String call)
      throws IOException, InterruptedException {
    if (!visit.field("sure").isEmpty() || !visit.may(Action.HANDLE_CARDS)) {
      tell(visit, what, call, Json.object());
      return;
    }
    var texts = visit.texts();
    var slot = visit.query("slot").orElse("");
    visit.ask(
        new Confirmation(
            texts.of("bench." + what + ".button"),
            texts.of("bench." + what + ".what", slot),
            visit.address(),
            Map.of("sure", "yes"),
            texts.of("bench." + what + ".button"),
            back(visit)));
  }

  private static void tell(Visit visit, String what, String call, ObjectNode body)
      throws IOException, InterruptedException {
    var task = Pages.encoded(visit.path("task"));
    try {
      visit.scheduler().post("/tasks/" + task + "/" + call, body);
      var slot = visit.query("slot").orElse("");
      visit.goTo(back(visit), true, visit.texts().of("bench." + what + ".done", slot));
    } catch (SchedulerException e) {
      if (e.status() != CONFLICT) {
        throw e;
      }
      visit.goTo(back(visit), false, e.sentence());
    }
  }

  /// To the host that the person looked at.
  static String back(Visit visit) {
    return visit.query("host").map(h -> HERE + "?host=" + Pages.encoded(h)).orElse(HERE);
  }
}
