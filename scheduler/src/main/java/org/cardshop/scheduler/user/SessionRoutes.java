package org.cardshop.scheduler.user;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.cardshop.core.identity.Action;
import org.cardshop.platform.storage.SessionStore;
import org.cardshop.platform.wire.Json;
import org.cardshop.scheduler.http.HttpProblem;
import org.cardshop.scheduler.http.Request;
import org.cardshop.scheduler.http.Route;
import org.cardshop.scheduler.http.Verb;

/// A person's sessions, seen and ended by themselves.
public final class SessionRoutes {
  private static final String PATH = "/users/me/sessions";

  private final SessionStore sessions;
  private final InstantSource clock;

  public SessionRoutes(SessionStore sessions, InstantSource clock) {
    this.sessions = sessions;
    this.clock = clock;
  }

  public List<Route> routes() {
    return List.of(
        Route.of(
            Verb.GET,
            PATH,
            Action.OWN_ACCOUNT,
            "Lists one's own sessions, and which of them asks.",
            this::list),
        Route.of(
            Verb.DELETE,
            PATH + "/{id}",
            Action.OWN_ACCOUNT,
            "Ends one of one's own sessions; all its tokens are void at once.",
            this::end));
  }

  private void list(Request request) {
    var json = Json.object();
    var items = json.putArray("items");
    var asking = request.caller().session();
    sessions
        .ofUser(user(request), clock.instant())
        .forEach(session -> items.add(view(session, asking)));
    request.answer(json);
  }

  private void end(Request request) {
    var id = request.path("id");
    if (!sessions.end(user(request), id)) {
      throw HttpProblem.noSuch("session " + id);
    }
    request.changed(id);
  }

  private static String user(Request request) {
    return request.caller().user().id();
  }

  private static ObjectNode view(SessionStore.Open session, Optional<String> asking) {
    return Json.object()
        .put("_id", session.id())
        .put("opened_at", session.opened().toString())
        .put("used_at", session.used().toString())
        .put("expires", session.expires().toString())
        .put("current", asking.filter(session.id()::equals).isPresent());
  }
}
