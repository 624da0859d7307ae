package org.cardshop.writer.card;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.cardshop.writer.card.CardProgress.Verifying;
import org.cardshop.writer.card.CardProgress.Warning;
import org.cardshop.writer.card.CardProgress.Writing;
import org.cardshop.writer.chunk.ChunkMemory;
import org.cardshop.writer.chunk.TestImage;
import org.cardshop.writer.fuse.FuseFile;
import org.cardshop.writer.fuse.Medium;
import org.cardshop.writer.fuse.Medium.Deed;
import org.cardshop.writer.fuse.Traps;
import org.cardshop.writer.slot.Place;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Cards that stop answering, are pulled, swapped or shrink while they are worked on. The clock of
/// the watchdog is the test's.
class StuckCardTest {
  private static final long CARD = 48L * TestImage.MIB;
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration STEP = Duration.ofMillis(700);

  @TempDir Path directory;
  private final AtomicLong now = new AtomicLong();
  private final ChunkMemory memory = new ChunkMemory(12);
  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch opened = new CountDownLatch(1);
  private final List<String> warnings = new CopyOnWriteArrayList<>();
  private final CardWriter writer =
      new CardWriter(
          memory,
          InstantSource.system(),
          new Tuning(3, 8, PATIENCE, Duration.ofMillis(20), 16, 0.3, Long.MAX_VALUE),
          now::get);

  @AfterEach
  void giveMemoryBack() {
    memory.close();
  }

  @ParameterizedTest
  @EnumSource
  void aCardThatNeverAnswersGetsFewerRequestsThenNoneAndIsGivenUp(Deed deed) throws Exception {
    var image = TestImage.threeStates();
    var medium = Medium.honest(CARD).with(gate(deed, image));
    try (var file = file(medium);
        var loop = LoopDevice.over(file.path());
        var threads = Executors.newSingleThreadExecutor();
        var _ = (AutoCloseable) opened::countDown) {
      var card = Proof.of(loop.place(), Conditions.fits(image.manifest().size()).fixedToo());
      var outcome = start(card, image, threads);
      reached.await();
      advanceUntil("one request at a time");
      advanceUntil("nothing more until it has answered");
      assertFalse(outcome.isDone());
      advanceUntil(outcome::isDone);
      var bad = assertInstanceOf(CardOutcome.Bad.class, outcome.get());
      assertTrue(bad.sentence().contains("has not answered for 60 s"), bad.sentence());
      assertEquals(1, opened.getCount(), "the kernel still holds the call");

      // Neither waits for the kernel nor takes away what it still uses.
      memory.close();
      card.close();
      opened.countDown();
      await().atMost(20, SECONDS).until(() -> isFree(loop, image));
    }
  }

