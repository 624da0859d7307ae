package org.cardshop.allinone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.cardshop.platform.warehouse.Trust;
import org.cardshop.platform.warehouse.WarehouseClient;
import org.cardshop.platform.warehouse.WarehouseException;
import org.cardshop.platform.wire.Json;
import org.cardshop.testing.Ports;

/// Uses the factory as people and programs do, with secrets of which each is told from all others,
/// and remembers them.
final class Canary implements AutoCloseable {
  private static final Pattern TOKEN = Pattern.compile("(eyJ[\\w-]+\\.)(eyJ[\\w-]+\\.[\\w-]+)");
  private static final Pattern REFRESH = Pattern.compile("\"refresh_token\":\"([\\w-]{64})\"");

  /// Characters of a refresh token that name its session, which is no secret.
  private static final int NAME_OF_SESSION = 22;

  private final Factory factory;
  private final Visitor visitor;
  private final Map<String, String> secrets = new LinkedHashMap<>();
  private final SecureRandom random = new SecureRandom();

  Canary(Factory factory) throws IOException {
    this.factory = factory;
    visitor = new Visitor(factory.scheduler(), factory.manager());
    factory.schedulerLine().listen();
    factory.brokerLine("creator-1").listen();
    factory.brokerLine("writer-1").listen();
    SecretSearch.textsIn(factory.secrets().folder())
        .forEach((name, text) -> secrets.put("the setting " + name, text));
  }

  /// All that nobody may read, by names.
  Map<String, String> secrets() {
    return Map.copyOf(secrets);
  }

  /// Logs in, renews, makes users, an API token and an auto-image.
  ///
  /// @return an access token of the admin
  String useTheApi() throws IOException, InterruptedException {
    var login = login("admin", factory.secrets().of("admin"));
    var renewed =
        visitor.post(
            "",
            "/auth/token",
            Json.object().put("refresh_token", login.json().path("refresh_token").asText()));
    assertEquals(200, renewed.status(), renewed.text());
    var admin = renewed.json().path("access_token").asText();
    remember("an access token", admin);
    rememberRefresh("a refresh token", renewed.json().path("refresh_token").asText());

    var user = Json.object().put("username", "olga").put("email", "olga@example.org");
    user.put("role", "operator").put("password", password("the first password of olga"));
    assertEquals(201, visitor.post(admin, "/users/", user).status());
    var change = Json.object().put("new", password("olga's password"));
    assertEquals(200, visitor.send(admin, "PATCH", "/users/olga/password", change).status());
    var olga = login("olga", known("olga's password")).json().path("access_token").asText();
    var wanted = Json.object().put("name", "script").put("days", 1);
    wanted.putArray("scopes").add("read_orders");
    var token = visitor.post(olga, "/users/me/tokens", wanted).json().path("token").asText();
    remember("an API token", token);
    assertEquals(200, visitor.get(token, "/orders/").status());

    var image = Json.object().put("slug", "canary").put("channel", Factory.CHANNEL);
    image.put("email", "ops@example.org").put("active", false);
    image.set("config", recipe("auto-image"));
    assertEquals(201, visitor.post(admin, "/auto-images/", image).status());
    return admin;
  }

  /// A recipe with all kinds of secrets.
  ///
  /// @param owner begins their names
  ObjectNode recipe(String owner) {
    var recipe = factory.orders().hello();
    var name = "canary-" + owner.replaceAll("[^a-z]+", "-");
    var login = "reader:" + secret(owner + ": login of a source") + "@";
    var url = factory.contents().ofSmall(name).toString().replace("//", "//" + login);
    var file = recipe.withArray("files").addObject().put("url", url);
    file.put("to", "/data/contents/" + name).put("size", Contents.SMALL);
    recipe.withObject("output").put("size", "128MiB");
    var offspot = recipe.withObject("offspot");
    offspot.withObject("ap").put("passphrase", secret(owner + ": for the card, wifi passphrase"));
    var service = offspot.withObject("containers").withObject("services").withObject("app");
    service
        .withArray("environment")
        .add("ADMIN_PASSWORD=" + secret(owner + ": for the card, admin password"));
    return recipe;
  }

