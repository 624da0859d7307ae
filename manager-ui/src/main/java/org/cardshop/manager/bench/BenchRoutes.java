package org.cardshop.manager.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import org.cardshop.manager.live.Live;
import org.cardshop.manager.live.Tile;
import org.cardshop.manager.web.Pages;
import org.cardshop.manager.web.Route;
import org.cardshop.manager.web.Visit;
import org.cardshop.platform.scheduler.SchedulerException;
import org.cardshop.platform.wire.Json;

/// The bench, where a person inserts cards. A card is named by what the writer saw in the slot when
/// the page was made: if it was changed since, the scheduler refuses.
public record BenchRoutes(Live live) {
  private static final String HERE = "/bench";
  private static final String LIVE = "/bench/live";
  private static final int CONFLICT = 409;

  public List<Route> routes() {
    return List.of(
        Route.get(HERE, BenchRoutes::show),
        Route.get(LIVE, this::follow),
        Route.post("/bench/{task}/confirm", BenchRoutes::confirm),
        Route.post("/bench/{task}/bad", visit -> tell(visit, "bad_card", Json.object())),
        Route.post("/bench/{task}/skip", visit -> tell(visit, "skip_slot", Json.object())));
  }

  private static void show(Visit visit) throws IOException, InterruptedException {
    var board = new BenchBoard();
    board.read(visit.scheduler());
    visit.show("bench/bench", new BenchPage(board.view(), Tile.stream(LIVE, board.tiles())));
  }

  private void follow(Visit visit) throws IOException, InterruptedException {
    live.stream(visit, "bench", BenchBoard::new);
  }

  private static void confirm(Visit visit) throws IOException, InterruptedException {
    var card =
        Json.object()
            .put("slot", visit.query("slot").orElse(""))
            .put("medium", visit.query("medium").orElse(""));
    tell(visit, "confirm_inserted", card);
  }

  private static void tell(Visit visit, String what, ObjectNode body)
      throws IOException, InterruptedException {
    var task = Pages.encoded(visit.path("task"));
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
