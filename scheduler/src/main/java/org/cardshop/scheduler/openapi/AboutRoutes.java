package org.cardshop.scheduler.openapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cardshop.platform.storage.UserStore;
import org.cardshop.platform.wire.Json;
import org.cardshop.scheduler.http.Request;
import org.cardshop.scheduler.http.Route;
import org.cardshop.scheduler.http.Verb;

/// What the scheduler says of itself, to anybody.
public final class AboutRoutes {
  private static final String VERSION =
      Optional.ofNullable(AboutRoutes.class.getPackage().getImplementationVersion())
          .orElse("development");

  private final UserStore users;
  private final List<Route> others;

  /// @param others every other route
  public AboutRoutes(UserStore users, List<Route> others) {
    this.users = users;
    this.others = others;
  }

  public List<Route> routes() {
    return List.of(
        Route.open(Verb.GET, "/", "Name and version.", this::name),
        Route.open(Verb.GET, "/health", "Whether the database answers.", this::health),
        Route.open(Verb.GET, "/openapi.json", "This description.", this::describe),
        Route.open(Verb.GET, "/docs", "This description for people.", this::page));
  }

  private void name(Request request) {
    request.answer(Json.object().put("name", "Cardshop scheduler").put("version", VERSION));
  }

  /// Fails with 500 when the database does not answer.
  private void health(Request request) {
    users.byName("admin");
    request.answer(Json.object().put("status", "up"));
  }

  private void describe(Request request) {
    request.answer(description());
  }

  private void page(Request request) {
    request.answerHeader(
        "Content-Security-Policy",
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none';"
            + " frame-ancestors 'none'");
    request.answerText("text/html; charset=utf-8", DocsPage.render(description()));
  }

  private ObjectNode description() {
    var all = new ArrayList<>(others);
    all.addAll(routes());
    return OpenApi.describe(all, VERSION);
  }
}
