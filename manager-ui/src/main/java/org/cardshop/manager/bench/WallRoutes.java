package org.cardshop.manager.bench;

import java.io.IOException;
import java.util.List;
import org.cardshop.manager.live.Live;
import org.cardshop.manager.web.Route;
import org.cardshop.manager.web.Visit;

/// The wall: what all slots do, on a large screen. Nothing can be done there.
public record WallRoutes(Live live) {
  private static final String HERE = "/bench/wall";
  private static final String LIVE = HERE + "/live";

  public List<Route> routes() {
    return List.of(Route.get(HERE, WallRoutes::show), Route.get(LIVE, this::follow));
  }

  private static void show(Visit visit) throws IOException, InterruptedException {
    var board = new WallBoard();
    board.read(visit.scheduler());
    visit.show("bench/wall", board.page(LIVE));
  }

  private void follow(Visit visit) throws IOException, InterruptedException {
    live.stream(visit, "wall", WallBoard::new);
  }
}
