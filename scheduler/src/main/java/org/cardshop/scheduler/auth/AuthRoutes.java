package org.cardshop.scheduler.auth;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.cardshop.core.identity.Claims;
import org.cardshop.platform.storage.RefreshTokenStore;
import org.cardshop.platform.storage.TaskStore;
import org.cardshop.platform.storage.User;
import org.cardshop.platform.storage.UserStore;
import org.cardshop.platform.token.TokenRefusedException;
import org.cardshop.platform.token.Tokens;
import org.cardshop.platform.wire.ClaimsJson;
import org.cardshop.platform.wire.Json;
import org.cardshop.scheduler.http.HttpProblem;
import org.cardshop.scheduler.http.Request;
import org.cardshop.scheduler.http.Route;
import org.cardshop.scheduler.http.Verb;

/// Login, fresh tokens, and what a token is worth.
public final class AuthRoutes {
  private final UserStore users;
  private final RefreshTokenStore refreshTokens;
  private final Tokens tokens;
  private final TaskStore tasks;
  private final InstantSource clock;

  public AuthRoutes(
      UserStore users,
      RefreshTokenStore refreshTokens,
      Tokens tokens,
      TaskStore tasks,
      InstantSource clock) {
    this.users = users;
    this.refreshTokens = refreshTokens;
    this.tokens = tokens;
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
            .body("{\"refresh_token\": \"…\"}"),
        Route.open(
                Verb.POST,
                "/auth/validate",
                "Answers the claims of a token (header 'access-token' or JSON), or 401.",
                this::validate)
            .body("{\"access_token\": \"…\"}"));
  }

  private void authorize(Request request) {
    var name = credential(request, "username", "username");
    var password = credential(request, "password", "password");
    var user =
        users
            .login(name, password)
            .orElseThrow(() -> HttpProblem.unauthorized("User name or password is wrong."));
    pair(request, user);
  }

  private void refresh(Request request) {
    var token = credential(request, "refresh-token", "refresh_token");
    var user =
        refreshTokens
            .spend(token, clock.instant())
            .flatMap(users::find)
            .filter(User::active)
            .orElseThrow(() ->
                HttpProblem.unauthorized(
                    "The refresh token is unknown, spent or expired. Log in again."));
    pair(request, user);
  }

  private void pair(Request request, User user) {
    var now = clock.instant();
    var access =
        new Claims.Access(
            user.id(), user.username(), user.role(), user.channel(), now.plus(Tokens.ACCESS_LIFE));
    request.answerHeader("Cache-Control", "no-store");
    request.answer(
        Json.object()
            .put("access_token", tokens.issue(access))
            .put("refresh_token", refreshTokens.issue(user.id(), now)));
  }

  private void validate(Request request) {
    var token = credential(request, "access-token", "access_token");
    try {
      var claims = tokens.check(token);
      switch (claims) {
        case Claims.Access access -> checkUser(users.find(access.userId()));
        case Claims.Ticket ticket -> checkTicket(ticket);
      }
      request.answerHeader("Cache-Control", "no-store");
      request.answer(ClaimsJson.write(claims));
    } catch (TokenRefusedException e) {
      throw HttpProblem.unauthorized(String.valueOf(e.getMessage()));
    }
  }

  private static void checkUser(Optional<User> user) {
    if (user.filter(User::active).isEmpty()) {
      throw HttpProblem.unauthorized("The user of this token was deactivated or deleted.");
    }
  }

  /// The fence (design §5): a newer grant of the task, or its end, voids the ticket.
  private void checkTicket(Claims.Ticket ticket) {
    if (ticket.task().isEmpty()) {
      return;
    }
    checkUser(users.find(ticket.username()));
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
