package org.cardshop.scheduler;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.cardshop.platform.production.Production;
import org.cardshop.platform.runtime.Closer;
import org.cardshop.platform.storage.ApiTokenStore;
import org.cardshop.platform.storage.AttemptStore;
import org.cardshop.platform.storage.AuditStore;
import org.cardshop.platform.storage.AutoImageStore;
import org.cardshop.platform.storage.ChannelStore;
import org.cardshop.platform.storage.Database;
import org.cardshop.platform.storage.KeyStore;
import org.cardshop.platform.storage.LeaseStore;
import org.cardshop.platform.storage.MediaStore;
import org.cardshop.platform.storage.OrderStore;
import org.cardshop.platform.storage.Passwords;
import org.cardshop.platform.storage.ScheduleStore;
import org.cardshop.platform.storage.SessionStore;
import org.cardshop.platform.storage.TaskStore;
import org.cardshop.platform.storage.UserStore;
import org.cardshop.platform.storage.WarehouseStore;
import org.cardshop.platform.storage.WorkerStore;
import org.cardshop.platform.token.Bearers;
import org.cardshop.platform.token.Tokens;
import org.cardshop.scheduler.audit.AuditRoutes;
import org.cardshop.scheduler.auth.AuthRoutes;
import org.cardshop.scheduler.auth.Bouncer;
import org.cardshop.scheduler.auth.BrokerRoutes;
import org.cardshop.scheduler.auth.Logins;
import org.cardshop.scheduler.autoimage.AutoImageKind;
import org.cardshop.scheduler.channel.ChannelKind;
import org.cardshop.scheduler.deadletter.DeadLetterRoutes;
import org.cardshop.scheduler.event.EventRoutes;
import org.cardshop.scheduler.health.HealthRoutes;
import org.cardshop.scheduler.health.Sight;
import org.cardshop.scheduler.http.Audit;
import org.cardshop.scheduler.http.Gate;
import org.cardshop.scheduler.http.Route;
import org.cardshop.scheduler.http.Server;
import org.cardshop.scheduler.media.MediaKind;
import org.cardshop.scheduler.openapi.AboutRoutes;
import org.cardshop.scheduler.order.OrderForm;
import org.cardshop.scheduler.order.OrderRoutes;
import org.cardshop.scheduler.schedule.ScheduleKind;
import org.cardshop.scheduler.task.BenchRoutes;
import org.cardshop.scheduler.task.TaskLook;
import org.cardshop.scheduler.task.TaskRoutes;
import org.cardshop.scheduler.task.WaitingRoutes;
import org.cardshop.scheduler.user.ApiTokenRoutes;
import org.cardshop.scheduler.user.SessionRoutes;
import org.cardshop.scheduler.user.UserRoutes;
import org.cardshop.scheduler.warehouse.WarehouseKind;
import org.cardshop.scheduler.warehouse.WarehouseProbe;
import org.cardshop.scheduler.worker.WorkerRoutes;
import org.cardshop.web.Listening;
import org.cardshop.web.Proxies;

/// The scheduler: database, stores, routes, server, in this order. It keeps no state of its own, so
/// that any number may run at once.
public final class SchedulerProcess implements AutoCloseable {
  private final Closer closer = new Closer();
  private final Server server;

  public SchedulerProcess(SchedulerConfig config, Links links, InstantSource clock) {
    this(config, _ -> links, clock);
  }

  /// @param connect makes the links; they may use the scheduler's own database
  SchedulerProcess(SchedulerConfig config, Function<Database, Links> connect, InstantSource clock) {
    try {
      server = start(config, connect, clock);
    } catch (RuntimeException e) {
      closer.close();
      throw e;
    }
  }

  private Server start(
      SchedulerConfig config, Function<Database, Links> connect, InstantSource clock) {
    var database = closer.add(Database.open(config.mongodbUri(), config.recipeKey()));
    var links = connect.apply(database);
    var users = new UserStore(database, new Passwords(config.passwordCost()));
    var sessions = new SessionStore(database);
    var apiTokens = new ApiTokenStore(database);
    var audit = new AuditStore(database);
    var bearers = new Bearers(database, users, clock);
    var logins = closer.add(new Logins(users, new AttemptStore(database), clock));
    var channels = new ChannelStore(database);
    var warehouses = new WarehouseStore(database);
    var probe = closer.add(new WarehouseProbe(warehouses, clock, WarehouseProbe.PERIOD));
    var workers = new WorkerStore(database);
    var orders = new OrderStore(database);
    var tasks = new TaskStore(database);
    var tokens = new Tokens(new KeyStore(database), clock);
    FirstStart.see(users, channels, links.furnishing(), config.adminPassword());

    var production =
        new Production(orders, tasks, links.outside(), Thread::startVirtualThread, clock);
    var form = new OrderForm(channels, warehouses);
    var look = new TaskLook(tasks, workers);
    var events = new EventRoutes(orders, tasks, clock);
    var routes = new ArrayList<Route>();
    routes.addAll(new AuthRoutes(logins, users, sessions, tokens, bearers, tasks, clock).routes());
    routes.addAll(new BrokerRoutes(users, bearers, logins, config.brokerSecret()).routes());
    routes.addAll(new ApiTokenRoutes(apiTokens, clock).routes());
    routes.addAll(new SessionRoutes(sessions, clock).routes());
    routes.addAll(
        new UserRoutes(users, sessions, apiTokens, logins, channels, links.furnishing(), clock)
            .routes());
    routes.addAll(new AuditRoutes(audit).routes());
    routes.addAll(new ChannelKind(warehouses, orders, links.furnishing()).routes(channels));
    routes.addAll(new WarehouseKind(channels, probe).routes(warehouses));
    routes.addAll(new OrderRoutes(form, production, orders, tasks, look, clock).routes());
    routes.addAll(new TaskRoutes(tasks, orders).routes());
    routes.addAll(new BenchRoutes(tasks, look, production, links.commands(), clock).routes());
    routes.addAll(new WaitingRoutes(orders, tasks, look, clock).routes());
    routes.addAll(new WorkerRoutes(workers, tasks, links.commands(), clock).routes());
    var sight =
        new Sight(
            channels, orders, tasks, workers, probe, new LeaseStore(database), links.deadLetters());
    routes.addAll(new HealthRoutes(sight, clock).routes());
    routes.addAll(new DeadLetterRoutes(links.deadLetters()).routes());
    routes.addAll(new ScheduleKind().routes(new ScheduleStore(database)));
    routes.addAll(new MediaKind().routes(new MediaStore(database)));
    routes.addAll(new AutoImageKind(channels).routes(new AutoImageStore(database)));
    routes.addAll(events.routes());
    routes.addAll(new AboutRoutes(users, List.copyOf(routes)).routes());

    var made =
        closer.add(
            new Server(
                new Listening(Optional.empty(), config.httpPort(), config.tls()),
                new Gate(bearers),
                new Audit(audit, clock),
                new Proxies(config.trustedProxies()),
                routes));
    links.door().ifPresent(door -> closer.add(new Bouncer(door, users, Bouncer.PERIOD)));
    // Closed first: listeners would keep the server from closing.
    closer.add(events);
    return made;
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
