package org.cardshop.scheduler.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.cardshop.core.identity.BrokerRights;
import org.cardshop.core.identity.BrokerRights.Resource;
import org.cardshop.core.identity.BrokerRights.Verb;
import org.cardshop.platform.storage.Passwords;
import org.cardshop.platform.storage.User;
import org.cardshop.platform.storage.UserStore;
import org.cardshop.platform.token.Bearers;
import org.cardshop.platform.token.TokenRefusedException;
import org.cardshop.scheduler.http.HttpProblem;
import org.cardshop.scheduler.http.Request;
import org.cardshop.scheduler.http.Route;

/// The contract of RabbitMQ's HTTP auth backend: forms come in, `allow` or `deny` goes out, always
/// with status 200. Logins and whatever is denied are audited.
public final class BrokerRoutes {
  private final UserStore users;
  private final Bearers bearers;
  private final Logins logins;
  private final Optional<String> secret;

  /// @param secret what the broker shows as the parameter `secret`; empty when nobody else reaches
  ///   these routes
  public BrokerRoutes(UserStore users, Bearers bearers, Logins logins, Optional<String> secret) {
    this.users = users;
    this.bearers = bearers;
    this.logins = logins;
    this.secret = secret;
  }

  public List<Route> routes() {
    return List.of(
        asked("user", "Whether a worker may log in at the message broker.", this::login),
        asked("vhost", "Whether a worker may use a virtual host.", this::vhost),
        asked("resource", "Whether a worker may use a queue or exchange.", this::resource),
        asked("topic", "Whether a worker may use a routing key.", this::topic));
  }

  /// @param question is answered by a problem when it is to be denied
  private Route asked(String what, String summary, Consumer<Request> question) {
    return Route.open(
            org.cardshop.scheduler.http.Verb.POST,
            "/auth/rabbitmq/" + what,
            summary,
            request -> {
              requireBroker(request);
              request.audits(field(request, "username"));
              request.answerText("text/plain", isAllowed(request, question) ? "allow" : "deny");
            })
        .query("secret")
        .changesNothing();
  }

  private void requireBroker(Request request) {
    var shown = request.query("secret").orElse("");
    if (!secret.map(s -> isEqual(s, shown)).orElse(true)) {
      throw HttpProblem.forbidden(
          "Only the message broker may ask; it shows its secret as the parameter 'secret'.");
    }
  }

  private static boolean isEqual(String a, String b) {
    return MessageDigest.isEqual(
        a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  }

  private static boolean isAllowed(Request request, Consumer<Request> question) {
    try {
      question.accept(request);
      return true;
    } catch (HttpProblem e) {
      request.audits(e.status(), e.sentence());
      return false;
    }
  }

  private void login(Request request) {
    var name = field(request, "username");
    var password = field(request, "password");
    // The token first: it is cheap to check, a password on purpose is not.
    var user =
        bearer(password)
            .filter(u -> u.username().equals(name))
            .orElseGet(() -> byPassword(name, password));
    require(rights(user).mayLogIn(), "Only workers use the message broker.");
    request.audits(200, "");
  }

  private void vhost(Request request) {
    var host = field(request, "vhost");
    request.auditsObject("virtual host " + host);
    require(known(request).mayEnter(host), "The virtual host is not for workers.");
  }

  private void resource(Request request) {
    var kind = field(request, "resource");
    var name = field(request, "name");
    request.auditsObject(kind + " " + name);
    var rights = known(request);
    var verb = Verb.fromWire(field(request, "permission"));
    var resource = Resource.fromWire(kind);
    require(
        rights.mayEnter(field(request, "vhost"))
            && verb.isPresent()
            && resource.isPresent()
            && rights.may(verb.get(), resource.get(), name),
        "The role and channel of " + rights.username() + " do not allow to " + told(verb));
  }

  private void topic(Request request) {
    var exchange = field(request, "name");
    var key = field(request, "routing_key");
    request.auditsObject("topic " + exchange + " " + key);
    var rights = known(request);
    var verb = Verb.fromWire(field(request, "permission"));
    require(
        rights.mayEnter(field(request, "vhost"))
            && verb.isPresent()
            && rights.mayRoute(verb.get(), exchange, key),
        rights.username() + " publishes in its own name only.");
  }

  private static String told(Optional<Verb> verb) {
    return verb.map(v -> v.name().toLowerCase(Locale.ROOT)).orElse("do that to") + " this.";
  }

  private static void require(boolean isAllowed, String sentence) {
    if (!isAllowed) {
      throw HttpProblem.forbidden(sentence);
    }
  }

  private BrokerRights known(Request request) {
    return users
        .byName(field(request, "username"))
        .filter(User::active)
        .map(BrokerRoutes::rights)
        .orElseThrow(() -> HttpProblem.unauthorized("There is no active user of this name."));
  }

  private Optional<User> bearer(String token) {
    try {
      return Optional.of(bearers.of(token)).filter(b -> b.session().isPresent()).map(b -> b.user());
    } catch (TokenRefusedException e) {
      return Optional.empty();
    }
  }

  private User byPassword(String name, String password) {
    if (Passwords.isTooLong(password)) {
      // A token that has run out is no guess.
      throw HttpProblem.unauthorized("The access token is not good, or not good any more.");
    }
    return logins.loginAtBroker(name, password);
  }

  private static BrokerRights rights(User user) {
    return new BrokerRights(user.username(), user.role(), user.channel());
  }

  private static String field(Request request, String name) {
    return request.formParameter(name).orElse("");
  }
}
