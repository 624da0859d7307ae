package org.cardshop.manager.setup;

import java.util.List;
import org.cardshop.manager.live.Live;
import org.cardshop.manager.web.Route;

/// The pages of what is set up; none yet.
public record SetupRoutes(Live live) {
  public List<Route> routes() {
    return List.of();
  }
}
