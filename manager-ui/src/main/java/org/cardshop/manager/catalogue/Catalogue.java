package org.cardshop.manager.catalogue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

/// A catalogue of contents, fetched when it is needed and kept for a while. When it cannot be had,
/// what was had before is still good. Safe for many threads.
public final class Catalogue implements AutoCloseable {
  private static final int LARGEST = 32 << 20;
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration FETCH = Duration.ofSeconds(20);

  /// For so long nobody is asked whether there is a newer one.
  private static final Duration FRESH = Duration.ofMinutes(10);

  /// After a failure one tries again, but does not wait for it at each page.
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private static final int OK = 200;
  private static final int NOT_MODIFIED = 304;

  private final URI address;
  private final InstantSource clock;
  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();
  private final ReentrantLock fetching = new ReentrantLock();
  private volatile Kept kept = new Kept(List.of(), "", Instant.MIN, Optional.empty());

  /// @param tag by which the server knows the version
  private record Kept(List<Book> books, String tag, Instant until, Optional<String> problem) {}

  /// @param address `http:`, `https:` or `file:`
  public Catalogue(URI address, InstantSource clock) {
    this.address = address;
    this.clock = clock;
  }

  /// What there is to choose from.
  ///
  /// @param problem why it could not be read of late; then the books are those of before, if any
  public record Look(List<Book> books, Optional<String> problem) {
    public Look {
      books = List.copyOf(books);
    }

    /// What the catalogue says of the content at this address.
    public Optional<Book> at(String url) {
      return books.stream().filter(book -> book.url().equals(url)).findFirst();
    }
  }

  public Look look() throws InterruptedException {
    var now = clock.instant();
    if (now.isBefore(kept.until())) {
      return new Look(kept.books(), kept.problem());
    }
    // Who has something to show does not wait for somebody else's fetch.
    if (kept.books().isEmpty() ? lock() : fetching.tryLock()) {
      try {
        if (!now.isBefore(kept.until())) {
          kept = fetched(kept, now);
        }
      } finally {
        fetching.unlock();
      }
    }
    return new Look(kept.books(), kept.problem());
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private boolean lock() throws InterruptedException {
    fetching.lockInterruptibly();
    return true;
  }

  private Kept fetched(Kept before, Instant now) throws InterruptedException {
    try {
      return "file".equals(address.getScheme()) ? ofFile(now) : ofServer(before, now);
    } catch (IOException e) {
      var sentence = e.getMessage() == null ? e.toString() : e.getMessage();
      return new Kept(before.books(), before.tag(), now.plus(PAUSE), Optional.of(sentence));
    }
  }

  private Kept ofFile(Instant now) throws IOException {
    var file = Path.of(address);
    if (!Files.isRegularFile(file)) {
      throw new IOException("there is no file " + file);
    }
    if (Files.size(file) > LARGEST) {
      throw new IOException("it is larger than " + (LARGEST >> 20) + " MiB");
    }
    return read(Files.readAllBytes(file), "", now);
  }

  private Kept ofServer(Kept before, Instant now) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(address).timeout(FETCH).GET();
    if (!before.tag().isEmpty()) {
      request.header("If-None-Match", before.tag());
    }
    var answer = send(request.build());
    if (answer.statusCode() == NOT_MODIFIED && !before.tag().isEmpty()) {
      return new Kept(before.books(), before.tag(), now.plus(FRESH), Optional.empty());
    }
    if (answer.statusCode() != OK) {
      throw new IOException("the server answered " + answer.statusCode());
    }
    return read(answer.body(), answer.headers().firstValue("ETag").orElse(""), now);
  }

  private Kept read(byte[] xml, String tag, Instant now) throws IOException {
    return new Kept(Opds.read(xml, address), tag, now.plus(FRESH), Optional.empty());
  }

  /// The time limit counts for all of it, also for a server that sends a byte now and then.
  private HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
    var coming =
        http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST));
    try {
      return coming.get(FETCH.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new IOException("the server did not send it within " + FETCH.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      var cause = e.getCause() == null ? e : e.getCause();
      throw new IOException(
          cause.getMessage() == null ? "no connection (" + cause + ")" : cause.getMessage(), cause);
    } finally {
      coming.cancel(true);
    }
  }
}
