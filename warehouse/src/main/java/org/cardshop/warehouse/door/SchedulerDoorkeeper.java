package org.cardshop.warehouse.door;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import org.cardshop.core.identity.Claims;
import org.cardshop.platform.warehouse.Trust;
import org.cardshop.platform.wire.ClaimsJson;
import org.cardshop.platform.wire.Fields;
import org.cardshop.platform.wire.MalformedException;
import org.cardshop.warehouse.store.Refusal;
import org.jspecify.annotations.Nullable;

/// Asks the scheduler, each time. No answer lets nobody in.
public final class SchedulerDoorkeeper implements Doorkeeper, AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final HttpClient http;
  private final URI question;
  private final InstantSource clock;

  /// @param trust whose certificates the scheduler may show
  public SchedulerDoorkeeper(URI scheduler, Trust trust, InstantSource clock) {
    this.http =
        HttpClient.newBuilder().connectTimeout(PATIENCE).sslContext(trust.context()).build();
    this.question = URI.create(scheduler.toString().replaceFirst("/+$", "") + "/auth/validate");
    this.clock = clock;
  }

  @Override
  public Claims admit(String username, String token) throws Refusal {
    var answer = ask(token);
    return switch (answer.statusCode()) {
      case 200 -> checked(username, claims(answer.body()));
      case 401 -> throw invalid();
      default -> throw nobodyKnows("it answered with status " + answer.statusCode(), null);
    };
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private HttpResponse<byte[]> ask(String token) throws Refusal {
    try {
      var request =
          HttpRequest.newBuilder(question)
              .header("access-token", token)
              .timeout(PATIENCE)
              .POST(BodyPublishers.noBody())
              .build();
      return http.send(request, BodyHandlers.ofByteArray());
    } catch (IllegalArgumentException e) {
      // Not even a header value, so no token.
      throw invalid();
    } catch (IOException e) {
      throw nobodyKnows("it cannot be reached", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw nobodyKnows("the warehouse is about to stop", e);
    }
  }

  private Claims checked(String username, Claims claims) throws Refusal {
    if (!claims.username().equals(username)) {
      throw new Refusal(530, "This token was not issued for " + username + "; use that user's own");
    }
    if (!clock.instant().isBefore(claims.expires())) {
      throw invalid();
    }
    return claims;
  }

  private static Claims claims(byte[] body) throws Refusal {
    try {
      return ClaimsJson.read(Fields.of(body));
    } catch (MalformedException e) {
      throw nobodyKnows("it answered with something else than claims", e);
    }
  }

  private static Refusal invalid() {
    return new Refusal(530, "The token is not valid or has run out; get a fresh one and log in");
  }

  private static Refusal nobodyKnows(String why, @Nullable Exception e) {
    var sentence = "The scheduler cannot be asked who you are (" + why + "); try again in a minute";
    return e == null ? new Refusal(421, sentence) : new Refusal(421, sentence, e);
  }
}
