package org.cardshop.manager.bench;

import io.javalin.http.ForbiddenResponse;
import java.io.IOException;
import java.util.List;
import org.cardshop.core.identity.Action;
import org.cardshop.manager.web.Pages;
import org.cardshop.manager.web.Route;
import org.cardshop.manager.web.Visit;

/// Cards that are put in and taken out by buttons, where the slots are files of this process.
public record HandRoutes(Hands hands) {
  public List<Route> routes() {
    return List.of(
        Route.post("/bench/hands/{slot}/insert", visit -> move(visit, "insert", hands::insert)),
        Route.post("/bench/hands/{slot}/remove", visit -> move(visit, "remove", hands::remove)));
  }

  private interface Move {
    boolean of(String slot) throws IOException;
  }

  private void move(Visit visit, String what, Move move) throws IOException, InterruptedException {
    // The scheduler says who may see the host; a cookie may be older than a role.
    visit.scheduler().get("/workers/" + Pages.encoded(hands.host()));
    if (!visit.may(Action.HANDLE_CARDS)) {
      throw new ForbiddenResponse();
    }
    var slot = visit.path("slot");
    boolean isDone = hands.slots().contains(slot) && move.of(slot);
    var said = "bench.hands." + what + (isDone ? ".done" : ".not");
    visit.goTo(BenchRoutes.back(visit), isDone, visit.texts().of(said, slot));
  }
}
