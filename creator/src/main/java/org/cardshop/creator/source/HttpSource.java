package org.cardshop.creator.source;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// A content on an HTTP server. Ranges follow RFC 9110 §14; a range is asked for only of the same
/// version (§13.1.5, If-Range), else the server sends the whole.
record HttpSource(URI uri, Reach reach) implements Source {
  private static final int MAX_REDIRECTS = 5;

  private static final int OK = 200;
  private static final int PARTIAL = 206;

  /// Until the server's first answer, not for the whole content.
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final class Client {
    static final HttpClient SHARED =
        HttpClient.newBuilder().followRedirects(Redirect.NEVER).connectTimeout(PATIENCE).build();
  }

  @Override
  public Found find() throws IOException, InterruptedException {
    var head = send(request().HEAD().build(), BodyHandlers.discarding());
    if (head.statusCode() == OK) {
      return new Found(head.headers().firstValueAsLong("content-length"), version(head));
    }
    // Some servers know no HEAD: ask for one byte instead.
    var get = send(request().header("Range", "bytes=0-0").build(), BodyHandlers.ofInputStream());
    get.body().close();
    return switch (get.statusCode()) {
      case OK -> new Found(get.headers().firstValueAsLong("content-length"), version(get));
      case PARTIAL -> new Found(totalOf(get), version(get));
      default -> throw refused(get.statusCode());
    };
  }

  @Override
  public Opened open(long position, Found found) throws IOException, InterruptedException {
    var request = request();
    if (position > 0) {
      request.header("Range", "bytes=" + position + "-");
      found.version().ifPresent(version -> request.header("If-Range", version));
    }
    var response = send(request.build(), BodyHandlers.ofInputStream());
    return switch (response.statusCode()) {
      case OK -> new Opened(patient(response), 0);
      case PARTIAL -> new Opened(patient(response), position);
      default -> {
        response.body().close();
        throw refused(response.statusCode());
      }
    };
  }

  private static InputStream patient(HttpResponse<InputStream> response) {
    return new Patience(response.body(), PATIENCE);
  }

  private HttpRequest.Builder request() {
    return HttpRequest.newBuilder(uri)
        .timeout(PATIENCE)
        .header("User-Agent", "Cardshop")
        .header("Accept-Encoding", "identity");
  }

  private <T extends @Nullable Object> HttpResponse<T> send(
      HttpRequest request, HttpResponse.BodyHandler<T> body)
      throws IOException, InterruptedException {
    var at = request;
    for (int i = 0; i <= MAX_REDIRECTS; i++) {
      var response = sendOnce(at, body);
      var elsewhere = elsewhere(at.uri(), response);
      if (elsewhere.isEmpty()) {
        return response;
      }
      if (response.body() instanceof InputStream unread) {
        unread.close();
      }
      reach.require(elsewhere.get());
      at = HttpRequest.newBuilder(at, (_, _) -> true).uri(elsewhere.get()).build();
    }
    throw new IOException(uri.getHost() + " redirects without end");
  }

  /// Where the answer sends us (RFC 9110 §15.4); never from an encrypted connection to a plain one.
  private static Optional<URI> elsewhere(URI at, HttpResponse<?> response) throws IOException {
    var location = response.headers().firstValue("location");
    if (response.statusCode() / 100 != 3 || location.isEmpty()) {
      return Optional.empty();
    }
    try {
      var to = at.resolve(location.get());
      var isHttp = "http".equals(to.getScheme()) || "https".equals(to.getScheme());
      if (to.getHost() != null && isHttp && !(isSecure(at) && !isSecure(to))) {
        return Optional.of(to);
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw new IOException(at.getHost() + " redirects to where nobody can follow");
  }

  private static boolean isSecure(URI uri) {
    return "https".equals(uri.getScheme());
  }

  private <T extends @Nullable Object> HttpResponse<T> sendOnce(
      HttpRequest request, HttpResponse.BodyHandler<T> body)
      throws IOException, InterruptedException {
    try {
      return Client.SHARED.send(request, body);
    } catch (ConnectException e) {
      throw new IOException("no connection to " + request.uri().getHost(), e);
    }
  }

  private IOException refused(int status) {
    return new IOException(Source.shown(uri) + " answers with HTTP status " + status);
  }

  /// Weak ETags (RFC 9110 §8.8.3) do not promise the same bytes.
  private static Optional<String> version(HttpResponse<?> response) {
    return response
        .headers()
        .firstValue("etag")
        .filter(tag -> !tag.startsWith("W/"))
        .or(() -> response.headers().firstValue("last-modified"));
  }

  private static OptionalLong totalOf(HttpResponse<InputStream> partial) {
    var range = partial.headers().firstValue("content-range").orElse("");
    var total = range.substring(range.indexOf('/') + 1);
    return total.matches("[0-9]{1,18}")
        ? OptionalLong.of(Long.parseLong(total))
        : OptionalLong.empty();
  }
}
