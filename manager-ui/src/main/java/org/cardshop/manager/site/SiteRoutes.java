package org.cardshop.manager.site;

import java.util.List;
import java.util.Optional;
import org.cardshop.manager.web.Route;
import org.cardshop.manager.web.Visit;

/// What belongs to no area.
public final class SiteRoutes {
  private static final String HOME = "/orders";

  public List<Route> routes() {
    return List.of(
        Route.get("/", visit -> visit.goTo(HOME)),
        Route.get("/help", visit -> visit.show("site/help", "")).open(),
        Route.get("/again", SiteRoutes::again).open(),
        Route.post("/language", SiteRoutes::language).open());
  }

  /// Asked for by a page that was told to load itself again.
  private static void again(Visit visit) {
    visit.answerHeader("HX-Refresh", "true");
    visit.send("text/plain", new byte[0]);
  }

  private static void language(Visit visit) {
    visit.speak(visit.field("language"));
    visit.goTo(Optional.of(visit.field("back")).filter(Visit::isOwn).orElse(HOME));
  }
}
