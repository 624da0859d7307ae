package org.cardshop.creator.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.cardshop.creator.source.Reach;
import org.cardshop.creator.source.Source;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a cache keeps, on disk and over time.
class KeptContentTest {
  private static final byte[] CONTENT = "the content".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;
  private final AtomicInteger fetches = new AtomicInteger();
  private final HttpServer server;
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private int links;

  KeptContentTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void serve() {
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void anObjectThatSomeoneWroteToIsFetchedAnew() throws Exception {
    var cache = cache("{}");
    var object = folder.resolve("cache/objects/" + fetch(cache, "a").identity());
    var modified = Files.getLastModifiedTime(object);
    Files.write(object, "the CONTENT".getBytes(StandardCharsets.UTF_8));
    Files.setLastModifiedTime(object, FileTime.from(modified.toInstant().plusMillis(1)));
    assertEquals("the content", Files.readString(fetch(cache, "a").path()));
    assertEquals(2, fetches.get());
  }

  @Test
  void whatIsIgnoredIsFetchedEachTimeAndLeavesNothing() throws Exception {
    var cache = cache("files: {filters: [{pattern: '/secret', ignore: true}]}");
    assertEquals("the content", Files.readString(fetch(cache, "secret").path()));
    fetch(cache, "secret");
    fetch(cache, "open");
    fetch(cache, "open");
    assertEquals(3, fetches.get());
    assertEquals(1, count("objects"));
    assertEquals(0, count("parts"));
  }

  @Test
  void aDisabledCacheKeepsNothingAtAll() throws Exception {
    var cache = cache("enabled: false");
    fetch(cache, "a");
    var made = cache.derive("key", folder.resolve("made"), part -> Files.writeString(part, "x"));
    assertEquals("x", Files.readString(made.path()));
    assertEquals(0, count("objects"));
  }

  @Test
  void aCurrentContentNeedsNoQuestion() throws Exception {
    var cache = cache("files: {check_after: 2d}");
    var wanted = new Wanted(url("a"), Optional.empty());
    assertEquals(Optional.empty(), cache.current(wanted), "never seen");
    fetch(cache, "a");
    assertEquals(Optional.of(Source.at(url("a"), Reach.ANYWHERE).find()), cache.current(wanted));
    now = now.plus(Duration.ofDays(3));
    assertEquals(Optional.empty(), cache.current(wanted), "too long ago");
    assertEquals(Optional.empty(), cache("{}").current(wanted), "always asked");
  }

  @Test
  void whatIsTooOldGoesAtTheNextTidying() throws Exception {
    var cache = cache("max_age: 30d");
    var content = fetch(cache, "a");
    now = now.plus(Duration.ofDays(29));
    cache.tidy();
    assertEquals(1, count("objects"));
    assertEquals(1, count("index"));
    now = now.plus(Duration.ofDays(2));
    cache.tidy();
    assertEquals(0, count("objects"));
    assertEquals(0, count("notes"));
    assertEquals(0, count("index"));
    assertEquals("the content", Files.readString(content.path()), "a build keeps what it has");
  }

  @Test
  void partsThatNoOneFinishedGoAfterAMonth() throws Exception {
    var cache = cache("{}");
    var parts = folder.resolve("cache/parts");
    var old = Files.writeString(parts.resolve("old"), "half");
    var young = Files.writeString(parts.resolve("young"), "half");
    Files.setLastModifiedTime(old, FileTime.from(now.minus(Duration.ofDays(31))));
    Files.setLastModifiedTime(young, FileTime.from(now.minus(Duration.ofDays(29))));
    cache.tidy();
    assertFalse(Files.exists(old));
    assertTrue(Files.exists(young));
  }

  @Test
  void everythingIsLookedThroughWhenSomethingCameOrOnceAnHour() throws Exception {
    var cache = cache("max_age: 1s");
    fetch(cache, "a");
    now = now.plus(Duration.ofSeconds(2));
    cache.tidyWhenDue();
    assertEquals(0, count("objects"), "never tidied before");
    fetch(cache, "b");
    cache.tidyWhenDue();
    now = now.plus(Duration.ofSeconds(2));
    cache.tidyWhenDue();
    assertEquals(1, count("objects"), "not due");
    now = now.plus(Duration.ofHours(1));
    cache.tidyWhenDue();
    assertEquals(0, count("objects"));
  }

  @Test
  void aCacheWithoutNotesIsStillGood() throws Exception {
    fetch(cache("{}"), "a");
    try (var notes = Files.list(folder.resolve("cache/notes"))) {
      for (var note : notes.toList()) {
        Files.delete(note);
      }
    }
    fetch(cache("{}"), "a");
    assertEquals(1, fetches.get());
  }

  private FileContent fetch(ContentCache cache, String path) throws Exception {
    var wanted = new Wanted(url(path), Optional.empty());
    var link = folder.resolve("link" + links++);
    return cache.fetch(wanted, Source.at(url(path), Reach.ANYWHERE).find(), link, bytes -> {});
  }

  private ContentCache cache(String policy) throws Exception {
    var yaml = policy.getBytes(StandardCharsets.UTF_8);
    return new ContentCache(folder.resolve("cache"), PolicyFile.read(yaml, 1 << 20), () -> now);
  }

  private long count(String of) throws IOException {
    try (var files = Files.list(folder.resolve("cache").resolve(of))) {
      return files.count();
    }
  }

  private String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + path;
  }

  private void answer(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().add("ETag", "\"1\"");
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().add("Content-Length", Integer.toString(CONTENT.length));
      exchange.sendResponseHeaders(200, -1);
    } else {
      fetches.incrementAndGet();
      exchange.sendResponseHeaders(200, CONTENT.length);
      exchange.getResponseBody().write(CONTENT);
    }
    exchange.close();
  }
}
