package org.cardshop.manager;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Optional;
import org.cardshop.manager.account.AccountRoutes;
import org.cardshop.manager.account.ProfileRoutes;
import org.cardshop.manager.bench.BenchRoutes;
import org.cardshop.manager.bench.HandRoutes;
import org.cardshop.manager.bench.Hands;
import org.cardshop.manager.bench.WallRoutes;
import org.cardshop.manager.catalogue.Catalogue;
import org.cardshop.manager.fleet.DeadLetterRoutes;
import org.cardshop.manager.fleet.FleetRoutes;
import org.cardshop.manager.health.HealthRoutes;
import org.cardshop.manager.image.ImageRoutes;
import org.cardshop.manager.label.LabelRoutes;
import org.cardshop.manager.live.Live;
import org.cardshop.manager.order.NewOrderRoutes;
import org.cardshop.manager.order.OrderListRoutes;
import org.cardshop.manager.order.OrderRoutes;
import org.cardshop.manager.order.SavedViewRoutes;
import org.cardshop.manager.recipe.BaseOnOffer;
import org.cardshop.manager.recipe.RecipeSheet;
import org.cardshop.manager.setup.SetupRoutes;
import org.cardshop.manager.site.SiteRoutes;
import org.cardshop.manager.web.Route;
import org.cardshop.manager.web.Sealing;
import org.cardshop.manager.web.Server;
import org.cardshop.manager.web.Sessions;
import org.cardshop.manager.web.Templates;
import org.cardshop.platform.runtime.Closer;
import org.cardshop.platform.scheduler.SchedulerApi;
import org.cardshop.web.Proxies;

/// The manager: the scheduler's API, who is signed in, pages, server, live pages, in this order. It
/// has no database and no rights of its own: whatever a page shows or does, the signed-in person
/// may.
public final class ManagerProcess implements AutoCloseable {
  private final Closer closer = new Closer();
  private final Server server;

  public ManagerProcess(ManagerConfig config) {
    this(config, InstantSource.system(), Optional.empty());
  }

  /// @param hands that put cards into slots, where those are files of this very process
  public ManagerProcess(ManagerConfig config, InstantSource clock, Optional<Hands> hands) {
    try {
      server = start(config, clock, hands);
    } catch (RuntimeException e) {
      closer.close();
      throw e;
    }
  }

  private Server start(ManagerConfig config, InstantSource clock, Optional<Hands> hands) {
    var scheduler = closer.add(new SchedulerApi(config.scheduler(), config.trust()));
    var sessions = new Sessions(scheduler, new Sealing(config.cookieKey()), clock);
    var templates = new Templates();
    var live = new Live(templates, clock);
    var account = new AccountRoutes(scheduler);
    var routes = new ArrayList<Route>();
    routes.addAll(new SiteRoutes().routes());
    routes.addAll(account.routes());
    routes.addAll(new ProfileRoutes(scheduler).routes());
    routes.addAll(new NewOrderRoutes(sources(config.offer(), clock)).routes());
    routes.addAll(new OrderListRoutes(clock).routes());
    routes.addAll(new SavedViewRoutes().routes());
    routes.addAll(new LabelRoutes().routes());
    routes.addAll(new OrderRoutes(live).routes());
    routes.addAll(new WallRoutes(live).routes());
    hands.ifPresent(h -> routes.addAll(new HandRoutes(h).routes()));
    routes.addAll(new BenchRoutes(live, hands).routes());
    routes.addAll(new FleetRoutes().routes());
    routes.addAll(new DeadLetterRoutes().routes());
    routes.addAll(new ImageRoutes().routes());
    routes.addAll(new SetupRoutes().routes());
    routes.addAll(new HealthRoutes(live).routes());
    var proxies = new Proxies(config.trustedProxies());
    var server =
        closer.add(new Server(config.listening(), proxies, sessions, templates, account, routes));
    // Before the server, which waits for its streams to end.
    closer.add(live);
    return server;
  }

  private RecipeSheet.Sources sources(ManagerConfig.Offer offer, InstantSource clock) {
    var catalogue = offer.catalogue().map(c -> closer.add(new Catalogue(c, clock)));
    return new RecipeSheet.Sources(catalogue, closer.add(new BaseOnOffer(offer.base(), clock)));
  }

  /// Where it listens.
  public int port() {
    return server.port();
  }

  @Override
  public void close() {
    closer.close();
  }
}
