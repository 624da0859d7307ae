package org.cardshop.manager;

import java.time.InstantSource;
import java.util.ArrayList;
import org.cardshop.manager.account.AccountRoutes;
import org.cardshop.manager.bench.BenchRoutes;
import org.cardshop.manager.order.NewOrderRoutes;
import org.cardshop.manager.order.OrderRoutes;
import org.cardshop.manager.web.Route;
import org.cardshop.manager.web.Server;
import org.cardshop.manager.web.Sessions;
import org.cardshop.platform.runtime.Closer;
import org.cardshop.platform.scheduler.SchedulerApi;

/// The manager: the scheduler's API, who is signed in, pages, server, in this order. It has no
/// database and no rights of its own: whatever a page shows or does, the signed-in person may.
public final class ManagerProcess implements AutoCloseable {
  private final Closer closer = new Closer();
  private final Server server;

  public ManagerProcess(ManagerConfig config) {
    this(config, InstantSource.system());
  }

  public ManagerProcess(ManagerConfig config, InstantSource clock) {
    try {
      server = start(config, clock);
    } catch (RuntimeException e) {
      closer.close();
      throw e;
    }
  }

  private Server start(ManagerConfig config, InstantSource clock) {
    var scheduler = closer.add(new SchedulerApi(config.scheduler(), config.trust()));
    var sessions = new Sessions(clock);
    var routes = new ArrayList<Route>();
    routes.addAll(new AccountRoutes(scheduler).routes());
    routes.addAll(new NewOrderRoutes().routes());
    routes.addAll(new OrderRoutes().routes());
    routes.addAll(new BenchRoutes().routes());
    return closer.add(new Server(config.listening(), sessions, routes));
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
