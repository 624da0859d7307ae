package org.cardshop.scheduler.auth;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.cardshop.core.identity.BrokerRights;
import org.cardshop.core.identity.BrokerRights.Resource;
import org.cardshop.core.identity.BrokerRights.Verb;
import org.cardshop.core.identity.Claims;
import org.cardshop.platform.storage.User;
import org.cardshop.platform.storage.UserStore;
import org.cardshop.platform.token.TokenRefusedException;
import org.cardshop.platform.token.Tokens;
import org.cardshop.scheduler.http.Request;
import org.cardshop.scheduler.http.Route;

/// The contract of RabbitMQ's HTTP auth backend: forms come in, `allow` or `deny` goes out, always
/// with status 200.
public final class BrokerRoutes {
  private final UserStore users;
  private final Tokens tokens;

  public BrokerRoutes(UserStore users, Tokens tokens) {
    this.users = users;
    this.tokens = tokens;
  }

  public List<Route> routes() {
    return List.of(
        asked("user", "Whether a worker may log in at the message broker.", this::user),
        asked("vhost", "Whether a worker may use a virtual host.", this::vhost),
        asked("resource", "Whether a worker may use a queue or exchange.", this::resource),
        asked("topic", "Whether a worker may use a routing key.", this::topic));
  }

  private static Route asked(String what, String summary, Predicate<Request> allows) {
    return Route.open(
        org.cardshop.scheduler.http.Verb.POST,
        "/auth/rabbitmq/" + what,
        summary,
        request -> request.answerText("text/plain", allows.test(request) ? "allow" : "deny"));
  }

  private boolean user(Request request) {
    var name = field(request, "username");
    var password = field(request, "password");
    // The token first: it is cheap to check, a password on purpose is not.
    return bearer(password)
        .filter(u -> u.username().equals(name))
        .or(() -> users.login(name, password))
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
      return tokens.check(token) instanceof Claims.Access access
          ? users.find(access.userId()).filter(User::active)
          : Optional.empty();
    } catch (TokenRefusedException e) {
      return Optional.empty();
    }
  }

  private static BrokerRights rights(User user) {
    return new BrokerRights(user.username(), user.role(), user.channel());
  }

  private static String field(Request request, String name) {
    return request.formParameter(name).orElse("");
  }
}
