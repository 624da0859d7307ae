package org.cardshop.manager.account;

import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.util.List;
import org.cardshop.manager.web.Route;
import org.cardshop.manager.web.Visit;
import org.cardshop.platform.scheduler.SchedulerApi;
import org.cardshop.platform.scheduler.SchedulerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The door.
public record AccountRoutes(SchedulerApi scheduler) {
  private static final Logger LOG = LoggerFactory.getLogger(AccountRoutes.class);
  private static final String HOME = "/orders";

  public List<Route> routes() {
    return List.of(
        Route.get("/", visit -> visit.goTo(HOME)),
        Route.get("/sign-in", AccountRoutes::door).open(),
        Route.post("/sign-in", this::signIn).open(),
        Route.post("/sign-out", AccountRoutes::signOut).open());
  }

  private static void door(Visit visit) {
    visit.show("sign_in", new SignIn("", visit.query("to").orElse(HOME), ""));
  }

  private void signIn(Visit visit) throws IOException, InterruptedException {
    try {
      var client =
          scheduler.signIn(visit.field("username"), visit.field("password"), visit.forwarded());
      if (client.claims().role().isWorker()) {
        refuse(visit, HttpStatus.FORBIDDEN, visit.texts().of("sign_in.machine"));
        return;
      }
      visit.signIn(client);
      visit.goTo(own(visit.field("to")));
    } catch (SchedulerException e) {
      if (e.status() >= 500) {
        throw e;
      }
      refuse(visit, HttpStatus.forStatus(e.status()), e.sentence());
    }
  }

  private static void refuse(Visit visit, HttpStatus status, String sentence) {
    visit.show(status, "sign_in", new SignIn(visit.field("username"), visit.field("to"), sentence));
  }

  private static void signOut(Visit visit) throws InterruptedException {
    if (visit.isSignedIn()) {
      try {
        visit.scheduler().signOut();
      } catch (IOException e) {
        LOG.warn("a session was left to end by itself: {}", e.getMessage());
      }
    }
    visit.signOut();
    visit.goTo("/sign-in");
  }

  /// A link could bring a foreign address, which browsers also know as `//host` and `/\host`.
  private static String own(String path) {
    return path.matches("/[A-Za-z0-9].*") ? path : HOME;
  }
}
