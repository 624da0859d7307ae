package org.cardshop.manager.account;

import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.util.List;
import org.cardshop.manager.web.Door;
import org.cardshop.manager.web.Kept;
import org.cardshop.manager.web.Route;
import org.cardshop.manager.web.Visit;
import org.cardshop.platform.scheduler.SchedulerApi;
import org.cardshop.platform.scheduler.SchedulerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The door. What was typed elsewhere when the session had ended goes through it, too.
public record AccountRoutes(SchedulerApi scheduler) implements Door {
  private static final Logger LOG = LoggerFactory.getLogger(AccountRoutes.class);
  private static final String HOME = "/";

  public List<Route> routes() {
    return List.of(
        Route.get(PATH, AccountRoutes::door).open(),
        Route.post(PATH, this::signIn).open(),
        Route.post("/sign-out", AccountRoutes::signOut).open());
  }

  @Override
  public void ask(Visit visit, String to, Kept kept) {
    var texts = visit.texts();
    var why = texts.of(kept.isEmpty() ? "sign_in.stale" : "sign_in.kept");
    var form = new SignIn(visit.field("username"), to, why, kept);
    visit.show(HttpStatus.UNAUTHORIZED, "account/sign_in", form);
  }

  private static void door(Visit visit) {
    var to = visit.query("to").orElse(HOME);
    visit.show("account/sign_in", new SignIn("", to, "", Kept.NOTHING));
  }

  private void signIn(Visit visit) throws IOException, InterruptedException {
    try {
      var login =
          scheduler.logIn(visit.field("username"), visit.field("password"), visit.forwarded());
      if (login.claims().role().isWorker()) {
        refuse(visit, HttpStatus.FORBIDDEN, visit.texts().of("sign_in.machine"));
        return;
      }
      visit.signIn(login);
      goOn(visit);
    } catch (SchedulerException e) {
      if (e.status() >= 500) {
        throw e;
      }
      refuse(visit, HttpStatus.forStatus(e.status()), e.sentence());
    }
  }

  private static void goOn(Visit visit) {
    var kept = Kept.carriedBy(visit);
    if (kept.isEmpty()) {
      visit.goTo(Visit.isOwn(visit.field("to")) ? visit.field("to") : HOME);
    } else {
      visit.show("kept", kept);
    }
  }

  private static void refuse(Visit visit, HttpStatus status, String sentence) {
    var kept = Kept.carriedBy(visit);
    var form = new SignIn(visit.field("username"), visit.field("to"), sentence, kept);
    visit.show(status, "account/sign_in", form);
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
    visit.goTo(PATH);
  }
}
