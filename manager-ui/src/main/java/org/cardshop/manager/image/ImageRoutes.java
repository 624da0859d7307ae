package org.cardshop.manager.image;

import java.util.List;
import org.cardshop.manager.live.Live;
import org.cardshop.manager.web.Route;

/// The pages of images; none yet.
public record ImageRoutes(Live live) {
  public List<Route> routes() {
    return List.of();
  }
}
