package org.cardshop.writer.work;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.stream.Stream;
import org.cardshop.core.image.Chunk;
import org.cardshop.platform.wire.Command;
import org.cardshop.writer.chunk.ChunkCache;
import org.cardshop.writer.chunk.TestImage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class PrefetchTest {
  private static final long BOUND = 9 << 20;
  private static final Duration SOON = Duration.ofMillis(1);

  @TempDir Path directory;
  private final Site site = new Site();
  private final Traffic traffic = new Traffic();
  private final TestImage image = TestImage.sketch("d:4m d:2m d:1m z:1m");
  private final TestImage other = TestImage.sketch("d:2m z:2m");
  private ChunkCache cache;
  private Prefetch prefetch;

  @BeforeEach
  void open() throws IOException {
    cache = new ChunkCache(directory, BOUND, InstantSource.system());
    prefetch = prefetch(Duration.ofMinutes(5));
    site.goodTickets.add("good");
    site.announce("image", image);
    site.announce("other", other);
    site.store(other, 0);
  }

  @AfterEach
  void close() {
    prefetch.close();
    cache.close();
  }

  @Test
  void whatIsThereIsFetchedAndTheRestAsItComes() throws Exception {
    site.store(image, 0, 1);
    prefetch.hint(hint("image", "good"));
    await().atMost(30, SECONDS).until(() -> site.events.contains("no chunk"));
    assertEquals(image.manifest().chunks().subList(2, 3), missing(image).toList());

    site.store(image, 2);

    awaitHere(image);
    image.manifest().chunks().forEach(c -> assertEquals(1, site.count("fetched " + c.sha256())));
    assertEquals(1, site.count("open image good"), "what is not there yet costs no session");
  }

  @Test
  void aManifestThatIsNotThereYetIsWaitedFor() {
    site.store(image, 0, 1, 2);
    prefetch.hint(hint("later", "good"));
    await().atMost(30, SECONDS).until(() -> site.events.contains("no manifest"));
    site.announce("later", image);
    awaitHere(image);
  }

  @Test
  void itMakesWayForATaskThatFetchesAndGoesOnAfterwards() {
    site.store(image, 0, 1, 2);
    site.hold();
    prefetch.hint(hint("image", "good"));
    await().atMost(30, SECONDS).until(() -> site.permits.hasQueuedThreads());

    traffic.begin();
    site.permits.release(100);
    await().atMost(30, SECONDS).until(() -> site.events.contains("close image"));
    assertEquals(1, site.count("fetched " + image.chunk(0).sha256()), "what was under way");
    assertEquals(0, site.count("asked " + image.chunk(1).sha256()));

    traffic.end();
    awaitHere(image);
    image.manifest().chunks().forEach(c -> assertEquals(1, site.count("fetched " + c.sha256())));
  }

  @Test
  void theLatestHintWins() {
    prefetch.hint(hint("image", "good"));
    await().atMost(30, SECONDS).until(() -> site.events.contains("no chunk"));
    prefetch.hint(hint("other", "good"));
    awaitHere(other);
  }

  @Test
  void aHintThatNoLongerHoldsIsForgotten() {
    prefetch.hint(hint("image", "void"));
    await().atMost(30, SECONDS).until(() -> site.events.contains("void void"));
    prefetch.hint(hint("other", "good"));
    awaitHere(other);
    assertEquals(1, site.count("void void"));
  }

  @Test
  void aSessionWhoseTicketRanOutIsFollowedByOneWithTheFreshTicket() {
    prefetch.hint(hint("image", "good"));
    await().atMost(30, SECONDS).until(() -> site.events.contains("no chunk"));
    site.goodTickets.add("fresh");
    site.goodTickets.remove("good");
    site.store(image, 0, 1, 2);
    prefetch.hint(hint("image", "fresh"));
    awaitHere(image);
  }

  @Test
  void noMoreIsFetchedThanTheCacheHolds() {
    var large = TestImage.sketch("d:4m d:4m d:4m");
    site.announce("large", large);
    site.store(large, 0, 1, 2);
    prefetch.hint(hint("large", "good"));
    await().atMost(30, SECONDS).until(() -> site.events.contains("close large"));
    assertEquals(0, site.count("asked " + large.chunk(2).sha256()));
  }

  @Test
  void anUploadThatGetsNoFurtherIsNotWaitedFor() throws Exception {
    prefetch.close();
    try (var impatient = prefetch(Duration.ZERO)) {
      impatient.hint(hint("image", "good"));
      await().atMost(30, SECONDS).until(() -> site.events.contains("close image"));
      assertEquals(1, site.count("no chunk"));
    }
  }

  @Test
  void closingEndsWhatIsUnderWay() {
    site.hold();
    prefetch.hint(hint("image", "good"));
    await().atMost(30, SECONDS).until(() -> site.permits.hasQueuedThreads());
    prefetch.close();
    assertTrue(site.events.contains("interrupted"));
    assertTrue(site.events.contains("close image"));
  }

  private Prefetch prefetch(Duration patience) {
    return new Prefetch(site, cache, BOUND, traffic, SOON, patience);
  }

  private static Command.Prefetch hint(String image, String ticket) {
    return new Command.Prefetch("channel", image, URI.create("ftp://nowhere"), ticket);
  }

  private void awaitHere(TestImage wanted) {
    await().atMost(30, SECONDS).until(() -> missing(wanted).findAny().isEmpty());
  }

  private Stream<Chunk> missing(TestImage wanted) throws IOException {
    try (var look = cache.use(wanted.manifest(), site)) {
      return look.missing().stream();
    }
  }
}
