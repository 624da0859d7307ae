package org.cardshop.creator.cache;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.cardshop.core.image.Sha256;
import org.cardshop.creator.source.Reach;
import org.cardshop.creator.source.Source;
import org.cardshop.platform.recipe.Checksum;
import org.cardshop.testing.SmallDisk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentCacheTest {
  @TempDir Path folder;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final AtomicReference<byte[]> content = new AtomicReference<>(random(3_000_000, 1));
  private volatile int cutAfter = Integer.MAX_VALUE;
  private volatile boolean tellsVersion = true;
  private HttpServer server;

  ContentCacheTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void serve() {
    server.createContext("/", this::answer);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void aContentIsFetchedOnceAndUsedAgain() throws Exception {
    var cache = cache(Long.MAX_VALUE);
    assertArrayEquals(content.get(), place(cache, "a", Optional.empty()));
    assertArrayEquals(content.get(), place(cache, "b", Optional.empty()));
    assertEquals(1, gets());
  }

  @Test
  void theLoginOfASourceIsNotKept() throws Exception {
    var address = url("x").replace("//", "//me:hidden@");
    place(cache(Long.MAX_VALUE), "a", new Wanted(address, Optional.empty()));
    try (var notes = Files.list(folder.resolve("cache/notes"))) {
      var note = Files.readString(notes.toList().getFirst());
      assertTrue(note.endsWith("\n" + url("x")), note);
    }
  }

  @Test
  void aChangedContentIsFetchedAgain() throws Exception {
    var cache = cache(Long.MAX_VALUE);
    place(cache, "a", Optional.empty());
    content.set(random(3_000_000, 2));
    assertArrayEquals(content.get(), place(cache, "b", Optional.empty()));
  }

  @Test
  void aContentWithoutVersionIsFetchedEachTime() throws Exception {
    tellsVersion = false;
    var cache = cache(Long.MAX_VALUE);
    place(cache, "a", Optional.empty());
    content.set(random(3_000_000, 2));
    assertArrayEquals(content.get(), place(cache, "b", Optional.empty()));
    assertEquals(2, gets());
  }

  @Test
  void aBrokenConnectionIsResumedWhereItBroke() throws Exception {
    cutAfter = 1_000_000;
    assertArrayEquals(content.get(), place(cache(Long.MAX_VALUE), "a", Optional.empty()));
    assertTrue(gets() > 1, requests::toString);
    assertTrue(
        requests.stream().anyMatch(r -> r.matches("GET bytes=[1-9][0-9]*-")), requests::toString);
  }

  @Test
  void aFetchThatFindsTheDiskFullGoesOnWhereItStoppedWhenThereIsRoom() throws Exception {
    assumeTrue(SmallDisk.canBeMounted(), "mounting needs root");
    content.set(random(12_000_000, 4));
    try (var disk = SmallDisk.mount(folder.resolve("cache"), 16L << 20)) {
      var cache = cache(Long.MAX_VALUE);
      var other = Files.write(disk.path().resolve("other"), new byte[8 << 20]);

      var full = assertThrows(IOException.class, () -> place(cache, "a", Optional.empty()));

      assertTrue(DiskFull.isCauseOf(full), full::toString);
      assertEquals(1, gets(), "asking again does not help");
      Files.delete(other);
      assertArrayEquals(content.get(), place(cache, "b", Optional.empty()));
      assertTrue(
          requests.stream().anyMatch(r -> r.matches("GET bytes=[1-9][0-9]*-")), requests::toString);
    }
  }

  @Test
  void aWrongChecksumIsRefusedAndNothingIsKept() throws Exception {
    var cache = cache(Long.MAX_VALUE);
    var checksum = sha256(random(10, 3));
    assertThrows(ChecksumException.class, () -> place(cache, "a", Optional.of(checksum)));
    assertFalse(Files.exists(folder.resolve("a")));
    assertEquals(List.of(), names("cache/objects"));
    assertEquals(List.of(), names("cache/parts"));
  }

  @Test
  void theChecksumNamesTheContentWhateverTheServerSays() throws Exception {
    var cache = cache(Long.MAX_VALUE);
    tellsVersion = false;
    var checksum = Optional.of(sha256(content.get()));
    place(cache, "a", checksum);
    place(cache, "b", checksum);
    assertEquals(1, gets());
  }

  @Test
  void whatWasUsedLongestAgoGoesFirst() throws Exception {
    var now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    InstantSource clock = () -> now.getAndUpdate(t -> t.plusSeconds(1));
    var cache = new ContentCache(folder.resolve("cache"), 7_000_000, clock);
    var first = Sha256.of(content.get()).hex();
    place(cache, "1", "one");
    content.set(random(3_000_000, 2));
    var second = Sha256.of(content.get()).hex();
    place(cache, "2", "two");
    content.set(random(3_000_000, 1));
    place(cache, "1 again", "one");
    content.set(random(3_000_000, 3));
    place(cache, "3", "three");
    var kept = names("cache/objects");
    assertTrue(kept.contains(first), "used just now");
    assertFalse(kept.contains(second), "used longest ago");
    assertEquals(3_000_000, Files.size(folder.resolve("2")), "a build keeps what it was given");
  }

  @Test
  void buildsAtOnceShareOneFetch() throws Exception {
    var tasks = new ArrayList<Callable<byte[]>>();
    for (int i = 0; i < 8; i++) {
      var target = "t" + i;
      var cache = cache(Long.MAX_VALUE);
      tasks.add(() -> place(cache, target, Optional.empty()));
    }
    try (var threads = Executors.newFixedThreadPool(8)) {
      for (var done : threads.invokeAll(tasks)) {
        assertArrayEquals(content.get(), done.get());
      }
    }
    assertEquals(1, gets());
  }

  private long gets() {
    return requests.stream().filter(r -> r.startsWith("GET")).count();
  }

  private ContentCache cache(long bytes) throws IOException {
    return new ContentCache(folder.resolve("cache"), bytes, InstantSource.system());
  }

  private byte[] place(ContentCache cache, String target, Optional<Checksum> checksum)
      throws Exception {
    return place(cache, target, new Wanted(url("x"), checksum));
  }

  private byte[] place(ContentCache cache, String target, String path) throws Exception {
    return place(cache, target, new Wanted(url(path), Optional.empty()));
  }

  private byte[] place(ContentCache cache, String target, Wanted wanted) throws Exception {
    var file = folder.resolve(target);
    var content =
        cache.fetch(wanted, Source.at(wanted.url(), Reach.ANYWHERE).find(), file, bytes -> {});
    assertEquals(Sha256.of(Files.readAllBytes(file)), content.identity());
    return Files.readAllBytes(file);
  }

  private String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + path;
  }

  private List<String> names(String of) throws IOException {
    try (var files = Files.list(folder.resolve(of))) {
      return files.map(f -> String.valueOf(f.getFileName())).toList();
    }
  }

  /// Knows ranges, and breaks off each answer after `cutAfter` bytes.
  private void answer(HttpExchange exchange) throws IOException {
    var bytes = content.get();
    var headers = exchange.getRequestHeaders();
    var tag = "\"" + Sha256.of(bytes) + "\"";
    var range = Optional.ofNullable(headers.getFirst("Range"));
    requests.add(exchange.getRequestMethod() + " " + range.orElse(""));
    if (tellsVersion) {
      exchange.getResponseHeaders().add("ETag", tag);
    }
    boolean partial = range.isPresent() && tag.equals(headers.getFirst("If-Range"));
    int from = partial ? Integer.parseInt(range.get().replaceAll("[^0-9]", "")) : 0;
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().add("Content-Length", Integer.toString(bytes.length));
      exchange.sendResponseHeaders(200, -1);
    } else {
      exchange.sendResponseHeaders(partial ? 206 : 200, bytes.length - from);
      int to = (int) Math.min(bytes.length, (long) from + cutAfter);
      exchange.getResponseBody().write(Arrays.copyOfRange(bytes, from, to));
    }
    exchange.close();
  }

  private static Checksum sha256(byte[] bytes) {
    return new Checksum(Checksum.Algorithm.SHA256, Checksum.Kind.DIGEST, Sha256.of(bytes).hex());
  }

  private static byte[] random(int length, int seed) {
    var bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