  /// An order for one good card.
  String placeAnOrder() {
    return factory.orders().place(recipe("order"), 1);
  }

  /// An order whose sources cannot be had.
  String placeAnOrderThatFails() throws IOException {
    var recipe = recipe("failing order");
    var nowhere = "127.0.0.1:" + Ports.free() + "/none.bin";
    for (var scheme : List.of("ftp", "http")) {
      var login = "reader:" + secret("login of a source by " + scheme + " that is away");
      var url = scheme + "://" + login + "@" + nowhere;
      recipe
          .withArray("files")
          .addObject()
          .put("url", url)
          .put("to", "/data/" + scheme + ".bin")
          .withObject("checksum")
          .put("algo", "md5")
          .put("kind", "url")
          .put("value", url + ".md5");
    }
    return factory.orders().place(recipe, 1);
  }

  /// Asks for what is refused, each time with a secret in the request.
  void beRefused(String admin) throws IOException, InterruptedException {
    assertEquals(401, login("olga", password("a wrong password")).status());
    assertEquals(401, login(password("a password typed as the name"), "and no password").status());
    var twice = Json.object().put("username", "olga").put("password", password("of a second olga"));
    refused(
        visitor.post(admin, "/users/", twice.put("email", "o@example.org").put("role", "client")));
    refused(visitor.post(admin, "/orders/", Orders.order(recipe("refused order"), 0)));
    var odd = recipe("order with an odd address");
    var login = secret("login of an odd address");
    odd.withArray("files").addObject().put("url", "https://reader:" + login + "@no server/x");
    refused(visitor.post(admin, "/orders/", Orders.order(odd, 1)));
    refused(
        visitor.sendText(
            admin, "POST", "/orders/", "{\"password\": \"" + secret("in no JSON") + "\", oops}"));
    var query = "?token=" + secret("in the query") + "&password=" + secret("in the query, too");
    refused(visitor.get("", "/orders/" + query));
    refused(visitor.get(secret("no access token"), "/orders/"));
    refused(visitor.get("eyJ" + secret("like an access token"), "/orders/"));
    refused(
        visitor.post(
            "", "/auth/token", Json.object().put("refresh_token", secret("no refresh token"))));
    refused(
        visitor.post("", "/auth/validate", Json.object().put("access_token", secret("no token"))));
    var broker = Map.of("username", "olga", "password", secret("a wrong password at the broker"));
    var asks = "/auth/rabbitmq/user?secret=";
    assertEquals("deny", visitor.form(asks + factory.secrets().of("broker-secret"), broker));
    visitor.form(asks + secret("a wrong secret of the broker"), broker);
    assertThrows(
        WarehouseException.class,
        () ->
            WarehouseClient.connect(
                factory.warehouse(), "olga", secret("a wrong password at the warehouse"), trust()));
  }

  private static void refused(Visitor.Answer answer) {
    assertTrue(answer.status() >= 400 && answer.status() < 500, answer.text());
  }

  private Trust trust() {
    return new Trust.Pem(factory.folder().resolve("warehouse/tls/certificate.pem"));
  }

  /// Signs in at the manager, after a wrong attempt, and orders there, after a wrong recipe.
  void useTheManager() throws IOException, InterruptedException {
    visitor.page(
        "/sign-in",
        Map.of("username", "olga", "password", password("a wrong password at the manager")));
    // A wrong password makes the next attempt wait.
    Orders.patiently("olga is let in")
        .until(() ->
            visitor.page(
                    "/sign-in", Map.of("username", "olga", "password", known("olga's password")))
                == 303);
    secrets.put("the manager's cookie", visitor.cookie());
    var recipe = recipe("the manager's order").put("unknown", 1);
    var fields = Map.of("config", recipe.toString(), "quantity", "1", "channel", Factory.CHANNEL);
    assertEquals(400, visitor.page("/orders/new", fields));
    var broken = "base: [" + secret("in no YAML");
    assertEquals(400, visitor.page("/orders/new", Map.of("config", broken)));
  }

