package org.cardshop.writer.chunk;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.cardshop.core.image.Chunk;
import org.cardshop.core.image.Sha256;
import org.cardshop.testing.SmallDisk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChunkCacheTest {
  private static final long ROOMY = 1L << 30;

  @TempDir Path directory;
  private final TestImage image = TestImage.sketch("d:4m d:4m d:2m z:2m");
  private final AtomicInteger fetches = new AtomicInteger();

  @Test
  void aChunkIsFetchedOnceAndReadManyTimes() throws Exception {
    try (var cache = cache(ROOMY);
        var use = cache.use(image.manifest(), warehouse(image))) {
      assertEquals(image.manifest().chunks(), use.missing());
      assertArrayEquals(image.data(image.chunk(0)), read(use, image.chunk(0)));
      assertArrayEquals(image.data(image.chunk(0)), read(use, image.chunk(0)));
      assertEquals(1, fetches.get());
      assertEquals(image.manifest().chunks().subList(1, 3), use.missing());
    }
    try (var cache = cache(ROOMY);
        var use = cache.use(image.manifest(), warehouse(image))) {
      assertEquals(image.manifest().chunks().subList(1, 3), use.missing());
    }
  }

  @Test
  void aFrameDamagedOnDiskIsDeletedAndFetchedAgain() throws Exception {
    var chunk = image.chunk(1);
    for (int at : new int[] {0, 2_000_000, 4_000_000}) {
      try (var cache = cache(ROOMY);
          var use = cache.use(image.manifest(), warehouse(image))) {
        read(use, chunk);
        int before = fetches.get();
        var frame = directory.resolve(chunk.sha256() + ".zst");
        var bytes = Files.readAllBytes(frame);
        bytes[at] ^= 0x10;
        Files.write(frame, bytes);
        assertArrayEquals(image.data(chunk), read(use, chunk));
        assertEquals(before + 1, fetches.get());
        Files.write(frame, List.of());
        assertArrayEquals(image.data(chunk), read(use, chunk));
        Files.delete(frame);
        assertArrayEquals(image.data(chunk), read(use, chunk));
      }
    }
  }

  @Test
  void whatComesDamagedIsNotKept() throws Exception {
    var other = TestImage.sketch("d:1m");
    var wrong = other.frame(other.chunk(0).sha256());
    for (var bytes : List.of(wrong, new byte[] {1, 2, 3}, new byte[0])) {
      try (var cache = cache(ROOMY);
          var use = cache.use(image.manifest(), (_, _, to) -> Files.write(to, bytes))) {
        var failure = assertThrows(IOException.class, () -> read(use, image.chunk(0)));
        assertTrue(String.valueOf(failure.getMessage()).contains("came damaged"));
        assertTrue(use.missing().contains(image.chunk(0)));
        try (var files = Files.list(directory)) {
          assertEquals(0, files.count());
        }
      }
    }
  }

  @Test
  void severalCardsThatWantOneChunkDownloadItOnce() throws Exception {
    var asked = new CountDownLatch(1);
    var opened = new CountDownLatch(1);
    ChunkFetch slow =
        (name, stored, to) -> {
          asked.countDown();
          opened.await();
          warehouse(image).fetch(name, stored, to);
        };
    try (var cache = cache(ROOMY);
        var use = cache.use(image.manifest(), slow);
        var threads = Executors.newFixedThreadPool(4)) {
      var cards = new ArrayList<Thread>();
      var reads = new ArrayList<Future<byte[]>>();
      for (int i = 0; i < 4; i++) {
        reads.add(
            threads.submit(() -> {
              synchronized (cards) {
                cards.add(Thread.currentThread());
              }
              return read(use, image.chunk(0));
            }));
      }
      asked.await();
      await()
          .atMost(20, SECONDS)
          .until(() -> {
            synchronized (cards) {
              return cards.size() == 4
                  && cards.stream().allMatch(t -> t.getState() == Thread.State.WAITING);
            }
          });
      opened.countDown();
      for (var read : reads) {
        assertArrayEquals(image.data(image.chunk(0)), read.get());
      }
      assertEquals(1, fetches.get());
    }
  }

  @Test
  void whoWaitedForADownloadThatFailedTriesIt() throws Exception {
    var asked = new CountDownLatch(1);
    var fails = new CountDownLatch(1);
    try (var cache = cache(ROOMY);
        var unlucky =
            cache.use(
                image.manifest(),
                (_, _, _) -> {
                  asked.countDown();
                  fails.await();
                  throw new IOException("cut off");
                });
        var lucky = cache.use(image.manifest(), warehouse(image));
        var threads = Executors.newFixedThreadPool(2)) {
      var first = threads.submit(() -> read(unlucky, image.chunk(0)));
      asked.await();
      var second = threads.submit(() -> read(lucky, image.chunk(0)));
      fails.countDown();
      assertArrayEquals(image.data(image.chunk(0)), second.get());
      assertThrows(ExecutionException.class, first::get);
    }
  }

  @Test
  void whatWasLongestOutOfUseMakesRoomButNothingInUse() throws Exception {
    var one = TestImage.sketch("d:4m");
    var two = TestImage.sketch("z:4m d:3m");
    var three = TestImage.sketch("z:4m d:2m");
    try (var cache = cache(9L * TestImage.MIB)) {
      use(cache, one);
      try (var inUse = cache.use(two.manifest(), warehouse(two))) {
        read(inUse, two.chunk(0));
        use(cache, three);
        assertEquals(List.of(), inUse.missing());
        assertFalse(isHere(one));
        assertTrue(isHere(three));

        var big = TestImage.sketch("z:8m d:4m d:4m");
        var failure = assertThrows(IOException.class, () -> use(cache, big));
        assertTrue(String.valueOf(failure.getMessage()).contains("may hold"));
        assertTrue(isHere(two));
      }
      use(cache, TestImage.sketch("z:8m d:4m d:4000000"));
      assertFalse(isHere(two));
      try (var files = Files.list(directory)) {
        assertTrue(files.mapToLong(f -> f.toFile().length()).sum() <= 9L * TestImage.MIB);
      }
    }
  }

  /// The bound is far away, but the disk is not.
  @Test
  void onAFullDiskWhatIsOutOfUseMakesRoomButNothingInUse() throws Exception {
    assumeTrue(SmallDisk.canBeMounted(), "mounting needs root");
    var one = TestImage.sketch("d:4m d:3m");
    var two = TestImage.sketch("z:4m d:3m d:2m");
    var three = TestImage.sketch("z:8m d:4m d:4m");
    try (var disk = SmallDisk.mount(directory, 20L << 20);
        var cache = cache(ROOMY)) {
      use(cache, one);
      try (var inUse = cache.use(two.manifest(), warehouse(two))) {
        for (var chunk : two.manifest().chunks()) {
          read(inUse, chunk);
        }
        assertFalse(isHere(one));

        var failure = assertThrows(NoRoomException.class, () -> use(cache, three));
        assertTrue(String.valueOf(failure.getMessage()).contains("Free some space"));
        assertEquals(List.of(), inUse.missing());
      }
      use(cache, three);
      assertTrue(disk.room() >= 8L << 20, "room is left for what must be noted down");
    }
  }

  private void use(ChunkCache cache, TestImage other) throws IOException, InterruptedException {
    try (var use = cache.use(other.manifest(), warehouse(other))) {
      for (var chunk : other.manifest().chunks()) {
        read(use, chunk);
      }
    }
  }

  private boolean isHere(TestImage other) {
    return Files.exists(directory.resolve(other.chunk(0).sha256() + ".zst"));
  }

  private ChunkCache cache(long bound) throws IOException {
    return new ChunkCache(directory, bound, InstantSource.fixed(Instant.EPOCH));
  }

  private ChunkFetch warehouse(TestImage of) {
    return (Sha256 name, long _, Path to) -> {
      fetches.incrementAndGet();
      Files.write(to, of.frame(name));
    };
  }

  private static byte[] read(CachedImage image, Chunk chunk)
      throws IOException, InterruptedException {
    try (var arena = Arena.ofConfined()) {
      var into = arena.allocate(chunk.length());
      image.read(chunk, into);
      return into.toArray(ValueLayout.JAVA_BYTE);
    }
  }
}
