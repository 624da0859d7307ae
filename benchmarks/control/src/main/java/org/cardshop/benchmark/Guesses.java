package org.cardshop.benchmark;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

/// How long a login takes while passwords are guessed.
final class Guesses implements Benchmark {
  private static final int A_SECOND = 50;
  private static final String NAME = "honest";
  private static final String HOME = "192.0.2.1";

  /// Who is guessed at, and from where.
  private record Guess(String username, String address) {}

  private final int samples;
  private final HttpClient http = HttpClient.newHttpClient();

  Guesses(int samples) {
    this.samples = samples;
  }

  @Override
  public String name() {
    return "guesses";
  }

  @Override
  public String about() {
    return "Somebody logs in again and again, where they did so before, while "
        + A_SECOND
        + " guesses a second arrive: *peace*: none; *one account*: at their own, from one address;"
        + " *many accounts*: at a thousand names, theirs among them, from a thousand addresses."
        + " BCrypt has its usual cost of 12.";
  }

  @Override
  public List<Case> cases() {
    return List.of(
        new Case("peace", this::logins),
        new Case("one account", plant -> attacked(plant, _ -> new Guess(NAME, "198.51.100.7"))),
        new Case(
            "many accounts",
            plant ->
                attacked(
                    plant,
                    n ->
                        new Guess(
                            n % 20 == 0 ? NAME : "user-" + n % 1_000,
                            "198.51." + n % 10 + "." + n / 10 % 100))));
  }

  @Override
  public List<Goal> goals() {
    return List.of(
        Goal.atMost("one account", "p95 ms", 1000), Goal.atMost("many accounts", "p95 ms", 1000));
  }

  private Map<String, Double> attacked(Plant plant, LongFunction<Guess> guesses) throws Exception {
    plant.user(NAME, "writer");
    http.send(login(plant.api(), NAME, Plant.PASSWORD, HOME), BodyHandlers.discarding());
    var number = new AtomicLong();
    try (var attacker = Executors.newSingleThreadScheduledExecutor()) {
      var attack =
          attacker.scheduleAtFixedRate(
              () -> guess(plant.api(), guesses.apply(number.getAndIncrement())),
              0,
              1_000_000 / A_SECOND,
              TimeUnit.MICROSECONDS);
      try {
        return logins(plant);
      } finally {
        attack.cancel(false);
      }
    }
  }

  private void guess(URI api, Guess guess) {
    var _ =
        http.sendAsync(
            login(api, guess.username(), "a wrong password", guess.address()),
            BodyHandlers.discarding());
  }

  private Map<String, Double> logins(Plant plant) throws Exception {
    plant.user(NAME, "writer");
    var times = new ArrayList<Double>();
    double refused = 0;
    var request = login(plant.api(), NAME, Plant.PASSWORD, HOME);
    for (int i = 0; i <= samples; i++) {
      long began = System.nanoTime();
      int status = http.send(request, BodyHandlers.discarding()).statusCode();
      if (i > 0) { // at the first they come home
        times.add((System.nanoTime() - began) / 1e6);
        refused += status == 200 ? 0 : 1;
      }
    }
    return Map.of(
        "p50 ms", Figures.percentile(times, 50),
        "p95 ms", Figures.percentile(times, 95),
        "refused", refused);
  }

  private static HttpRequest login(URI api, String username, String password, String address) {
    return HttpRequest.newBuilder(api.resolve("/auth/authorize"))
        .header("username", username)
        .header("password", password)
        .header("X-Forwarded-For", address)
        .POST(BodyPublishers.noBody())
        .build();
  }
}
