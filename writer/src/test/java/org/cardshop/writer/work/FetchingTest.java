package org.cardshop.writer.work;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.cardshop.core.image.Chunk;
import org.cardshop.core.image.Sha256;
import org.cardshop.platform.warehouse.WarehouseException;
import org.cardshop.platform.worker.StoppedException;
import org.cardshop.writer.chunk.CachedImage;
import org.cardshop.writer.chunk.ChunkCache;
import org.cardshop.writer.chunk.ChunkFetch;
import org.cardshop.writer.chunk.TestImage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class FetchingTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir Path directory;
  private final TestImage image = TestImage.sketch("d:4m d:4m d:4m d:4m d:1m z:3m");
  private final Site site = new Site();
  private final List<String> log = new CopyOnWriteArrayList<>();
  private final AtomicInteger ends = new AtomicInteger();
  private ChunkCache cache;

  @BeforeEach
  void open() throws IOException {
    cache = new ChunkCache(directory, 1L << 30, InstantSource.system());
    site.store(image, 0, 1, 2, 3, 4);
  }

  @AfterEach
  void close() {
    cache.close();
  }

  @Test
  void severalComeAtOnceFromTheFront() throws Exception {
    site.hold();
    var patience = patient(site);
    try (var use = cache.use(image.manifest(), patience);
        var fetching = begin(use, patience)) {
      await().atMost(LONG).until(() -> site.permits.getQueueLength() == 3);
      for (int i = 0; i < 3; i++) {
        assertEquals(1, site.count("asked " + image.chunk(i).sha256()));
      }
      assertFalse(fetching.await(Duration.ZERO));
      site.permits.release(100);
      assertTrue(fetching.await(LONG));
      assertEquals(List.of(), use.missing());
      assertEquals(1, ends.get());
    }
  }

  /// The rest is still held up when the first chunks are read.
  @Test
  void aCardReadsWhatIsHereAndWaitsForTheRest() throws Exception {
    site.hold();
    site.permits.release(3);
    var patience = patient(site);
    try (var use = cache.use(image.manifest(), patience);
        var fetching = begin(use, patience)) {
      // Which three it is, is left to chance: whoever has fetched one takes the next.
      await().atMost(LONG).until(() -> use.missing().size() == 2);
      var rest = use.missing();
      for (int i = 0; i < 5; i++) {
        if (!rest.contains(image.chunk(i))) {
          assertArrayEquals(image.data(image.chunk(i)), read(use, image.chunk(i)));
        }
      }
      assertFalse(fetching.await(Duration.ZERO));
      site.permits.release(100);
      assertArrayEquals(image.data(rest.getLast()), read(use, rest.getLast()));
      assertTrue(fetching.await(LONG));
      assertEquals(5, site.events.stream().filter(e -> e.startsWith("fetched")).count());
    }
  }

  @Test
  void twoTasksShareEachDownload() throws Exception {
    var one = patient(site);
    var two = patient(site);
    try (var first = cache.use(image.manifest(), one);
        var second = cache.use(image.manifest(), two);
        var firstFetching = begin(first, one);
        var secondFetching = begin(second, two)) {
      assertTrue(firstFetching.await(LONG));
      assertTrue(secondFetching.await(LONG));
    }
    assertEquals(5, site.events.stream().filter(e -> e.startsWith("fetched")).count());
    assertEquals(2, ends.get());
  }

  @Test
  void aLostConnectionIsTriedAgain() throws Exception {
    var losses = new AtomicInteger(5);
    var patience =
        patient((sha256, stored, to) -> {
          if (losses.getAndDecrement() > 0) {
            throw new WarehouseException.Unavailable("gone");
          }
          site.fetch(sha256, stored, to);
        });
    try (var use = cache.use(image.manifest(), patience);
        var fetching = begin(use, patience)) {
      assertTrue(fetching.await(LONG));
    }
    assertEquals(5, log.size());
  }

  @Test
  void whatTheWarehouseRefusesEndsItAtOnce() throws Exception {
    var patience =
        patient((_, _, _) -> {
          throw new WarehouseException.Refused("no");
        });
    try (var use = cache.use(image.manifest(), patience);
        var fetching = begin(use, patience)) {
      var e = assertThrows(IOException.class, () -> fetching.await(LONG));
      assertEquals("The warehouse refused: no", e.getMessage());
      assertThrows(IOException.class, fetching::check);
    }
    assertEquals(List.of(), log);
  }

  @Test
  void patienceThatEndedDoesNotBeginAnewForACardThatWaits() throws Exception {
    var asked = new AtomicInteger();
    var patience =
        patient((_, _, _) -> {
          asked.incrementAndGet();
          throw new WarehouseException.Unavailable("gone");
        });
    try (var use = cache.use(image.manifest(), patience);
        var fetching = begin(use, patience)) {
      await().atMost(LONG).until(() -> ends.get() == 1);
      assertThrows(IOException.class, fetching::check);
      int before = asked.get();
      var e = assertThrows(IOException.class, () -> read(use, image.chunk(0)));
      assertEquals("The image could not be downloaded: gone", e.getMessage());
      assertEquals(before + 1, asked.get());
    }
  }

  @Test
  void aTaskThatIsCalledOffInterruptsNobodyWhoFetchesForIt() throws Exception {
    var patience =
        new PatientFetch(
            site,
            leave(() -> {
              throw new StoppedException("called off");
            }),
            Duration.ZERO);
    try (var use = cache.use(image.manifest(), patience)) {
      var e = assertThrows(IOException.class, () -> read(use, image.chunk(0)));
      assertEquals("The task was called off: called off", e.getMessage());
    }
    assertEquals(List.of(), site.events);
  }

  /// Once each: the way is bad, not the warehouse's disk.
  @Test
  void whatWasDamagedOnTheWayIsDoubtedAndFetchedAgain() throws Exception {
    var damaged = ConcurrentHashMap.<Sha256>newKeySet();
    var patience = patient(spoiling(damaged::add, _ -> {}));
    try (var use = cache.use(image.manifest(), patience);
        var fetching = begin(use, patience)) {
      assertTrue(fetching.await(LONG));
      for (var chunk : image.manifest().chunks()) {
        assertArrayEquals(image.data(chunk), read(use, chunk));
      }
    }
    assertEquals(5, site.events.stream().filter(e -> e.startsWith("doubted")).count());
  }

  @Test
  void whatIsDamagedAtTheWarehouseEndsItWithWhatToDo() throws Exception {
    var patience =
        patient(
            spoiling(
                image.chunk(2).sha256()::equals,
                _ -> {
                  throw new WarehouseException.Refused("damaged on my disk and removed; retry");
                }));
    try (var use = cache.use(image.manifest(), patience);
        var fetching = begin(use, patience)) {
      var e = assertThrows(IOException.class, () -> fetching.await(LONG));
      assertEquals("The warehouse refused: damaged on my disk and removed; retry", e.getMessage());
      assertTrue(use.missing().contains(image.chunk(2)), "nothing damaged was kept");
    }
    assertEquals(1, site.count("asked " + image.chunk(2).sha256()), "once is enough");
  }

  private interface Doubt {
    void on(Sha256 sha256) throws IOException;
  }

  /// The site, with a bit turned over in what it sends of the chunks that `isSpoiled` picks.
  private ChunkFetch spoiling(Predicate<Sha256> isSpoiled, Doubt doubt) {
    return new ChunkFetch() {
      @Override
      public void fetch(Sha256 sha256, long stored, Path to)
          throws IOException, InterruptedException {
        site.fetch(sha256, stored, to);
        if (isSpoiled.test(sha256)) {
          var bytes = Files.readAllBytes(to);
          bytes[bytes.length / 2] ^= 1;
          Files.write(to, bytes);
        }
      }

      @Override
      public void doubt(Sha256 sha256) throws IOException {
        site.events.add("doubted " + sha256);
        doubt.on(sha256);
      }
    };
  }

  @Test
  void closingEndsWhatIsUnderWay() throws Exception {
    site.hold();
    var patience = patient(site);
    try (var use = cache.use(image.manifest(), patience)) {
      var fetching = begin(use, patience);
      await().atMost(30, SECONDS).until(() -> site.permits.getQueueLength() == 3);
      fetching.close();
      assertEquals(3, site.count("interrupted"));
      assertEquals(1, ends.get());
    }
  }

  private Fetching begin(CachedImage use, PatientFetch patience) {
    return Fetching.begin(use, patience, (_, _) -> {}, ends::incrementAndGet);
  }

  private PatientFetch patient(ChunkFetch fetch) {
    return new PatientFetch(fetch, leave(() -> {}), Duration.ZERO);
  }

  private PatientFetch.Leave leave(Runnable checkpoint) {
    return new PatientFetch.Leave() {
      @Override
      public void checkpoint() {
        checkpoint.run();
      }

      @Override
      public void log(String line) {
        log.add(line);
      }
    };
  }

  private static byte[] read(CachedImage use, Chunk chunk)
      throws IOException, InterruptedException {
    try (var arena = Arena.ofConfined()) {
      var into = arena.allocate(chunk.length());
      use.read(chunk, into);
      return into.toArray(ValueLayout.JAVA_BYTE);
    }
  }
}
