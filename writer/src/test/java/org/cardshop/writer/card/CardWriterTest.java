package org.cardshop.writer.card;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.cardshop.core.image.Chunk;
import org.cardshop.core.image.Manifest;
import org.cardshop.core.image.Sha256;
import org.cardshop.core.image.Span;
import org.cardshop.writer.card.CardProgress.Verifying;
import org.cardshop.writer.card.CardProgress.Writing;
import org.cardshop.writer.chunk.ChunkMemory;
import org.cardshop.writer.chunk.ImageSource;
import org.cardshop.writer.chunk.TestImage;
import org.cardshop.writer.slot.Place;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CardWriterTest {
  private static final CardListener DEAF = _ -> {};
  private static final long CARD = 48L * TestImage.MIB;

  @TempDir Path directory;
  private final ChunkMemory memory = new ChunkMemory(8);
  private final CardWriter writer = new CardWriter(memory, InstantSource.system());
  private final CardCheck check = new CardCheck(memory, InstantSource.system());

  @AfterEach
  void giveMemoryBack() {
    memory.close();
  }

  @Test
  void aUsedDeviceGetsTheExactDataAndZeroBytesAndKeepsItsFreeOnes() throws Exception {
    var image = TestImage.threeStates();
    var backing = TestImage.used(directory.resolve("card"), CARD);
    try (var loop = LoopDevice.over(backing)) {
      var outcome = write(loop.place(), image.file(directory), DEAF);

      var written = assertInstanceOf(CardOutcome.Written.class, outcome).certificate().counts();
      long must = image.manifest().dataBytes() + image.manifest().zeroBytes();
      assertEquals(must, written.written());
      assertEquals(must, written.verified());
      assertEquals(0, written.rewrites());
      assertHolds(backing, image);
      for (var free : image.manifest().free()) {
        assertUntouchedButForStamps(read(backing, free));
      }
      assertInstanceOf(
          CheckOutcome.Matches.class, check.check(loop.place(), image.file(directory), DEAF));
    }
  }

  @Test
  void aFileHasTheDigestOfTheImage() throws Exception {
    var image = TestImage.threeStates();
    var card = TestImage.used(directory.resolve("card"), CARD);
    assertInstanceOf(CardOutcome.Written.class, write(file(card), image.file(directory), DEAF));
    assertEquals(
        image.manifest().sha256(), Sha256.of(read(card, new Span(0, image.manifest().size()))));
  }

  @Test
  void anImageThatIsNotCutAtBlocksIsExactOnAFileOfItsOwnSize() throws Exception {
    var image = TestImage.unaligned();
    var card = TestImage.used(directory.resolve("card"), image.manifest().size());
    assertInstanceOf(CardOutcome.Written.class, write(file(card), image.file(directory), DEAF));
    assertEquals(image.manifest().size(), Files.size(card));
    assertArrayEquals(image.bytes(), Files.readAllBytes(card));
  }

  @Test
  void anImageThatIsNotCutAtBlocksIsExactOnADevice() throws Exception {
    var image = TestImage.unaligned();
    var backing = TestImage.used(directory.resolve("card"), CARD);
    try (var loop = LoopDevice.over(backing)) {
      assertInstanceOf(CardOutcome.Written.class, write(loop.place(), image.file(directory), DEAF));
    }
    assertHolds(backing, image);
  }

  /// Many of its stretches have several chunks, and so do parts of stretches.
  @Test
  void chunksThatAreNotHereYetAreAskedForBeforeTheyAreRead() throws Exception {
    var image = TestImage.unaligned();
    var backing = TestImage.used(directory.resolve("card"), CARD);
    try (var loop = LoopDevice.over(backing)) {
      var late = new LateImage(image.file(directory), ConcurrentHashMap.newKeySet());
      assertInstanceOf(CardOutcome.Written.class, write(loop.place(), late, DEAF));
    }
    assertHolds(backing, image);
  }

  /// Has only what it was asked to fetch.
  private record LateImage(ImageSource image, Set<Chunk> here) implements ImageSource {
    @Override
    public Manifest manifest() {
      return image.manifest();
    }

    @Override
    public void fetch(Chunk chunk) {
      here.add(chunk);
    }

    @Override
    public boolean has(Chunk chunk) {
      return here.contains(chunk);
    }

    @Override
    public void read(Chunk chunk, MemorySegment into) throws IOException, InterruptedException {
      if (!has(chunk)) {
        throw new IOException("the chunk at " + chunk.offset() + " was not fetched");
      }
      image.read(chunk, into);
    }
  }

  @Test
  void whatTheLastMiBHeldIsGone() throws Exception {
    var card = TestImage.used(directory.resolve("card"), CARD);
    write(file(card), TestImage.threeStates().file(directory), DEAF);
    assertArrayEquals(
        new byte[TestImage.MIB], read(card, new Span(CARD - TestImage.MIB, TestImage.MIB)));
  }

  @Test
  void aByteFlippedOnTheMediumIsFoundAndWrittenAgain() throws Exception {
    var image = TestImage.threeStates();
    var backing = TestImage.used(directory.resolve("card"), CARD);
    try (var loop = LoopDevice.over(backing)) {
      var outcome =
          write(
              loop.place(),
              image.file(directory),
              progress -> {
                if (progress instanceof Verifying(var bytes, _) && bytes == 0) {
                  flip(backing, image.chunk(1).offset() + 12345); // data
                  flip(backing, image.manifest().zero().get(1).offset() + 99); // zero
                }
              });
      assertEquals(
          2,
          assertInstanceOf(CardOutcome.Written.class, outcome).certificate().counts().rewrites());
      assertHolds(backing, image);
    }
  }

  /// The read-back can never agree with a checksum that is not the bytes': to the writer the same
  /// as a medium that gives back the wrong byte each time.
  @Test
  void aCardThatStaysWrongAfterThreeRewritesIsBadAndDoesNotLookWhole() throws Exception {
    var image = TestImage.threeStates().withWrongChecksum(2);
    var backing = TestImage.used(directory.resolve("card"), CARD);
    try (var loop = LoopDevice.over(backing)) {
      var failure =
          assertInstanceOf(CardOutcome.Bad.class, write(loop.place(), image.file(directory), DEAF));
      assertEquals(CardStep.VERIFYING, failure.during());
      assertTrue(
          failure.sentence().contains("byte " + image.chunk(2).offset()), failure.sentence());
    }
    assertArrayEquals(new byte[TestImage.MIB], read(backing, new Span(0, TestImage.MIB)));
  }

  @Test
  void aFirstMiBThatStaysWrongIsTakenBack() throws Exception {
    var image = TestImage.sketch("d:65536 z:983040 d:4m").withWrongChecksum(0);
    var card = TestImage.used(directory.resolve("card"), CARD);
    assertInstanceOf(CardOutcome.Bad.class, write(file(card), image.file(directory), DEAF));
    assertArrayEquals(new byte[TestImage.MIB], read(card, new Span(0, TestImage.MIB)));
  }

  @Test
  void aCancelledCardStopsAndDoesNotLookWhole() throws Exception {
    var image = TestImage.threeStates().file(directory);
    var card = TestImage.used(directory.resolve("card"), CARD);
    var reached = new CountDownLatch(1);
    var never = new CountDownLatch(1);
    // Hands out a few chunks, then keeps the card waiting for the next.
    var source = new Faucet(image, 3, reached, never);
    var outcome = new CompletableFuture<CardOutcome>();
    var thread =
        Thread.ofPlatform()
            .start(() -> {
              try {
                outcome.complete(write(file(card), source, DEAF));
              } catch (Exception e) {
                outcome.completeExceptionally(e);
              }
            });
    reached.await();
    thread.interrupt();
    await().atMost(20, SECONDS).until(outcome::isDone);
    assertEquals(
        CardStep.WRITING, assertInstanceOf(CardOutcome.Cancelled.class, outcome.get()).during());
    assertArrayEquals(new byte[TestImage.MIB], read(card, new Span(0, TestImage.MIB)));
  }

  @Test
  void anInterruptionWhileWipingIsACancellationAndNoPulledCard() throws Exception {
    var image = TestImage.threeStates().file(directory);
    var backing = TestImage.used(directory.resolve("card"), CARD);
    try (var loop = LoopDevice.over(backing)) {
      var outcome =
          write(
              loop.place(),
              image,
              progress -> {
                if (progress instanceof CardProgress.Wiping) {
                  Thread.currentThread().interrupt();
                }
              });
      assertTrue(Thread.interrupted(), "the caller still sees the interruption");
      assertInstanceOf(CardOutcome.Cancelled.class, outcome);
    }
  }

  @Test
  void aFileThatIsReplacedWhileItIsWrittenCountsAsPulled() throws Exception {
    var image = TestImage.threeStates().file(directory);
    var card = TestImage.used(directory.resolve("card"), CARD);
    var other = TestImage.used(directory.resolve("other"), CARD);
    var outcome =
        write(
            file(card),
            image,
            progress -> {
              if (progress instanceof Writing(var bytes, _) && bytes == 0) {
                try {
                  Files.move(other, card, StandardCopyOption.REPLACE_EXISTING);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              }
            });
    assertInstanceOf(CardOutcome.Pulled.class, outcome);
    var untouched = new byte[TestImage.MIB];
    Arrays.fill(untouched, (byte) 0xA5);
    assertArrayEquals(untouched, read(card, new Span(0, TestImage.MIB)));
  }

  @Test
  void anImageThatIsNotWhatItsManifestSaysNeverReachesTheCard() throws Exception {
    var image = TestImage.threeStates();
    var source = image.file(directory);
    var damaged = image.chunk(2);
    flip(source.path(), damaged.offset() + 7);
    var card = TestImage.used(directory.resolve("card"), CARD);
    assertInstanceOf(CardOutcome.SourceFailed.class, write(file(card), source, DEAF));
    var untouched = new byte[damaged.length()];
    Arrays.fill(untouched, (byte) 0xA5);
    assertArrayEquals(untouched, read(card, damaged.span()));
  }

  @Test
  void progressNamesTheStepsInOrderAndOnlyGrows() throws Exception {
    var seen = new ArrayList<CardProgress>();
    var card = TestImage.used(directory.resolve("card"), CARD);
    write(file(card), TestImage.threeStates().file(directory), seen::add);
    assertEquals(
        List.of("Wiping", "Wiped", "Writing", "Verifying", "Done"),
        seen.stream().map(p -> p.getClass().getSimpleName()).distinct().toList());
    var verifying =
        seen.stream().filter(Verifying.class::isInstance).map(Verifying.class::cast).toList();
    assertEquals(0, verifying.getFirst().bytes());
    assertEquals(verifying.getLast().total(), verifying.getLast().bytes());
    assertEquals(
        verifying.stream().map(Verifying::bytes).sorted().toList(),
        verifying.stream().map(Verifying::bytes).toList());
  }

  @Test
  void severalCardsFromLittleMemoryAreAllExact() throws Exception {
    var image = TestImage.threeStates();
    var source = image.file(directory);
    try (var small = new ChunkMemory(2);
        var threads = Executors.newFixedThreadPool(4)) {
      var shared = new CardWriter(small, InstantSource.system());
      var cards = new ArrayList<Path>();
      var outcomes = new ArrayList<CompletableFuture<CardOutcome>>();
      for (int i = 0; i < 4; i++) {
        var card = TestImage.used(directory.resolve("card" + i), CARD);
        cards.add(card);
        outcomes.add(
            CompletableFuture.supplyAsync(() -> write(shared, file(card), source), threads));
      }
      for (var outcome : outcomes) {
        assertInstanceOf(CardOutcome.Written.class, outcome.get());
      }
      for (var card : cards) {
        assertHolds(card, image);
      }
    }
  }

  private static CardOutcome write(CardWriter writer, Place place, ImageSource image) {
    try (var card = Proof.of(place, Conditions.fits(image.manifest().size()))) {
      return writer.write(card, image, DEAF);
    } catch (IOException | RefusedException e) {
      throw new AssertionError(e);
    }
  }

  private CardOutcome write(Place place, ImageSource image, CardListener listener)
      throws IOException, RefusedException {
    try (var card = Proof.of(place, Conditions.fits(image.manifest().size()).fixedToo())) {
      return writer.write(card, image, listener);
    }
  }

  private static Place file(Path path) {
    return new Place.File(path, OptionalLong.empty());
  }

  private static void assertHolds(Path card, TestImage image) throws IOException {
    for (var span : image.mustMatch()) {
      assertArrayEquals(
          Arrays.copyOfRange(image.bytes(), (int) span.offset(), (int) span.end()),
          read(card, span),
          () -> "at " + span);
    }
  }

  private static void assertUntouchedButForStamps(byte[] free) {
    var untouched = new byte[Stamp.SIZE];
    Arrays.fill(untouched, (byte) 0xA5);
    for (int at = 0; at < free.length; at += Stamp.SIZE) {
      var block = Arrays.copyOfRange(free, at, at + Stamp.SIZE);
      if (!new String(block, US_ASCII).startsWith("Cardshop stamp")) {
        assertArrayEquals(untouched, block);
      }
    }
  }

  private static byte[] read(Path file, Span span) throws IOException {
    try (var in = new RandomAccessFile(file.toFile(), "r")) {
      var bytes = new byte[(int) span.length()];
      in.seek(span.offset());
      in.readFully(bytes);
      return bytes;
    }
  }

  static void flip(Path file, long at) {
    try (var out = new RandomAccessFile(file.toFile(), "rw")) {
      out.seek(at);
      int before = out.read();
      out.seek(at);
      out.write(before ^ 0x40);
      out.getFD().sync();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
