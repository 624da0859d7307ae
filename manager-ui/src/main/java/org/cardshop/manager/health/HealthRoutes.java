package org.cardshop.manager.health;

import java.io.IOException;
import java.util.List;
import org.cardshop.manager.live.Live;
import org.cardshop.manager.live.Tile;
import org.cardshop.manager.web.Route;
import org.cardshop.manager.web.Visit;

/// The page that says to everybody who signed in whether the factory works and keeps up.
public record HealthRoutes(Live live) {
  private static final String HERE = "/health/factory";
  private static final String LIVE = HERE + "/live";

  public List<Route> routes() {
    return List.of(Route.get(HERE, HealthRoutes::show), Route.get(LIVE, this::follow));
  }

  private static void show(Visit visit) throws IOException, InterruptedException {
    var board = new HealthBoard();
    board.read(visit.scheduler());
    visit.show("health/page", new HealthPage(board.view(), Tile.stream(LIVE, board.tiles())));
  }

  private void follow(Visit visit) throws IOException, InterruptedException {
    live.stream(visit, "health", HealthBoard::new);
  }
}
