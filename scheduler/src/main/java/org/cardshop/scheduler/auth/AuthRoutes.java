package org.cardshop.scheduler.auth;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.cardshop.core.identity.Action;
import org.cardshop.core.identity.Claims;
import org.cardshop.platform.storage.Session;
import org.cardshop.platform.storage.SessionStore;
import org.cardshop.platform.storage.TaskStore;
import org.cardshop.platform.storage.User;
import org.cardshop.platform.storage.UserStore;
import org.cardshop.platform.token.Bearers;
import org.cardshop.platform.token.TokenRefusedException;
import org.cardshop.platform.token.Tokens;
import org.cardshop.platform.wire.ClaimsJson;
import org.cardshop.platform.wire.Json;
import org.cardshop.scheduler.http.Form;
import org.cardshop.scheduler.http.HttpProblem;
import org.cardshop.scheduler.http.Request;
import org.cardshop.scheduler.http.Route;
import org.cardshop.scheduler.http.Verb;

/// Login, fresh tokens, and what a token is worth.
public final class AuthRoutes {
  private final Logins logins;
  private final UserStore users;
  private final SessionStore sessions;
  private final Tokens tokens;
  private final Bearers bearers;
  private final TaskStore tasks;
  private final InstantSource clock;

  public AuthRoutes(
      Logins logins,
      UserStore users,
      SessionStore sessions,
      Tokens tokens,
      Bearers bearers,
      TaskStore tasks,
      InstantSource clock) {
    this.logins = logins;
    this.users = users;
    this.sessions = sessions;
    this.tokens = tokens;
    this.bearers = bearers;
    this.tasks = tasks;
    this.clock = clock;
  }

  public List<Route> routes() {
    return List.of(
        Route.open(
                Verb.POST,
                "/auth/authorize",
                "Logs in; name and password as headers, form or JSON.",
                this::authorize)
            .body("{\"username\": \"admin\", \"password\": \"…\"}"),
        Route.open(
                Verb.POST,
                "/auth/token",
                "Gives a new pair for a refresh token (header 'refresh-token' or JSON), which is"
                    + " then spent.",
                this::refresh)
            .body("{\"refresh_token\": \"…\"}")
            .changesNothing(),
        Route.open(
                Verb.POST,
                "/auth/validate",
                "Answers the claims of a token (header 'access-token' or JSON), or 401.",
                this::validate)
            .body("{\"access_token\": \"…\"}")
            .changesNothing(),
        Route.of(
                Verb.POST,
                "/auth/logout",
                Action.OWN_ACCOUNT,
                "Ends all sessions of the caller, so that every token that came from a login is"
                    + " void; with 'everywhere': false this one only.",
                this::logout)
            .body("{\"everywhere\": true}"),
        Route.open(
            Verb.GET,
            "/.well-known/jwks.json",
            "The keys that access tokens are signed with (RFC 7517).",
            this::keys));
  }

  private void authorize(Request request) {
    var name = credential(request, "username", "username");
    // What is no user's name may be a password, typed into the wrong field.
    users.byName(name).ifPresent(user -> request.audits(user.username()));
    var user = logins.login(name, credential(request, "password", "password"), request.address());
    pair(request, user, sessions.open(user.id(), clock.instant()));
  }

  private void refresh(Request request) {
    var token = credential(request, "refresh-token", "refresh_token");
    switch (sessions.refresh(token, clock.instant())) {
      case Session.Alive alive -> {
        var user =
            users
                .find(alive.userId())
                .filter(User::active)
                .orElseThrow(
                    () -> HttpProblem.unauthorized("The user was deactivated. Ask a manager."));
        pair(request, user, alive);
      }
      case Session.Over _ ->
          throw HttpProblem.unauthorized(
              "The refresh token is unknown, or its session has ended. Log in again.");
      case Session.Stolen(var userId) -> {
        users.find(userId).ifPresent(user -> request.audits(user.username()));
        throw HttpProblem.unauthorized(
            "The refresh token was spent before, so that somebody else may have it: its session"
                + " was ended. Log in again.");
      }
    }
  }

  private void pair(Request request, User user, Session.Alive session) {
    var access =
        new Claims.Access(
            session.id(),
            user.id(),
            user.username(),
            user.role(),
            user.channel(),
            clock.instant().plus(Tokens.ACCESS_LIFE));
    request.answer(
        Json.object()
            .put("access_token", tokens.issue(access))
            .put("refresh_token", session.refreshToken()));
  }

  private void logout(Request request) {
    var form = request.hasJsonBody() ? request.form() : Form.of(Json.object());
    boolean isEverywhere = form.flag("everywhere", Optional.of(true));
    form.check();
    var caller = request.caller();
    if (isEverywhere) {
      sessions.endAllOf(caller.user().id());
      users.begunAnew(caller.user().id(), clock.instant());
    } else {
      caller.session().ifPresent(sessions::end);
    }
    request.changed(caller.user().id());
  }

  private void keys(Request request) {
    request.answerHeader("Cache-Control", "max-age=300");
    request.answer(tokens.keySet());
  }

  private void validate(Request request) {
    var token = credential(request, "access-token", "access_token");
    try {
      var claims = tokens.check(token);
      switch (claims) {
        case Claims.Access access -> bearers.user(access);
        case Claims.Ticket ticket -> checkTicket(ticket);
      }
      request.answer(ClaimsJson.write(claims));
    } catch (TokenRefusedException e) {
      throw HttpProblem.unauthorized(String.valueOf(e.getMessage()));
    }
  }

  /// The fence (design §5): a newer grant of the task, or its end, voids the ticket.
  private void checkTicket(Claims.Ticket ticket) throws TokenRefusedException {
    if (ticket.task().isEmpty()) {
      return;
    }
    Bearers.active(users.byName(ticket.username()));
    var state =
        tasks
            .find(ticket.task())
            .orElseThrow(
                () -> HttpProblem.unauthorized("The task of this ticket is gone: stop the work."))
            .value()
            .state();
    if (state.isTerminal()) {
      throw HttpProblem.unauthorized(
          "The task of this ticket has ended (" + state.status() + "): stop the work.");
    }
    if (state.attempts().epoch() != ticket.epoch()) {
      throw HttpProblem.unauthorized(
          "The task of this ticket was given to somebody else (grant "
              + state.attempts().epoch()
              + ", the ticket is for "
              + ticket.epoch()
              + "): stop the work.");
    }
  }

  /// From a header, else from a form, else from a JSON body.
  private static String credential(Request request, String header, String field) {
    return request
        .header(header)
        .or(() ->
            request.hasJsonBody()
                ? json(request, field)
                : request.formParameter(field).or(() -> request.formParameter(header)))
        .orElseThrow(() ->
            HttpProblem.badRequest(
                "The "
                    + field.replace('_', ' ')
                    + " is missing; send it in the header '"
                    + header
                    + "'."));
  }

  private static Optional<String> json(Request request, String field) {
    return Optional.ofNullable(request.body().path(field).textValue());
  }
}
