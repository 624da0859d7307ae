package org.cardshop.manager.account;

import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cardshop.manager.account.Profile.ApiToken;
import org.cardshop.manager.account.Profile.OpenSession;
import org.cardshop.manager.web.Confirmation;
import org.cardshop.manager.web.Door;
import org.cardshop.manager.web.Form;
import org.cardshop.manager.web.Pages;
import org.cardshop.manager.web.Route;
import org.cardshop.manager.web.Visit;
import org.cardshop.platform.scheduler.SchedulerApi;
import org.cardshop.platform.scheduler.SchedulerException;
import org.cardshop.platform.wire.Fields;
import org.cardshop.platform.wire.Json;

/// One's own account: password, sessions, API tokens.
public record ProfileRoutes(SchedulerApi scheduler) {
  private static final String HERE = "/account";
  private static final String SESSIONS = "/users/me/sessions";
  private static final String TOKENS = "/users/me/tokens";
  private static final int NOT_FOUND = 404;
  private static final int SERVER_FAULT = 500;

  public List<Route> routes() {
    return List.of(
        Route.get(HERE, visit -> show(visit, HttpStatus.OK, Form.EMPTY, Form.EMPTY, "")),
        Route.post(HERE + "/password", this::password),
        Route.get(HERE + "/sign-out", ProfileRoutes::askToSignOut),
        Route.post(HERE + "/sign-out", ProfileRoutes::signOut),
        Route.post(HERE + "/sessions/{id}/end", ProfileRoutes::endSession),
        Route.post(HERE + "/tokens", ProfileRoutes::makeToken),
        Route.get(HERE + "/tokens/{id}/delete", ProfileRoutes::askToDelete),
        Route.post(HERE + "/tokens/{id}/delete", ProfileRoutes::delete));
  }

  private static void show(Visit visit, HttpStatus status, Form password, Form token, String made)
      throws IOException, InterruptedException {
    var claims = visit.claims();
    visit.show(
        status,
        "account/profile",
        new Profile(
            claims.username(),
            claims.role(),
            claims.channel(),
            sessions(visit),
            tokens(visit),
            password,
            token,
            made));
  }

  private static List<OpenSession> sessions(Visit visit) throws IOException, InterruptedException {
    var found = new Fields(visit.scheduler().get(SESSIONS));
    return found.objects("items").stream().map(OpenSession::of).toList();
  }

  private static void endSession(Visit visit) throws IOException, InterruptedException {
    try {
      visit.scheduler().delete(SESSIONS + "/" + Pages.encoded(visit.path("id")));
      visit.goTo(HERE, true, visit.texts().of("account.session.ended"));
    } catch (SchedulerException e) {
      if (e.status() != NOT_FOUND) {
        throw e;
      }
      visit.goTo(HERE, false, visit.texts().of("account.session.gone"));
    }
  }

  private static List<ApiToken> tokens(Visit visit) throws IOException, InterruptedException {
    var found = new Fields(visit.scheduler().get(TOKENS));
    return found.objects("items").stream().map(ApiToken::of).toList();
  }

  /// It ends all sessions, so that this browser signs in anew, with what was just typed.
  private void password(Visit visit) throws IOException, InterruptedException {
    var fresh = visit.field("new_password");
    if (!fresh.equals(visit.field("new_password_again"))) {
      var form =
          Form.EMPTY.with("new_password_again", visit.texts().of("account.password.differs"));
      show(visit, HttpStatus.BAD_REQUEST, form, Form.EMPTY, "");
      return;
    }
    try {
      var words = Json.object().put("old", visit.field("old_password")).put("new", fresh);
      visit.scheduler().patch("/users/" + visit.claims().userId() + "/password", words);
      visit.signIn(scheduler.logIn(visit.claims().username(), fresh, visit.forwarded()));
      visit.goTo(HERE, true, visit.texts().of("account.password.done"));
    } catch (SchedulerException e) {
      show(visit, refused(e), passwordForm(e), Form.EMPTY, "");
    }
  }

  private static Form passwordForm(SchedulerException e) {
    var form = e.fields().isEmpty() ? Form.EMPTY.with("", e.sentence()) : Form.EMPTY;
    for (var problem : e.fields()) {
      form = form.with(problem.field() + "_password", problem.sentence());
    }
    return form;
  }

  private static void askToSignOut(Visit visit) {
    var texts = visit.texts();
    visit.ask(
        new Confirmation(
            texts.of("account.everywhere.title"),
            texts.of("account.everywhere.what"),
            HERE + "/sign-out",
            Map.of(),
            texts.of("account.everywhere.button"),
            HERE));
  }

  private static void signOut(Visit visit) throws IOException, InterruptedException {
    visit.scheduler().post("/auth/logout", Json.object().put("everywhere", true));
    visit.signOut();
    visit.goTo(Door.PATH);
  }

  private static void makeToken(Visit visit) throws IOException, InterruptedException {
    var typed = new LinkedHashMap<String, List<String>>();
    for (var name : List.of("name", "scopes", "days")) {
      typed.put(name, visit.fields().getOrDefault(name, List.of()));
    }
    var form = new Form(typed, Map.of());
    var wanted = Json.object().put("name", form.typed("name"));
    var scopes = wanted.putArray("scopes");
    typed.getOrDefault("scopes", List.of()).forEach(scopes::add);
    var days = form.typed("days");
    if (days.matches("[0-9]{1,6}")) {
      wanted.put("days", Integer.parseInt(days));
    } else {
      wanted.put("days", days);
    }
    try {
      var made = new Fields(visit.scheduler().post(TOKENS, wanted));
      show(visit, HttpStatus.OK, Form.EMPTY, Form.EMPTY, made.text("token"));
    } catch (SchedulerException e) {
      show(visit, refused(e), Form.EMPTY, form.refused(e), "");
    }
  }

  private static void askToDelete(Visit visit) throws IOException, InterruptedException {
    var id = visit.path("id");
    var texts = visit.texts();
    var name =
        tokens(visit).stream().filter(t -> t.id().equals(id)).map(ApiToken::name).findFirst();
    if (name.isEmpty()) {
      visit.goTo(HERE, false, texts.of("account.token.gone"));
      return;
    }
    visit.ask(
        new Confirmation(
            texts.of("account.token.delete.title"),
            texts.of("account.token.delete.what", name.get()),
            HERE + "/tokens/" + Pages.encoded(id) + "/delete",
            Map.of(),
            texts.of("account.token.delete.button"),
            HERE));
  }

  private static void delete(Visit visit) throws IOException, InterruptedException {
    visit.scheduler().delete(TOKENS + "/" + Pages.encoded(visit.path("id")));
    visit.goTo(HERE, true, visit.texts().of("account.token.deleted"));
  }

  /// What the person can mend; the rest is thrown on.
  private static HttpStatus refused(SchedulerException e) throws SchedulerException {
    if (e.status() >= SERVER_FAULT || e.status() == HttpStatus.UNAUTHORIZED.getCode()) {
      throw e;
    }
    return HttpStatus.forStatus(e.status());
  }
}
