package org.cardshop.scheduler;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.cardshop.core.identity.Action;
import org.cardshop.core.identity.Permissions;
import org.cardshop.core.identity.Permissions.Reach;
import org.cardshop.core.identity.Role;
import org.cardshop.testing.Documentation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Every route and every role, against the one table.
class PermissionsTest {
  private static final String NOTHING = "0123456789abcdef01234567";
  private static final String INTRO =
      """
      # Who may do what

      Made from the table in the code (`core.identity.Permissions`) and from the routes; a test compares. *own*: only
      what belongs to the caller; the rest is as if it were not there. An API token does what its scopes allow, of what
      its user may.

      """;

  private record RouteSeen(String verb, String path, Optional<Action> needs) {
    static RouteSeen of(String path, String verb, JsonNode operation) {
      return new RouteSeen(
          verb.toUpperCase(Locale.ROOT),
          path,
          Optional.ofNullable(operation.path("x-needs").textValue()).flatMap(Action::fromWire));
    }
  }

  private final Api api = new Api();

  @AfterEach
  void stop() {
    api.close();
  }

  private List<RouteSeen> routes() {
    var routes = new ArrayList<RouteSeen>();
    api.get("", "/openapi.json")
        .json()
        .path("paths")
        .properties()
        .forEach(path ->
            path.getValue()
                .properties()
                .forEach(verb ->
                    routes.add(RouteSeen.of(path.getKey(), verb.getKey(), verb.getValue()))));
    return routes;
  }

  @Test
  void theTableIsDocumented() throws IOException {
    var table = new StringBuilder(INTRO);
    table.append(row("action", Stream.of(Role.values()).map(Role::wire)));
    table.append("|---".repeat(Role.values().length + 1)).append("|\n");
    for (var action : Action.values()) {
      table.append(
          row(
              action.wire(),
              Stream.of(Role.values())
                  .map(role -> Permissions.of(role, action).name().toLowerCase(Locale.ROOT))));
    }
    table.append("\n| route | needs |\n|---|---|\n");
    for (var route : routes()) {
      table.append(
          row(
              "`" + route.verb() + " " + route.path() + "`",
              Stream.of(route.needs().map(Action::wire).orElse("nothing"))));
    }
    Documentation.require("permissions.md", table.toString());
  }

  private static String row(String first, Stream<String> cells) {
    return Stream.concat(Stream.of(first), cells).collect(joining(" | ", "| ", " |\n"));
  }

  @Test
  void eachRouteAdmitsEachRoleAsTheTableSays() throws Exception {
    api.warehouse();
    var differing = new ArrayList<String>();
    for (var role : Role.values()) {
      var name = "user-" + role.wire();
      if (role != Role.MANAGER) {
        api.user(name, role.wire());
      }
      for (var route : routes()) {
        boolean isManager = role == Role.MANAGER;
        var login =
            isManager ? api.login("admin", Api.ADMIN_PASSWORD) : api.login(name, "a good password");
        int status = call(route, login.text("/access_token"));
        boolean may = route.needs().map(a -> Permissions.of(role, a) != Reach.NONE).orElse(true);
        if (may == (status == 403 || status == 401)) {
          differing.add(role + " " + route + " " + status);
        }
      }
    }
    assertEquals(List.of(), differing);
  }

  @Test
  void whoDidNotLogInGetsNowhere() throws Exception {
    for (var route : routes()) {
      int status = call(route, "");
      assertEquals(route.needs().isPresent(), status == 401, route.toString());
    }
  }

  private int call(RouteSeen route, String token) throws Exception {
    var path = route.path().replaceAll("\\{[a-z_]+}", NOTHING);
    if (path.startsWith("/auth/rabbitmq")) {
      path += BrokerQuestionsTest.SECRET; // asks for no login, but for this
    }
    var body =
        Arrays.asList("GET", "DELETE").contains(route.verb())
            ? BodyPublishers.noBody()
            : BodyPublishers.ofString("{}");
    var request =
        HttpRequest.newBuilder(api.uri(path))
            .header("token", token)
            .header("Content-Type", "application/json")
            .method(route.verb(), body);
    // The stream of events never ends by itself.
    var response = Api.HTTP.send(request.build(), BodyHandlers.ofInputStream());
    response.body().close();
    return response.statusCode();
  }

  @Test
  void nobodyReadsOrChangesAnothersOrderByItsId() {
    api.warehouse();
    var order = api.placed(api.admin(), Api.order());
    var client = api.user("carla", "client");
    var own = api.placed(client, Api.order());
    assertEquals(200, api.get(client, "/orders/" + own).status());
    assertEquals(404, api.get(client, "/orders/" + order).status());
    assertEquals(404, api.get(client, "/orders/" + order + "/waiting").status());
    assertEquals(404, api.get(client, "/users/admin").status());
    assertEquals(403, api.patch(client, "/orders/" + order + "/cancel", "{}").status());
    assertEquals(1, api.get(client, "/orders/?created_by=admin").json().at("/meta/count").asInt());
    assertEquals(
        404,
        api.patch(
                client,
                "/users/admin/password",
                "{\"old\": \"" + Api.ADMIN_PASSWORD + "\", \"new\": \"a very good password\"}")
            .status());
  }
}