  /// Starts processes that cannot do anything with their settings.
  void startWithWrongSettings() throws IOException {
    var database = new HashMap<>(factory.server("beat"));
    var uri = Objects.requireNonNull(database.remove("CARDSHOP_MONGODB_URI"));
    database.put(
        "CARDSHOP_MONGODB_URI_FILE",
        file("uri-1", uri.replace("//", "//cardshop:" + secret("a wrong login at MongoDB") + "@")));
    factory.tryOut("beat-a", "beat.Main", List.of(), database, "cannot go on");
    database.put(
        "CARDSHOP_MONGODB_URI_FILE",
        file("uri-2", "mongodb://cardshop:" + secret("an unescaped login at MongoDB") + "/x@host"));
    factory.tryOut("beat-b", "beat.Main", List.of(), database, "cannot go on");
    var worker = new HashMap<>(factory.worker("creator-2"));
    worker.put("CARDSHOP_PASSWORD_FILE", file("wrong", secret("a worker's wrong password")));
    factory.tryOut("creator-a", "creator.Main", List.of(), worker, "broker is away");
    worker.remove("CARDSHOP_AMQP_URI");
    worker.put(
        "CARDSHOP_AMQP_URI_FILE",
        file("uri-3", "amqp://me:" + secret("login of an odd broker") + "@no host/cardshop"));
    factory.tryOut("creator-b", "creator.Main", List.of(), worker, "not complete");
  }

  private String file(String name, String text) throws IOException {
    var file = factory.secrets().folder().resolve(name);
    Files.writeString(file, text);
    return file.toString();
  }

  /// Remembers the tokens and tickets that processes were seen to hand to each other.
  ///
  /// @return how many there were
  int overhear() {
    var said =
        factory.schedulerLine().heard()
            + factory.brokerLine("creator-1").heard()
            + factory.brokerLine("writer-1").heard();
    var tokens = TOKEN.matcher(said).results().collect(Collectors.toSet());
    int count = 0;
    for (var token : tokens.stream().map(MatchResult::group).distinct().toList()) {
      remember("overheard token " + ++count, token);
    }
    // All tokens that one key signs begin in the same way.
    tokens.stream()
        .map(token -> token.group(1))
        .distinct()
        .forEach(head -> secrets.put("the beginning of any token, " + head.hashCode(), head));
    for (var refresh : REFRESH.matcher(said).results().map(m -> m.group(1)).distinct().toList()) {
      rememberRefresh("overheard refresh token " + ++count, refresh);
    }
    return count;
  }

  /// What the API shows to the admin.
  String shown(String admin, String path) throws IOException, InterruptedException {
    return visitor.get(admin, path).text();
  }

  private void remember(String name, String token) {
    secrets.put(name, token);
  }

  private void rememberRefresh(String name, String token) {
    secrets.put(name, token.substring(NAME_OF_SESSION));
  }

  private String known(String name) {
    return Objects.requireNonNull(secrets.get(name), name);
  }

  /// One that addresses and headers can hold as it is.
  private String secret(String name) {
    var bytes = new byte[18];
    random.nextBytes(bytes);
    var secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    secrets.put(name, secret);
    return secret;
  }

  /// One that must be escaped nearly everywhere.
  private String password(String name) {
    var password = secret(name) + " \"ü\\&+/ ";
    secrets.put(name, password.strip());
    return password.strip();
  }

  private Visitor.Answer login(String username, String password)
      throws IOException, InterruptedException {
    var answer =
        visitor.post(
            "",
            "/auth/authorize",
            Json.object().put("username", username).put("password", password));
    if (answer.status() == 200) {
      remember("an access token of " + username, answer.json().path("access_token").asText());
      rememberRefresh(
          "a refresh token of " + username, answer.json().path("refresh_token").asText());
    }
    return answer;
  }

  @Override
  public void close() {
    visitor.close();
  }
}
