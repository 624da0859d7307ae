package org.cardshop.scheduler.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
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
/// with status 200.
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
        asked("user", "Whether a worker may log in at the message broker.", this::user),
        asked("vhost", "Whether a worker may use a virtual host.", this::vhost),
        asked("resource", "Whether a worker may use a queue or exchange.", this::resource),
        asked("topic", "Whether a worker may use a routing key.", this::topic));
  }

  private Route asked(String what, String summary, Predicate<Request> allows) {
    return Route.open(
            org.cardshop.scheduler.http.Verb.POST,
            "/auth/rabbitmq/" + what,
            summary,
            request -> {
              requireBroker(request);
              request.answerText("text/plain", allows.test(request) ? "allow" : "deny");
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

  private boolean user(Request request) {
    var name = field(request, "username");
    var password = field(request, "password");
    // The token first: it is cheap to check, a password on purpose is not.
    return bearer(password)
        .filter(u -> u.username().equals(name))
        .or(() -> byPassword(name, password))
        .filter(u -> rights(u).mayLogIn())
        .isPresent();
  }

  private boolean vhost(Request request) {
    return known(request).filter(r -> r.mayEnter(field(request, "vhost"))).isPresent();
  }

  private boolean resource(Request request) {
    var verb = Verb.fromWire(field(request, "permission"));
    var resource = Resource.fromWire(field(request, "resource"));
    return verb.isPresent()
        && resource.isPresent()
        && known(request)
            .filter(r -> r.mayEnter(field(request, "vhost")))
            .filter(r -> r.may(verb.get(), resource.get(), field(request, "name")))
            .isPresent();
  }

  private boolean topic(Request request) {
    var verb = Verb.fromWire(field(request, "permission"));
    return verb.isPresent()
        && known(request)
            .filter(r -> r.mayEnter(field(request, "vhost")))
            .filter(
                r -> r.mayRoute(verb.get(), field(request, "name"), field(request, "routing_key")))
            .isPresent();
  }

  private Optional<BrokerRights> known(Request request) {
    return users.byName(field(request, "username")).filter(User::active).map(BrokerRoutes::rights);
  }

  private Optional<User> bearer(String token) {
    try {
      return Optional.of(bearers.of(token)).filter(b -> b.session().isPresent()).map(b -> b.user());
    } catch (TokenRefusedException e) {
      return Optional.empty();
    }
  }

  private Optional<User> byPassword(String name, String password) {
    if (Passwords.isTooLong(password)) {
      return Optional.empty(); // a token that has run out is no guess
    }
    try {
      return Optional.of(logins.loginAtBroker(name, password));
    } catch (HttpProblem e) {
      return Optional.empty(); // wrong, or too often
    }
  }

  private static BrokerRights rights(User user) {
    return new BrokerRights(user.username(), user.role(), user.channel());
  }

  private static String field(Request request, String name) {
    return request.formParameter(name).orElse("");
  }
}
