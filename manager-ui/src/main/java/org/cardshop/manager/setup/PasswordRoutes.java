package org.cardshop.manager.setup;

import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.util.List;
import org.cardshop.core.identity.Action;
import org.cardshop.manager.web.Form;
import org.cardshop.manager.web.Pages;
import org.cardshop.manager.web.Route;
import org.cardshop.manager.web.Visit;
import org.cardshop.platform.scheduler.SchedulerException;
import org.cardshop.platform.wire.Fields;
import org.cardshop.platform.wire.Json;

/// A new password for somebody else. One's own is changed on the page of one's account, which asks
/// for the old one.
final class PasswordRoutes {
  private static final String HERE = Kinds.USERS.path() + "/{id}/password";
  private static final String FIELD = "new_password";

  List<Route> routes() {
    return List.of(
        Route.get(HERE, visit -> show(visit, HttpStatus.OK, Form.EMPTY)),
        Route.post(HERE, PasswordRoutes::save));
  }

  private static void show(Visit visit, HttpStatus status, Form form)
      throws IOException, InterruptedException {
    var user = user(visit);
    if (user.id().equals(visit.claims().userId())) {
      visit.goTo("/account");
    } else if (visit.may(Action.MANAGE_USERS)) {
      visit.show(status, "setup/password", new PasswordPage(user, form));
    } else {
      visit.goTo(Kinds.USERS.path(), false, visit.texts().of("setup.may_not"));
    }
  }

  private static void save(Visit visit) throws IOException, InterruptedException {
    var user = user(visit);
    try {
      var wanted = Json.object().put("new", visit.field(FIELD));
      visit.scheduler().patch(api(user.id()) + "/password", wanted);
      var done = visit.texts().of("setup.password.done", user.name());
      visit.goTo(user.path(), true, done);
    } catch (SchedulerException e) {
      var status = Refusals.status(e);
      var form = e.fields().isEmpty() ? Form.EMPTY.with("", e.sentence()) : Form.EMPTY;
      for (var problem : e.fields()) {
        form = form.with(problem.field().equals("new") ? FIELD : "", problem.sentence());
      }
      show(visit, status, form);
    }
  }

  private static Entry user(Visit visit) throws IOException, InterruptedException {
    return new Entry(Kinds.USERS, new Fields(visit.scheduler().get(api(visit.path("id")))));
  }

  private static String api(String id) {
    return Kinds.USERS.api() + Pages.encoded(id);
  }
}
