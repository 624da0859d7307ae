package org.cardshop.scheduler.auth;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.cardshop.core.identity.Guessing;
import org.cardshop.platform.storage.AttemptStore;
import org.cardshop.platform.storage.User;
import org.cardshop.platform.storage.UserStore;
import org.cardshop.scheduler.http.HttpProblem;

/// Checks user names and passwords, and makes guessing them slow. What is counted together
/// (docs/adr/0023): where a user has logged in before, their failures there; elsewhere, all
/// failures with this user name, and all from this address. Who guesses from elsewhere delays
/// nobody who is at home. The last manager is at home everywhere.
public final class Logins implements AutoCloseable {
  /// Nobody's is longer.
  private static final int LONGEST_NAME = 64;

  /// Many people may share an address: so many of their failures in a row are forgiven.
  private static final int FORGIVEN_AT_AN_ADDRESS = 20;

  /// The broker does not say where they are who log in there: whoever guesses a worker's password
  /// makes the worker itself wait, and must not do so for long. Workers' passwords are random.
  private static final Duration LONGEST_AT_THE_BROKER = Duration.ofSeconds(10);

  /// Failures that are counted together.
  ///
  /// @param forgiven so many of them do no harm
  /// @param longest the wait never gets longer
  private record Count(String what, int forgiven, Duration longest) {
    Count(String what, int forgiven) {
      this(what, forgiven, Guessing.LONGEST);
    }

    Duration wait(int failures) {
      var wait = Guessing.waitAfter(failures - forgiven);
      return wait.compareTo(longest) < 0 ? wait : longest;
    }
  }

  private final UserStore users;
  private final AttemptStore attempts;
  private final InstantSource clock;
  private final HashingLane familiar;
  private final HashingLane strange;

  public Logins(UserStore users, AttemptStore attempts, InstantSource clock) {
    this.users = users;
    this.attempts = attempts;
    this.clock = clock;
    int width = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    familiar = new HashingLane("passwords-familiar", width);
    strange = new HashingLane("passwords", width);
  }

  /// The user, who is active.
  ///
  /// @param address where the asker is
  /// @throws HttpProblem 401 when name or password is wrong, 429 when they have to wait
  public User login(String username, String password, String address) {
    requireName(username);
    var home = new Count("home " + username + " " + address, 0);
    boolean isFamiliar = attempts.of(home.what()).isFamiliar();
    var counts = isFamiliar ? List.of(home) : elsewhere(username, address, home);
    return login(username, password, home, counts, isFamiliar ? familiar : strange);
  }

  /// The same for a worker that logs in at the broker.
  public User loginAtBroker(String username, String password) {
    requireName(username);
    var there = new Count("broker " + username, 0, LONGEST_AT_THE_BROKER);
    boolean isFamiliar = attempts.of(there.what()).isFamiliar();
    return login(username, password, there, List.of(there), isFamiliar ? familiar : strange);
  }

  private static void requireName(String username) {
    if (username.length() > LONGEST_NAME) {
      throw wrong();
    }
  }

  private static HttpProblem wrong() {
    return HttpProblem.unauthorized("User name or password is wrong.");
  }

  private User login(
      String username, String password, Count home, List<Count> counts, HashingLane lane) {
    requireNoWait(counts);
    return lane.call(() -> checked(username, password, home, counts))
        .orElseThrow(() ->
            HttpProblem.tooMany(
                "Too many logins at once; try again in some seconds.", Duration.ofSeconds(5)));
  }

  @Override
  public void close() {
    familiar.close();
    strange.close();
  }

  private List<Count> elsewhere(String username, String address, Count home) {
    var ofAddress = new Count("address " + address, FORGIVEN_AT_AN_ADDRESS);
    boolean isLastManager =
        users.byName(username).filter(User::active).filter(users::isLastManager).isPresent();
    return List.of(isLastManager ? home : new Count("user " + username, 0), ofAddress);
  }

  private User checked(String username, String password, Count home, List<Count> counts) {
    // Others may have failed while this one waited for its turn.
    requireNoWait(counts);
    var user = users.login(username, password);
    var now = clock.instant();
    if (user.isEmpty()) {
      counts.forEach(count -> attempts.fail(count.what(), now));
      throw wrong();
    }
    attempts.succeed(home.what(), now);
    counts.stream()
        .filter(count -> count.forgiven() == 0) // who has a user of their own clears no address
        .forEach(count -> attempts.succeed(count.what(), now));
    return user.get();
  }

  private void requireNoWait(List<Count> counts) {
    var now = clock.instant();
    counts.stream()
        .flatMap(count -> until(count).stream())
        .filter(now::isBefore)
        .max(Instant::compareTo)
        .ifPresent(until -> {
          var wait = Duration.between(now, until);
          throw HttpProblem.tooMany(
              "There were too many wrong passwords; try again in "
                  + Math.max(1, wait.toSeconds())
                  + " s.",
              wait);
        });
  }

  private Optional<Instant> until(Count count) {
    var tally = attempts.of(count.what());
    var wait = count.wait(tally.failures());
    return wait.isZero() ? Optional.empty() : Optional.of(tally.last().plus(wait));
  }
}
