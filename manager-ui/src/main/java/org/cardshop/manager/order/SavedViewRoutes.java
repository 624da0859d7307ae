package org.cardshop.manager.order;

import java.util.List;
import java.util.Map;
import org.cardshop.manager.order.SavedViews.View;
import org.cardshop.manager.web.Confirmation;
import org.cardshop.manager.web.Route;
import org.cardshop.manager.web.Visit;

/// Naming a filter of the list of orders, and forgetting it again. Nothing of it is known outside
/// the browser.
public final class SavedViewRoutes {
  private static final String HERE = "/orders/views";
  private static final String COOKIE = "cardshop-views";

  public List<Route> routes() {
    return List.of(
        Route.post(HERE, SavedViewRoutes::save),
        Route.get(HERE + "/remove", SavedViewRoutes::askToRemove),
        Route.post(HERE + "/remove", SavedViewRoutes::remove));
  }

  /// Those of whoever signed in.
  static List<View> of(Visit visit) {
    return all(visit).of(visit.claims().userId());
  }

  private static SavedViews all(Visit visit) {
    return SavedViews.read(visit.kept(COOKIE));
  }

  private static void save(Visit visit) {
    var filter = OrderFilter.read(visit::field);
    var name = visit.field("name").strip();
    var texts = visit.texts();
    var back = filter.link("/orders");
    if (name.isEmpty() || name.length() > SavedViews.LONGEST_NAME) {
      visit.goTo(back, false, texts.of("orders.view.name_needed", SavedViews.LONGEST_NAME));
      return;
    }
    all(visit)
        .with(new View(visit.claims().userId(), name, filter))
        .ifPresentOrElse(
            views -> {
              visit.keep(COOKIE, views.write());
              visit.goTo(back, true, texts.of("orders.view.saved", name));
            },
            () -> visit.goTo(back, false, texts.of("orders.view.full", SavedViews.MOST)));
  }

  private static void askToRemove(Visit visit) {
    var name = visit.query("name").orElse("");
    var texts = visit.texts();
    visit.ask(
        new Confirmation(
            texts.of("orders.view.remove"),
            texts.of("orders.view.remove_what", name),
            HERE + "/remove",
            Map.of("name", name),
            texts.of("orders.view.remove"),
            "/orders"));
  }

  private static void remove(Visit visit) {
    var name = visit.field("name");
    visit.keep(COOKIE, all(visit).without(visit.claims().userId(), name).write());
    visit.goTo("/orders", true, visit.texts().of("orders.view.removed", name));
  }
}
