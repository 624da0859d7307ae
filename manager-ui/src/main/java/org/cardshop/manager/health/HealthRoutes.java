package org.cardshop.manager.health;

import java.util.List;
import org.cardshop.manager.live.Live;
import org.cardshop.manager.web.Route;

/// The page of the factory's health; none yet.
public record HealthRoutes(Live live) {
  public List<Route> routes() {
    return List.of();
  }
}
