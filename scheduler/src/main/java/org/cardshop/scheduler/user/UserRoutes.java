package org.cardshop.scheduler.user;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.cardshop.core.identity.Action;
import org.cardshop.core.identity.Permissions.Reach;
import org.cardshop.core.identity.Role;
import org.cardshop.platform.storage.ApiTokenStore;
import org.cardshop.platform.storage.ChannelStore;
import org.cardshop.platform.storage.Ids;
import org.cardshop.platform.storage.Passwords;
import org.cardshop.platform.storage.SessionStore;
import org.cardshop.platform.storage.User;
import org.cardshop.platform.storage.UserStore;
import org.cardshop.platform.wire.Json;
import org.cardshop.scheduler.auth.Logins;
import org.cardshop.scheduler.http.Form;
import org.cardshop.scheduler.http.HttpProblem;
import org.cardshop.scheduler.http.Request;
import org.cardshop.scheduler.http.Route;
import org.cardshop.scheduler.http.Verb;
import org.cardshop.scheduler.worker.Furnishing;

/// The users. A worker's user gets a command queue.
public final class UserRoutes {
  private static final String ROLES = "manager, operator, client, creator or writer";
  private static final Pattern PERSON = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._@-]{0,62}");
  private static final Pattern WORKER = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
  private static final String EXAMPLE =
      """
      {"username": "writer-1", "email": "ops@example.org", "password": "…", "role": "writer",
       "channel": "cardshop", "active": true}\
      """;

  private final UserStore users;
  private final SessionStore sessions;
  private final ApiTokenStore apiTokens;
  private final Logins logins;
  private final ChannelStore channels;
  private final Furnishing furnishing;
  private final InstantSource clock;

  public UserRoutes(
      UserStore users,
      SessionStore sessions,
      ApiTokenStore apiTokens,
      Logins logins,
      ChannelStore channels,
      Furnishing furnishing,
      InstantSource clock) {
    this.users = users;
    this.sessions = sessions;
    this.apiTokens = apiTokens;
    this.logins = logins;
    this.channels = channels;
    this.furnishing = furnishing;
    this.clock = clock;
  }

  public List<Route> routes() {
    return List.of(
        Route.list("/users", Action.MANAGE_USERS, "Lists users.", this::list)
            .query("role", "channel", "username"),
        Route.of(Verb.POST, "/users", Action.MANAGE_USERS, "Makes a user.", this::make)
            .body(EXAMPLE),
        Route.of(Verb.GET, "/users/{id}", Action.OWN_ACCOUNT, "Shows a user.", this::show),
        Route.of(
                Verb.PATCH,
                "/users/{id}",
                Action.MANAGE_USERS,
                "Changes the given fields of a user.",
                this::change)
            .body("{\"active\": false}"),
        Route.of(
                Verb.PATCH,
                "/users/{id}/password",
                Action.OWN_ACCOUNT,
                "Changes a password; managers need not give another user's old one.",
                this::password)
            .body("{\"old\": \"…\", \"new\": \"…\"}"),
        Route.of(Verb.DELETE, "/users/{id}", Action.MANAGE_USERS, "Deletes a user.", this::delete));
  }

  private void list(Request request) {
    var filter = new HashMap<String, Object>(request.filter("role", "channel", "username"));
    request.list(users.page(filter, request.skip(), request.limit()), UserRoutes::view);
  }

  private void make(Request request) {
    var form = request.form();
    var user = read(form, Ids.next(), Optional.empty());
    var password = password(form, "password", user);
    form.check();
    if (!users.insert(user, password)) {
      throw HttpProblem.conflict(
          "There is a user " + user.username() + " already; choose another name.");
    }
    furnish(user);
    request.audits(Optional.empty(), Optional.of(view(user)));
    request.created(user.id());
  }

  private void show(Request request) {
    request.answer(view(reachable(request)));
  }

  private void change(Request request) {
    var before = reachable(request);
    var form = request.form();
    var user = read(form, before.id(), Optional.of(before));
    if (before.id().equals(request.caller().user().id())
        && (!user.active() || user.role() != before.role())) {
      form.problem("", "You cannot deactivate yourself or change your own role.");
    }
    form.check();
    users.replace(user);
    request.audits(Optional.of(view(before)), Optional.of(view(user)));
    if (!user.active()) {
      voidTokens(user);
    }
    furnish(user);
    request.changed(user.id());
  }

  private void password(Request request) {
    var user = reachable(request);
    var form = request.form();
    boolean isOwn = user.id().equals(request.caller().user().id());
    var old = form.text("old", isOwn ? Optional.empty() : Optional.of(""));
    var fresh = password(form, "new", user);
    form.check();
    if (isOwn) {
      requirePassword(user, old, request.address());
    }
    users.setPassword(user.id(), fresh);
    voidTokens(user);
    request.changed(user.id());
  }

  private void delete(Request request) {
    var user = reachable(request);
    if (user.id().equals(request.caller().user().id())) {
      throw HttpProblem.conflict("You cannot delete yourself; ask another manager.");
    }
    users.delete(user.id());
    request.audits(Optional.of(view(user)), Optional.empty());
    voidTokens(user);
    request.changed(user.id());
  }

  private void requirePassword(User user, String password, String address) {
    try {
      logins.login(user.username(), password, address);
    } catch (HttpProblem e) {
      throw e.status() == 401 ? HttpProblem.badRequest("old: is not your present password.") : e;
    }
  }

  private void voidTokens(User user) {
    sessions.endAllOf(user.id());
    users.begunAnew(user.id(), clock.instant());
    apiTokens.deleteAllOf(user.id());
  }

  private User read(Form form, String id, Optional<User> before) {
    var role =
        form.word("role", Role::fromWire, before.map(User::role), Role.CLIENT, "one of " + ROLES);
    var pattern = role.isWorker() ? WORKER : PERSON;
    var username =
        form.text(
            "username",
            before.map(User::username),
            t -> pattern.matcher(t).matches(),
            role.isWorker()
                ? "a worker's name: lower-case letters, digits and hyphens"
                : "letters, digits and . _ @ -, at most 63");
    before
        .filter(b -> !b.username().equals(username))
        .ifPresent(_ -> form.problem("username", "cannot be changed; make another user."));
    var channel = form.text("channel", before.map(User::channel).or(() -> Optional.of("")));
    if (role.isWorker() && channel.isEmpty()) {
      form.problem("channel", "is missing: a worker works for one channel.");
    } else if (!channel.isEmpty() && channels.byName(channel).isEmpty()) {
      form.problem("channel", "must be the slug of a channel; '" + channel + "' is none.");
    }
    return new User(
        id,
        username,
        form.email("email", before.map(User::email).or(() -> Optional.of(""))),
        role,
        channel,
        form.flag("active", before.map(User::active).or(() -> Optional.of(true))));
  }

  private static String password(Form form, String name, User user) {
    var password = form.text(name, Optional.empty());
    if (!password.isEmpty()) {
      Passwords.whyNotChoose(password, List.of(user.username(), user.email(), "cardshop"))
          .ifPresent(reason -> form.problem(name, reason));
    }
    return password;
  }

  private void furnish(User user) {
    if (user.role().isWorker()) {
      furnishing.worker(user.username());
    }
  }

  /// Others are as if they were not there for those who reach only themselves.
  private User reachable(Request request) {
    var id = request.path("id");
    var caller = request.caller();
    return users
        .find(id)
        .filter(u -> caller.reach() == Reach.ALL || u.id().equals(caller.user().id()))
        .orElseThrow(() -> HttpProblem.noSuch("user " + id));
  }

  private static ObjectNode view(User user) {
    return Json.object()
        .put("_id", user.id())
        .put("username", user.username())
        .put("email", user.email())
        .put("role", user.role().wire())
        .put("channel", user.channel())
        .put("active", user.active());
  }
}
