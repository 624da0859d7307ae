package org.cardshop.manager.fleet;

import java.util.List;
import org.cardshop.manager.live.Live;
import org.cardshop.manager.web.Route;

/// The pages of the fleet; none yet.
public record FleetRoutes(Live live) {
  public List<Route> routes() {
    return List.of();
  }
}
