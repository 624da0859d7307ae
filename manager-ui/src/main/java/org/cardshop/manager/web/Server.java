package org.cardshop.manager.web;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.SizeUnit;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import io.javalin.router.Endpoint;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.cardshop.platform.scheduler.SchedulerException;
import org.cardshop.web.Listening;
import org.cardshop.web.Proxies;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Serves the pages until closed: lets in who signed in, refuses forged forms, loses nothing that
/// was typed.
public final class Server implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Server.class);

  /// Twice what the scheduler takes: a file that is carried along grows by a third.
  private static final int LARGEST_FORM_KB = 512;

  private static final long LARGEST_FORM = (long) LARGEST_FORM_KB << 10;
  private static final int UNAUTHORIZED = 401;

  private final Sessions sessions;
  private final Proxies proxies;
  private final Door door;
  private final Templates templates;
  private final Frame.Site site;
  private final Failures failures = new Failures();
  private final Javalin javalin;

  public Server(
      Listening listening,
      Proxies proxies,
      Sessions sessions,
      Templates templates,
      Door door,
      List<Route> routes) {
    this.sessions = sessions;
    this.proxies = proxies;
    this.door = door;
    this.templates = templates;
    var pages = routes.stream().filter(Route::isPage).map(Route::path).collect(Collectors.toSet());
    site = new Frame.Site(new Assets(), new Navigation(pages));
    javalin =
        Javalin.create(config -> {
          listening.configure(config);
          config.http.maxRequestSize = LARGEST_FORM;
          config.jetty.multipartConfig.maxFileSize(LARGEST_FORM_KB, SizeUnit.KB);
          config.jetty.multipartConfig.maxTotalRequestSize(LARGEST_FORM_KB, SizeUnit.KB);
          config.jetty.multipartConfig.maxInMemoryFileSize(LARGEST_FORM_KB, SizeUnit.KB);
          config.routes.before(Headers::set);
          config.routes.get("/health", context -> context.result("up"));
          config.routes.get("/assets/{hash}/{name}", this::asset);
          routes.forEach(route -> add(config, route));
          config.routes.exception(Exception.class, this::fail);
          config.routes.exception(HttpResponseException.class, this::fail);
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

  private void asset(Context context) {
    var asset =
        site.assets()
            .find(context.pathParam("name"))
            .orElseThrow(() -> new HttpResponseException(HttpStatus.NOT_FOUND.getCode()));
    // Another version of the manager may have made the page: it gets ours, but not to keep.
    if (asset.path().equals(context.path())) {
      context.header("Cache-Control", "public, max-age=31536000, immutable");
    }
    var zip = Optional.ofNullable(context.header("Accept-Encoding")).orElse("").contains("gzip");
    if (zip) {
      context.header("Content-Encoding", "gzip");
    }
    context
        .disableCompression()
        .header("Vary", "Accept-Encoding")
        .contentType(asset.type())
        .result(asset.bytes(zip));
  }

  private void add(JavalinConfig config, Route route) {
    config.routes.addEndpoint(
        new Endpoint(route.method(), route.path(), context -> answer(route, context)));
  }

  private Visit visit(Context context) {
    var isSecure =
        context.scheme().equals("https")
            || (proxies.isTrusted(context.ip())
                && "https".equals(context.header("X-Forwarded-Proto")));
    return new Visit(context, new Cookies(context, isSecure), sessions, templates, site);
  }

  private void fail(Exception e, Context context) {
    var visit = visit(context);
    failures.show(e, visit);
    visit.finish();
  }

  private void answer(Route route, Context context) {
    var visit = visit(context);
    try {
      if (context.contentLength() > LARGEST_FORM) {
        failures.showTooLarge(visit);
      } else {
        freshen(visit);
        admit(route, context, visit);
      }
    } catch (IOException | RuntimeException e) {
      failures.show(e, visit);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failures.show(e, visit);
    }
    visit.finish();
  }

  private static void freshen(Visit visit) throws InterruptedException {
    try {
      visit.freshen();
    } catch (SchedulerException e) {
      if (e.status() == UNAUTHORIZED) {
        visit.forget();
      }
    } catch (IOException e) {
      LOG.debug("tokens are not renewed now: {}", e.toString());
    }
  }

  private void admit(Route route, Context context, Visit visit)
      throws IOException, InterruptedException {
    boolean isPost = context.method().equals(HandlerType.POST);
    if (isPost && visit.isForeign()) {
      failures.showForged(visit);
    } else if (!route.isOpen() && !visit.isSignedIn()) {
      sendToDoor(context, visit);
    } else if (isPost && !visit.isGenuine()) {
      askAgain(route, visit);
    } else {
      answerMayThrow(route, context, visit);
    }
  }

  /// A form of ours that this session does not know: the person may have signed in anew meanwhile.
  private void askAgain(Route route, Visit visit) throws IOException {
    if (route.path().equals(Door.PATH)) {
      door.ask(visit, visit.field("to"), Kept.carriedBy(visit));
    } else if (route.isOpen()) {
      failures.showForged(visit);
    } else {
      visit.show(HttpStatus.FORBIDDEN, "kept", Kept.of(visit));
    }
  }

  /// A session that has ended sends the person back to the door.
  private void answerMayThrow(Route route, Context context, Visit visit)
      throws IOException, InterruptedException {
    try {
      route.handler().answer(visit);
    } catch (SchedulerException e) {
      if (e.status() != UNAUTHORIZED || !visit.isSignedIn()) {
        throw e;
      }
      visit.forget();
      sendToDoor(context, visit);
    }
  }

  /// Afterwards the person goes on where they wanted to, and has what they typed.
  private void sendToDoor(Context context, Visit visit) throws IOException {
    if (context.method().equals(HandlerType.POST)) {
      door.ask(visit, "", Kept.of(visit));
    } else if ("text/event-stream".equals(context.header("Accept"))) {
      context.contentType("text/event-stream").result("event: again\ndata:\n\n");
    } else if (visit.isForPart()) {
      context.header("HX-Redirect", door(page(context)));
    } else {
      visit.goTo(door(visit.address()));
    }
  }

  private static String door(String to) {
    return Door.PATH + "?to=" + Pages.encoded(to);
  }

  /// The page that asks for a part of it.
  private static String page(Context context) {
    try {
      var page = URI.create(Optional.ofNullable(context.header("HX-Current-URL")).orElse("/"));
      return page.getRawPath() + (page.getRawQuery() == null ? "" : "?" + page.getRawQuery());
    } catch (IllegalArgumentException e) {
      return "/";
    }
  }
}
