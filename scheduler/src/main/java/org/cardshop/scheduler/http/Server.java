package org.cardshop.scheduler.http;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.ContentTooLargeResponse;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.router.Endpoint;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.cardshop.core.identity.Permissions;
import org.cardshop.platform.messaging.BrokerLostException;
import org.cardshop.platform.messaging.UnroutableException;
import org.cardshop.platform.wire.Json;
import org.cardshop.platform.wire.MalformedException;
import org.cardshop.web.Listening;
import org.cardshop.web.Proxies;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Serves the routes until closed. Each failure becomes a problem (RFC 9457).
public final class Server implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Server.class);

  /// Far more than any order needs.
  private static final long LARGEST_BODY = 256 << 10;

  private static final Set<Integer> REFUSALS = Set.of(401, 403, 429);
  private static final int NOT_FOUND = 404;

  /// Answers are data: nothing in them may run, be framed or be guessed to be something else.
  private static final Map<String, String> HEADERS =
      Map.of(
          "X-Content-Type-Options", "nosniff",
          "X-Frame-Options", "DENY",
          "Referrer-Policy", "no-referrer",
          "Content-Security-Policy",
              "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
          "Cross-Origin-Resource-Policy", "same-origin",
          "Cache-Control", "no-store");

  private final Gate gate;
  private final Audit audit;
  private final Proxies proxies;
  private final Javalin javalin;

  public Server(Listening listening, Gate gate, Audit audit, Proxies proxies, List<Route> routes) {
    this.gate = gate;
    this.audit = audit;
    this.proxies = proxies;
    javalin =
        Javalin.create(config -> {
          listening.configure(config);
          config.http.prefer405over404 = true;
          config.http.maxRequestSize = LARGEST_BODY;
          config.routes.before(context -> HEADERS.forEach(context::header));
          routes.forEach(route -> add(config, route));
          problems(config);
        });
    javalin.start();
  }

  public int port() {
    return javalin.port();
  }

  @Override
  public void close() {
    javalin.stop();
  }

  private void add(JavalinConfig config, Route route) {
    config.routes.addEndpoint(
        new Endpoint(
            HandlerType.findOrCreate(route.verb().name()),
            route.path(),
            context -> answer(route, context)));
  }

  private void answer(Route route, Context context) {
    if (context.req().getContentLengthLong() > LARGEST_BODY) {
      context.header("Connection", "close"); // what follows is not read
      throw new ContentTooLargeResponse();
    }
    var trail =
        new Trail(
            proxies.caller(context.ip(), Optional.ofNullable(context.header("X-Forwarded-For"))),
            context.path(),
            () -> isAdmitted(route, context));
    var caller = Optional.<Caller>empty();
    try {
      caller = admit(route, context, trail);
      refuseDoubled(context);
      if (route.changes()) {
        change(route, context, caller, trail);
      } else {
        route.handler().answer(new Request(context, caller, trail));
      }
    } catch (HttpProblem e) {
      if (isRefusal(e, caller)) {
        audit.decided(route, trail, new Trail.Decision(e.status(), e.sentence()));
      }
      throw e;
    }
    trail.decision().ifPresent(decision -> audit.decided(route, trail, decision));
  }

  private Optional<Caller> admit(Route route, Context context, Trail trail) {
    return route
        .needs()
        .map(action -> {
          var bearer = gate.identify(token(context));
          trail.by(bearer.user().username());
          return gate.admit(bearer, action);
        });
  }

  private static void refuseDoubled(Context context) {
    context
        .queryParamMap()
        .forEach((name, values) -> {
          if (values.size() > 1) {
            throw HttpProblem.badRequest("The parameter '" + name + "' is there twice.");
          }
        });
  }

  /// Problems and malformed bodies are said before anything is changed.
  private void change(Route route, Context context, Optional<Caller> caller, Trail trail) {
    var announced = audit.announce(route, trail);
    try {
      route.handler().answer(new Request(context, caller, trail));
    } catch (HttpProblem | MalformedException | HttpResponseException e) {
      audit.nothingChanged(announced);
      throw e;
    } catch (RuntimeException e) {
      audit.failed(announced, route, trail);
      throw e;
    }
    audit.changed(announced, route, trail, context.statusCode());
  }

  /// To those who see their own things only, another's is not there: they may have been trying.
  private static boolean isRefusal(HttpProblem problem, Optional<Caller> caller) {
    return REFUSALS.contains(problem.status())
        || (problem.status() == NOT_FOUND
            && caller.filter(c -> c.reach() == Permissions.Reach.OWN).isPresent());
  }

  private boolean isAdmitted(Route route, Context context) {
    try {
      route.needs().ifPresent(action -> gate.admit(gate.identify(token(context)), action));
      return true;
    } catch (HttpProblem e) {
      return false;
    }
  }

  private static Optional<String> token(Context context) {
    return Optional.ofNullable(context.header("token"))
        .or(() ->
            Optional.ofNullable(context.header("Authorization"))
                .filter(h -> h.regionMatches(true, 0, "Bearer ", 0, 7))
                .map(h -> h.substring(7).strip()))
        .filter(t -> !t.isEmpty());
  }

  private static void problems(JavalinConfig config) {
    config.routes.exception(HttpProblem.class, (e, context) -> answer(context, e));
    config.routes.exception(
        MalformedException.class,
        (e, context) ->
            answer(context, e.getMessage() == null ? "malformed" : e.getMessage(), 400));
    config.routes.exception(
        BrokerLostException.class,
        (e, context) ->
            answer(
                context,
                "The message broker cannot be reached now, so that nothing was sent. Try again.",
                503));
    config.routes.exception(
        UnroutableException.class,
        (e, context) ->
            answer(context, "No queue of this worker is there yet. Try again in a minute.", 503));
    config.routes.exception(
        HttpResponseException.class,
        (e, context) ->
            answer(
                context,
                sentence(e.getStatus(), context, String.valueOf(e.getMessage())),
                e.getStatus()));
    config.routes.exception(
        Exception.class,
        (e, context) -> {
          LOG.error("{} {} failed", context.method().name(), context.path(), e);
          answer(context, "Something went wrong here; the scheduler's log says what.", 500);
        });
  }

  private static String sentence(int status, Context context, String message) {
    return switch (status) {
      case 404 -> "There is nothing at " + context.path() + "; see /docs for what there is.";
      case 405 -> context.path() + " does not know " + context.method().name() + "; see /docs.";
      case 413 -> "The body is too large; at most " + LARGEST_BODY + " bytes are taken.";
      default -> message;
    };
  }

  private static void answer(Context context, String sentence, int status) {
    answer(context, HttpProblem.of(status, sentence));
  }

  private static void answer(Context context, HttpProblem problem) {
    var json =
        Json.object()
            .put("type", "about:blank")
            .put("title", title(problem.status()))
            .put("status", problem.status())
            .put("detail", problem.sentence())
            .put("error", problem.sentence())
            .put("instance", context.path());
    if (!problem.fields().isEmpty()) {
      var fields = json.putArray("fields");
      problem
          .fields()
          .forEach(f -> fields.addObject().put("field", f.field()).put("error", f.sentence()));
    }
    problem
        .waitingTime()
        .ifPresent(wait ->
            context.header("Retry-After", "" + Math.max(1, wait.plusMillis(999).toSeconds())));
    if (problem.status() == 401) {
      context.header("WWW-Authenticate", "Bearer realm=\"cardshop\"");
    }
    context
        .status(problem.status())
        .result(Json.bytes(json))
        .contentType("application/problem+json");
  }

  private static String title(int status) {
    return switch (status) {
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 409 -> "Conflict";
      case 413 -> "Content Too Large";
      case 429 -> "Too Many Requests";
      case 503 -> "Service Unavailable";
      default -> status >= 500 ? "Internal Server Error" : "Problem";
    };
  }
}
