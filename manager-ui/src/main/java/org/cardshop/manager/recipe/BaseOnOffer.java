package org.cardshop.manager.recipe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.cardshop.layout.BaseLayout;
import org.cardshop.platform.recipe.RecipeReader;
import org.cardshop.platform.wire.Json;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The base that recipes begin with, and how it is laid out. Only this one is looked at, which an
/// administrator chose: whatever else people type is fetched by creators alone.
public final class BaseOnOffer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BaseOnOffer.class);
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofMinutes(10);
  private static final int PARTIAL = 206;

  private final String source;
  private final Optional<URI> address;
  private final InstantSource clock;
  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(LIMIT)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();
  private volatile Optional<BaseLayout> layout = Optional.empty();
  private volatile Instant nextLook = Instant.MIN;

  /// @param source as a recipe names it; empty for none
  public BaseOnOffer(String source, InstantSource clock) {
    this.source = source;
    this.clock = clock;
    this.address = address(source);
  }

  public String source() {
    return source;
  }

  /// Of the base that a recipe names; empty when it is another one, or is packed or out of reach.
  public Optional<BaseLayout> layout(String named) throws InterruptedException {
    if (address.isEmpty() || !address.equals(address(named))) {
      return Optional.empty();
    }
    var now = clock.instant();
    if (layout.isEmpty() && !now.isBefore(nextLook)) {
      nextLook = now.plus(PAUSE);
      try {
        layout = Optional.of(BaseLayout.read(firstSector(address.get())));
      } catch (IOException e) {
        LOG.info("The size of the usual base is not known: {}", e.toString());
      }
    }
    return layout;
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private byte[] firstSector(URI from) throws IOException, InterruptedException {
    if ("file".equals(from.getScheme())) {
      try (var file = Files.newInputStream(Path.of(from))) {
        return file.readNBytes(BaseLayout.SECTOR);
      }
    }
    var request =
        HttpRequest.newBuilder(from)
            .timeout(LIMIT)
            .header("Range", "bytes=0-" + (BaseLayout.SECTOR - 1))
            .build();
    var coming =
        http.sendAsync(
            request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), BaseLayout.SECTOR));
    try {
      var answer = coming.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      if (answer.statusCode() != PARTIAL) {
        throw new IOException("the server answered " + answer.statusCode() + " to a range");
      }
      return answer.body();
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("the server cannot be reached", e);
    } finally {
      coming.cancel(true);
    }
  }

  /// Where it is, also when a version stands for it.
  private static Optional<URI> address(String source) {
    ObjectNode recipe = Json.object().put("base", source.strip());
    var found = RecipeReader.look(recipe).recipe().base().source();
    try {
      var uri = URI.create(found);
      return found.isEmpty() || "ftp".equals(uri.getScheme()) ? Optional.empty() : Optional.of(uri);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
