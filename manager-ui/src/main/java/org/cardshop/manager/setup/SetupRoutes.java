package org.cardshop.manager.setup;

import java.util.ArrayList;
import java.util.List;
import org.cardshop.manager.web.Route;

/// The pages of what is set up.
public final class SetupRoutes {
  public List<Route> routes() {
    var routes = new ArrayList<Route>();
    Kinds.ALL.forEach(kind -> routes.addAll(new KindRoutes(kind).routes()));
    routes.addAll(new PasswordRoutes().routes());
    routes.addAll(new AuditRoutes().routes());
    return routes;
  }
}