  @Test
  void aCardThatAnswersAgainIsWrittenToItsEnd() throws Exception {
    var image = TestImage.threeStates();
    var medium = Medium.honest(CARD).with(gate(Deed.WRITE, image));
    try (var file = file(medium);
        var loop = LoopDevice.over(file.path());
        var threads = Executors.newSingleThreadExecutor();
        var card = Proof.of(loop.place(), Conditions.fits(image.manifest().size()).fixedToo());
        var _ = (AutoCloseable) opened::countDown) {
      var outcome = start(card, image, threads);
      reached.await();
      advanceUntil("one request at a time");
      opened.countDown();
      assertInstanceOf(CardOutcome.Written.class, outcome.get(20, SECONDS));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPulledCardIsReportedAlthoughTheKernelHangs(Deed deed) throws Exception {
    var image = TestImage.threeStates();
    var medium = Medium.honest(CARD).with(gate(deed, image));
    try (var file = file(medium);
        var loop = LoopDevice.over(file.path());
        var threads = Executors.newSingleThreadExecutor();
        var _ = (AutoCloseable) opened::countDown) {
      var reader = Files.createSymbolicLink(directory.resolve("reader"), loop.path());
      var card =
          Proof.of(new Place.Block(reader), Conditions.fits(image.manifest().size()).fixedToo());
      var outcome = start(card, image, threads);
      reached.await();
      Files.delete(reader);
      advanceUntil(outcome::isDone);
      assertInstanceOf(CardOutcome.Pulled.class, outcome.get());
      assertEquals(List.of(), warnings, "not because patience ran out");
      card.close();
      opened.countDown();
      await().atMost(20, SECONDS).until(() -> isFree(loop, image));
    }
  }

  @Test
  void anotherCardInTheReaderEndsTheWorkAndIsNotTouched() throws Exception {
    var image = TestImage.threeStates();
    var other = TestImage.used(directory.resolve("other"), CARD);
    try (var loop = LoopDevice.over(TestImage.used(directory.resolve("card"), CARD));
        var otherLoop = LoopDevice.over(other)) {
      var reader = Files.createSymbolicLink(directory.resolve("reader"), loop.path());
      var outcome =
          write(
              new Place.Block(reader),
              image,
              progress -> {
                if (progress instanceof Verifying(var bytes, _) && bytes > 0) {
                  swap(reader, otherLoop.path());
                }
              });
      assertInstanceOf(CardOutcome.Pulled.class, outcome);
    }
    var untouched = new byte[(int) CARD];
    Arrays.fill(untouched, (byte) 0xA5);
    assertArrayEquals(untouched, Files.readAllBytes(other));
  }

  @Test
  void aCardThatShrinksIsNotGood() throws Exception {
    var image = TestImage.threeStates();
    var backing = TestImage.used(directory.resolve("card"), CARD);
    try (var loop = LoopDevice.over(backing)) {
      var outcome =
          write(
              loop.place(),
              image,
              progress -> {
                if (progress instanceof Writing(var bytes, _) && bytes == 0) {
                  shrink(backing, loop);
                }
              });
      assertInstanceOf(CardOutcome.Pulled.class, outcome);
    }
  }

  private Medium.Trap gate(Deed deed, TestImage image) {
    return Traps.gate(deed, image.chunk(2).offset() + 5, reached, opened);
  }

  private FuseFile file(Medium medium) throws IOException {
    return FuseFile.over(medium, Files.createTempDirectory(directory, "fuse"));
  }

  private CompletableFuture<CardOutcome> start(ProvenCard card, TestImage image, Executor threads)
      throws IOException {
    var source = image.file(directory);
    return CompletableFuture.supplyAsync(
        () ->
            writer.write(
                card,
                source,
                progress -> {
                  if (progress instanceof Warning(var sentence)) {
                    warnings.add(sentence);
                  }
                }),
        threads);
  }

  private void advanceUntil(String warning) {
    advanceUntil(() -> warnings.toString().contains(warning));
  }

  /// Lets time pass, in steps that are shorter than anyone's patience.
  private void advanceUntil(Callable<Boolean> done) {
    await()
        .atMost(20, SECONDS)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> {
          now.addAndGet(STEP.toNanos());
          return done.call();
        });
  }

  private static boolean isFree(LoopDevice loop, TestImage image) throws IOException {
    try {
      Proof.of(loop.place(), Conditions.fits(image.manifest().size()).fixedToo()).close();
      return true;
    } catch (RefusedException e) {
      return false;
    }
  }

  private CardOutcome write(Place place, TestImage image, CardListener listener)
      throws IOException, RefusedException {
    try (var card = Proof.of(place, Conditions.fits(image.manifest().size()).fixedToo())) {
      return writer.write(card, image.file(directory), listener);
    }
  }

  private static void swap(Path reader, Path to) {
    try {
      Files.deleteIfExists(reader);
      Files.createSymbolicLink(reader, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void shrink(Path backing, LoopDevice loop) {
    try (var file = new RandomAccessFile(backing.toFile(), "rw")) {
      file.setLength(CARD / 2);
      LoopDevice.run("losetup", "-c", loop.path().toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
