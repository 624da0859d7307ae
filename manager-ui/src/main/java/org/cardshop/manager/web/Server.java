package org.cardshop.manager.web;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.SizeUnit;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.router.Endpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.cardshop.platform.scheduler.SchedulerException;
import org.cardshop.web.Listening;

/// Serves the pages until closed.
public final class Server implements AutoCloseable {
  /// The scheduler takes no more.
  private static final int LARGEST_FORM_KB = 256;

  private static final long LARGEST_FORM = (long) LARGEST_FORM_KB << 10;

  /// Nothing but our own stylesheet and picture, and no script at all.
  private static final String CONTENT_SECURITY =
      "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self';"
          + " base-uri 'none'; frame-ancestors 'none'";

  private static final int UNAUTHORIZED = 401;

  private final Sessions sessions;
  private final TemplateEngine templates =
      TemplateEngine.createPrecompiled(
          null, ContentType.Html, Server.class.getClassLoader(), "org.cardshop.manager.page");
  private final Failures failures = new Failures();
  private final Javalin javalin;

  public Server(Listening listening, Sessions sessions, List<Route> routes) {
    this.sessions = sessions;
    javalin =
        Javalin.create(config -> {
          listening.configure(config);
          config.http.maxRequestSize = LARGEST_FORM;
          config.jetty.multipartConfig.maxFileSize(LARGEST_FORM_KB, SizeUnit.KB);
          config.jetty.multipartConfig.maxTotalRequestSize(LARGEST_FORM_KB, SizeUnit.KB);
          config.jetty.multipartConfig.maxInMemoryFileSize(LARGEST_FORM_KB, SizeUnit.KB);
          config.routes.before(Server::secure);
          fixed(config, "/style.css", "text/css; charset=utf-8");
          fixed(config, "/icon.svg", "image/svg+xml");
          config.routes.get("/health", context -> context.result("up"));
          routes.forEach(route -> add(config, route));
          config.routes.exception(
              HttpResponseException.class, (e, c) -> failures.show(e, visit(c)));
          config.routes.exception(Exception.class, (e, c) -> failures.show(e, visit(c)));
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

  private static void secure(Context context) {
    context
        .header("Content-Security-Policy", CONTENT_SECURITY)
        .header("X-Content-Type-Options", "nosniff")
        .header("Referrer-Policy", "same-origin")
        .header("Cache-Control", "no-store");
  }

  private static void fixed(JavalinConfig config, String path, String type) {
    var bytes = resource(path.substring(1));
    config.routes.get(
        path,
        context -> context.header("Cache-Control", "max-age=300").contentType(type).result(bytes));
  }

  private static byte[] resource(String name) {
    try (var stream = Objects.requireNonNull(Server.class.getResourceAsStream(name), name)) {
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void add(JavalinConfig config, Route route) {
    config.routes.addEndpoint(
        new Endpoint(route.method(), route.path(), context -> answer(route, context)));
  }

  private Visit visit(Context context) {
    return new Visit(context, sessions, templates);
  }

  private void answer(Route route, Context context) throws Exception {
    var visit = visit(context);
    if (context.contentLength() > LARGEST_FORM) {
      failures.showTooLarge(visit);
    } else if (route.method().equals(HandlerType.POST) && visit.isForged()) {
      failures.showForged(visit);
    } else if (!route.isOpen() && !visit.isSignedIn()) {
      visit.goTo(signIn(context));
    } else {
      answerMayThrow(route, context, visit);
    }
  }

  /// A token that can no longer be renewed sends the person back to the door.
  private static void answerMayThrow(Route route, Context context, Visit visit)
      throws IOException, InterruptedException {
    try {
      route.handler().answer(visit);
    } catch (SchedulerException e) {
      if (e.status() != UNAUTHORIZED) {
        throw e;
      }
      visit.signOut();
      visit.goTo(signIn(context));
    }
  }

  /// Afterwards the person goes on where they wanted to; a post is not done again by itself.
  private static String signIn(Context context) {
    return context.method().equals(HandlerType.GET)
        ? "/sign-in?to=" + URLEncoder.encode(context.path(), StandardCharsets.UTF_8)
        : "/sign-in";
  }
}
