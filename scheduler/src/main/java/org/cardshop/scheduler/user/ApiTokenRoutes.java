package org.cardshop.scheduler.user;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.cardshop.core.identity.Action;
import org.cardshop.core.identity.Permissions;
import org.cardshop.core.identity.Permissions.Reach;
import org.cardshop.core.identity.Role;
import org.cardshop.platform.storage.ApiToken;
import org.cardshop.platform.storage.ApiTokenStore;
import org.cardshop.platform.storage.Ids;
import org.cardshop.platform.wire.Json;
import org.cardshop.scheduler.http.Form;
import org.cardshop.scheduler.http.HttpProblem;
import org.cardshop.scheduler.http.Request;
import org.cardshop.scheduler.http.Route;
import org.cardshop.scheduler.http.Verb;

/// A person's API tokens, for programs of theirs: made and seen by themselves alone.
public final class ApiTokenRoutes {
  private static final int LONGEST_LIFE = 366;
  private static final int MOST = 50;
  private static final String PATH = "/users/me/tokens";
  private static final String EXAMPLE =
      """
      {"name": "order script", "scopes": ["read_orders", "create_orders"], "days": 90}\
      """;

  private final ApiTokenStore tokens;
  private final InstantSource clock;

  public ApiTokenRoutes(ApiTokenStore tokens, InstantSource clock) {
    this.tokens = tokens;
    this.clock = clock;
  }

  public List<Route> routes() {
    return List.of(
        Route.of(Verb.GET, PATH, Action.OWN_ACCOUNT, "Lists one's own API tokens.", this::list),
        Route.of(
                Verb.POST,
                PATH,
                Action.OWN_ACCOUNT,
                "Makes an API token, whose text is shown this once.",
                this::make)
            .body(EXAMPLE),
        Route.of(
            Verb.DELETE,
            PATH + "/{id}",
            Action.OWN_ACCOUNT,
            "Deletes one of one's own API tokens; it is void at once.",
            this::delete));
  }

  private void list(Request request) {
    var json = Json.object();
    var items = json.putArray("items");
    tokens.ofUser(user(request)).forEach(token -> items.add(view(token)));
    request.answer(json);
  }

  private void make(Request request) {
    var form = request.form();
    var now = clock.instant();
    var token =
        new ApiToken(
            Ids.next(),
            user(request),
            form.text("name", Optional.empty(), t -> t.length() <= 100, "at most 100 characters"),
            scopes(form, request.caller().user().role()),
            now,
            now.plus(Duration.ofDays(form.whole("days", 1, LONGEST_LIFE, Optional.empty()))));
    form.check();
    if (tokens.ofUser(token.userId()).size() >= MOST) {
      throw HttpProblem.conflict(
          "You have " + MOST + " API tokens; delete one that is not needed.");
    }
    var text = tokens.insert(token);
    request.audits(Optional.empty(), Optional.of(view(token)));
    request.answer(201, view(token).put("token", text));
  }

  private static Set<Action> scopes(Form form, Role role) {
    var scopes = new HashSet<Action>();
    for (var name : form.texts("scopes")) {
      Action.fromWire(name)
          // Whoever had it could make tokens that outlive this one.
          .filter(a -> a != Action.OWN_ACCOUNT && Permissions.of(role, a) != Reach.NONE)
          .ifPresentOrElse(
              scopes::add,
              () -> form.problem("scopes", "'" + name + "' is nothing that you can give."));
    }
    return scopes;
  }

  private void delete(Request request) {
    var id = request.path("id");
    if (!tokens.delete(user(request), id)) {
      throw HttpProblem.noSuch("API token " + id);
    }
    request.changed(id);
  }

  private static String user(Request request) {
    return request.caller().user().id();
  }

  private static ObjectNode view(ApiToken token) {
    var json =
        Json.object()
            .put("_id", token.id())
            .put("name", token.name())
            .put("created_at", token.created().toString())
            .put("expires", token.expires().toString());
    var scopes = json.putArray("scopes");
    token.scopes().stream().map(Action::wire).sorted().forEach(scopes::add);
    return json;
  }
}
