package org.cardshop.writer.work;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.cardshop.core.task.Product;
import org.cardshop.core.task.Trouble;
import org.cardshop.platform.wire.Fact;
import org.cardshop.testing.SmallDisk;
import org.cardshop.writer.card.LoopDevice;
import org.cardshop.writer.chunk.TestImage;
import org.cardshop.writer.fuse.FuseFile;
import org.cardshop.writer.fuse.Medium;
import org.cardshop.writer.fuse.Medium.Deed;
import org.cardshop.writer.fuse.Traps;
import org.cardshop.writer.slot.Place;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A writer at work on one reader: what it asks for, notes and reports when something goes wrong.
@SuppressWarnings("NullAway.Init")
class WritingTest {
  private static final long CARD = 24L * TestImage.MIB;

  @TempDir Path folder;
  private final TestImage image = TestImage.sketch("d:3m z:1m d:4m f:4m d:2m");
  private Bench bench;
  private Path reader;

  @BeforeEach
  void open() throws IOException {
    bench = new Bench(folder);
    assumeTrue(SmallDisk.canBeMounted(), "loop devices and mounts need root");
    bench.store(image);
    reader = folder.resolve("reader");
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void aPulledCardIsDirtyAndOnlyAPersonHasItWrittenAgain() throws Exception {
    var pulled = Medium.honest(CARD);
    pulled.with(Traps.once(Deed.WRITE, image.chunk(2).offset() + 5, this::takeOut));
    try (var card = attach(pulled)) {
      putIn(card);
      try (var _ = bench.writer(new Place.Block(reader), Confirmation.AUTO)) {
        var task = bench.order(image);
        var asked = bench.awaitAsking(task, "insert");
        assertTrue(asked.path("why").asText().contains("no longer holds the card"));
        assertTrue(bench.noted().startsWith("dirty "), bench.noted());

        putIn(card);

        asked = bench.awaitAsking(task, "confirm");
        assertEquals(
            "this card was not finished; writing starts again", asked.path("why").asText());
        assertTrue(bench.noted().startsWith("dirty "), "a host that confirms by itself waits, too");
        assertTrue(bench.first(Fact.TaskSucceeded.class).isEmpty(), "it does not count");

        bench.confirm(task);

        assertGood(asked.path("medium").asText());
      }
    }
    assertHolds(pulled);
  }

  @Test
  void aCardThatFailsIsNamedAsBadUntilItIsTakenOut() throws Exception {
    var broken = Medium.honest(CARD);
    broken.with(Traps.fault(Deed.WRITE, image.chunk(2).offset() + 5, Integer.MAX_VALUE));
    try (var card = attach(broken)) {
      putIn(card);
      try (var _ = bench.writer(new Place.Block(reader), Confirmation.AUTO)) {
        var task = bench.order(image);
        assertTrue(bench.awaitAsking(task, "replace").path("bad").asBoolean());
        takeOut();
        assertTrue(bench.awaitAsking(task, "insert").path("bad").isMissingNode());
      }
    }
  }

  @Test
  void anotherCardInItsPlaceIsWrittenAndTheFirstNeverCounts() throws Exception {
    var first = Medium.honest(CARD);
    var second = Medium.honest(CARD);
    try (var card = attach(first);
        var other = attach(second)) {
      first.with(
          Traps.once(
              Deed.WRITE,
              image.chunk(2).offset() + 5,
              () -> {
                takeOut();
                putIn(other);
              }));
      putIn(card);
      try (var _ = bench.writer(new Place.Block(reader), Confirmation.PERSON)) {
        var task = bench.order(image);
        var medium = bench.awaitAsking(task, "confirm").path("medium").asText();
        bench.confirm(task);
        bench.awaitUntil(
            "the other card is asked about",
            () -> !bench.awaitAsking(task, "confirm").path("medium").asText().equals(medium));
        assertUntouched(second);
        assertTrue(bench.noted().endsWith(medium + "\n"), bench.noted());
        assertTrue(bench.noted().startsWith("dirty "), bench.noted());

        var otherMedium = bench.awaitAsking(task, "confirm").path("medium").asText();
        bench.confirm(task);

        assertGood(otherMedium);
      }
    }
    assertHolds(second);
  }

  /// The disk that takes no facts holds the writer up between the two.
  @Test
  void aCardSwappedBetweenItsConfirmationAndItsFirstByteIsAskedAboutAgain() throws Exception {
    var first = Medium.honest(CARD);
    var second = Medium.honest(CARD);
    try (var card = attach(first);
        var other = attach(second);
        var disk = SmallDisk.mount(bench.data().resolve("spool"), 1 << 20)) {
      putIn(card);
      try (var _ = bench.writer(new Place.Block(reader), Confirmation.PERSON)) {
        var task = bench.order(image);
        var medium = bench.awaitAsking(task, "confirm").path("medium").asText();
        disk.fill();
        bench.confirm(task);
        bench.awaitUntil("the writer waits for room", () -> isHeldUp());
        takeOut();
        putIn(other);
        disk.makeRoom();

        bench.awaitUntil(
            "the other card is asked about",
            () -> !bench.awaitAsking(task, "confirm").path("medium").asText().equals(medium));
        bench.confirm(task);

        assertGood(bench.awaitFact(Fact.TaskSucceeded.class));
      }
    }
    assertUntouched(first);
    assertHolds(second);
  }

  @Test
  void aCardWhoseBeginningCannotBeNotedIsNotTouched() throws Exception {
    var medium = Medium.honest(CARD);
    try (var card = attach(medium);
        var disk = SmallDisk.mount(bench.data().resolve("media"), 1 << 20)) {
      putIn(card);
      try (var _ = bench.writer(new Place.Block(reader), Confirmation.AUTO)) {
        disk.fill();
        bench.order(image);

        var told = bench.awaitFact(Fact.TaskRetried.class);
        assertEquals(Trouble.NEEDS_HUMAN, told.trouble());
        assertTrue(told.failure().reason().contains("Free some space"), told::toString);
        assertUntouched(medium);

        disk.makeRoom();
        bench.order(image);
        assertGood(bench.awaitFact(Fact.TaskSucceeded.class));
      }
    }
  }

  @Test
  void aGoodCardThatCannotBeNotedYetIsNotLost() throws Exception {
    var medium = Medium.honest(CARD);
    try (var card = attach(medium);
        var disk = SmallDisk.mount(bench.data().resolve("media"), 1 << 20)) {
      medium.with(Traps.once(Deed.READ, image.chunk(1).offset() + 5, disk::fill));
      putIn(card);
      try (var _ = bench.writer(new Place.Block(reader), Confirmation.AUTO)) {
        bench.order(image);
        bench.awaitLog("Free some space; the card waits.");
        assertTrue(bench.noted().startsWith("dirty "), bench.noted());

        disk.makeRoom();

        assertGood(bench.awaitFact(Fact.TaskSucceeded.class));
      }
    }
    assertHolds(medium);
  }

  @Test
  void aDownloadThatFindsTheDiskFullWaitsForAPersonAndGoesOn() throws Exception {
    var medium = Medium.honest(CARD);
    try (var card = attach(medium);
        var disk = SmallDisk.mount(bench.data().resolve("chunks"), 32 << 20)) {
      putIn(card);
      disk.fill();
      try (var _ = bench.writer(new Place.Block(reader), Confirmation.AUTO)) {
        bench.order(image);

        var told = bench.awaitFact(Fact.TaskRetried.class);
        assertEquals(Trouble.NEEDS_HUMAN, told.trouble());
        assertTrue(told.failure().reason().contains("Free some space"), told::toString);

        disk.makeRoom();
        bench.order(image);
        assertGood(bench.awaitFact(Fact.TaskSucceeded.class));
      }
    }
    assertHolds(medium);
  }

  private record Attached(FuseFile file, LoopDevice loop) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      loop.close();
      file.close();
    }
  }

  private Attached attach(Medium medium) throws IOException {
    var file = FuseFile.over(medium, Files.createTempDirectory(folder, "card"));
    return new Attached(file, LoopDevice.over(file.path()));
  }

  private void putIn(Attached card) {
    try {
      Files.createSymbolicLink(reader, card.loop.path());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void takeOut() {
    try {
      Files.delete(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The thread of the slot sleeps until there is room for its facts.
  private static boolean isHeldUp() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(t -> t.getKey().getName().equals("slot-" + Bench.SLOT))
        .anyMatch(t ->
            Arrays.stream(t.getValue())
                .anyMatch(f ->
                    f.getClassName().endsWith(".Reports")
                        && f.getLineNumber() > 0
                        && f.getMethodName().equals("say")));
  }

  private void assertGood(String medium) throws IOException {
    var card = assertGood(bench.awaitFact(Fact.TaskSucceeded.class));
    assertEquals(medium, card.medium());
  }

  private Product.Card assertGood(Fact.TaskSucceeded fact) throws IOException {
    var card = (Product.Card) fact.product();
    assertEquals("good " + card.medium() + "\n", bench.noted());
    return card;
  }

  private void assertHolds(Medium medium) {
    for (var span : image.mustMatch()) {
      assertArrayEquals(
          Arrays.copyOfRange(image.bytes(), (int) span.offset(), (int) span.end()),
          medium.holds(span.offset(), (int) span.length()),
          () -> "at " + span);
    }
  }

  private static void assertUntouched(Medium medium) {
    var untouched = new byte[(int) CARD];
    Arrays.fill(untouched, (byte) 0xA5);
    assertArrayEquals(untouched, medium.holds(0, (int) CARD));
  }
}
