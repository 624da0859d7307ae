package org.cardshop.writer.card;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import org.cardshop.core.image.Sha256;
import org.cardshop.writer.card.CardProgress.Verifying;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Cards that leave their reader, or stop taking anything, at a certain byte.
class PulledCardTest {
  private static final int MIB = TestImage.MIB;
  private static final long CARD = 48L * MIB;

  @TempDir Path directory;
  private final ChunkMemory memory = new ChunkMemory(12);
  private final CardWriter writer = new CardWriter(memory, InstantSource.system());
  private final TestImage image = TestImage.sketch("d:6m z:2m d:8m z:4m d:8m d:4m");

  @AfterEach
  void giveMemoryBack() {
    memory.close();
  }

  /// The first byte of all is in the last MiB, the last of all in the first. At 0 % and in the
  /// middle of the writing, just before the last of it, in the read-back, and when all was done but
  /// the first MiB.
  @ParameterizedTest
  @CsvSource({
    "WRITE, 50331647, WIPING",
    "WRITE, 1048581, WRITING",
    "WRITE, 16000000, WRITING",
    "WRITE, 33554431, WRITING",
    "READ, 1048581, VERIFYING",
    "READ, 33554431, VERIFYING",
    "WRITE, 32768, VERIFYING",
  })
  void aCardPulledAtAnyByteIsNotGoodAndDoesNotLookWhole(Deed deed, long at, CardStep during)
      throws Exception {
    var medium = Medium.honest(CARD);
    var reader = directory.resolve("reader");
    // The first MiB is touched when wiping is over for the last time.
    var trap = Traps.last(deed, at, () -> delete(reader));
    var isArmed = new AtomicBoolean(during != CardStep.VERIFYING || deed == Deed.READ);
    medium.with((done, from, bytes) -> {
      if (isArmed.get()) {
        trap.on(done, from, bytes);
      }
    });
    try (var card = attach(medium)) {
      Files.createSymbolicLink(reader, card.loop.path());
      var outcome =
          write(
              new Place.Block(reader),
              progress -> {
                if (progress instanceof Verifying) {
                  isArmed.set(true);
                }
              });
      var pulled = assertInstanceOf(CardOutcome.Pulled.class, outcome);
      assertEquals(during, pulled.during());
    }
    assertNotEquals(Sha256.of(Arrays.copyOf(image.bytes(), MIB)), Sha256.of(medium.holds(0, MIB)));
  }

  /// All bytes are on it and were read back; only then it goes.
  @Test
  void aCardPulledWhenAllIsDoneButTheLastLookIsNotGood() throws Exception {
    var medium = Medium.honest(CARD);
    var reader = directory.resolve("reader");
    var isLast = new AtomicBoolean();
    medium.with((deed, from, _) -> {
      if (deed == Deed.READ && from < MIB && isLast.compareAndSet(true, false)) {
        delete(reader);
      }
      if (deed == Deed.WRITE && from < 4096 && holdsTheEnd(medium)) {
        isLast.set(true);
      }
    });
    try (var card = attach(medium)) {
      Files.createSymbolicLink(reader, card.loop.path());
      assertInstanceOf(CardOutcome.Pulled.class, write(new Place.Block(reader), _ -> {}));
    }
    assertEquals(
        Sha256.of(image.bytes()),
        Sha256.of(medium.holds(0, (int) image.manifest().size())),
        "as good as a card can be that nobody knows to be good");
  }

  @Test
  void anotherCardPutInBetweenWritingAndVerifyingIsNotTouchedAndTheFirstNotGood() throws Exception {
    var other = Medium.honest(CARD);
    var reader = directory.resolve("reader");
    try (var card = attach(Medium.honest(CARD));
        var otherCard = attach(other)) {
      Files.createSymbolicLink(reader, card.loop.path());
      var outcome =
          write(
              new Place.Block(reader),
              progress -> {
                if (progress instanceof Verifying(var bytes, _) && bytes == 0) {
                  delete(reader);
                  link(reader, otherCard.loop.path());
                }
              });
      assertInstanceOf(CardOutcome.Pulled.class, outcome);
    }
    var untouched = new byte[(int) CARD];
    Arrays.fill(untouched, (byte) 0xA5);
    assertArrayEquals(untouched, other.holds(0, (int) CARD));
  }

  enum Refusing {
    /// The kernel hears of it.
    LOUDLY,
    /// The card says that it has written what it has not, as worn-out cards do.
    SILENTLY
  }

  @ParameterizedTest
  @EnumSource
  void aCardThatTurnsReadOnlyIsBad(Refusing how) throws Exception {
    var medium = Medium.honest(CARD);
    var isReadOnly = new AtomicBoolean();
    var refusal = Traps.fault(Deed.WRITE, 0, Integer.MAX_VALUE);
    medium.with((deed, from, bytes) -> {
      if (deed == Deed.WRITE && from >= 16_000_000 && from < CARD - MIB) {
        isReadOnly.set(true);
      }
      if (deed == Deed.WRITE && isReadOnly.get()) {
        switch (how) {
          case LOUDLY -> refusal.on(deed, 0, bytes);
          case SILENTLY -> keep(medium, from, bytes);
        }
      }
    });
    try (var card = attach(medium)) {
      assertInstanceOf(CardOutcome.Bad.class, write(card.loop.place(), _ -> {}));
    }
  }

  private boolean holdsTheEnd(Medium medium) {
    var last = image.chunk(image.manifest().chunks().size() - 1);
    return Arrays.equals(image.data(last), medium.holds(last.offset(), last.length()));
  }

  private static void keep(Medium medium, long from, ByteBuffer bytes) {
    bytes.put(bytes.position(), medium.holds(from, bytes.remaining()));
  }

  private record Attached(FuseFile file, LoopDevice loop) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      loop.close();
      file.close();
    }
  }

  private Attached attach(Medium medium) throws IOException {
    var file = FuseFile.over(medium, Files.createTempDirectory(directory, "card"));
    return new Attached(file, LoopDevice.over(file.path()));
  }

  private CardOutcome write(Place place, CardListener listener)
      throws IOException, RefusedException {
    try (var card = Proof.of(place, Conditions.fits(image.manifest().size()).fixedToo())) {
      return writer.write(card, image.file(directory), listener);
    }
  }

  private static void delete(Path link) {
    try {
      Files.deleteIfExists(link);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void link(Path reader, Path to) {
    try {
      Files.createSymbolicLink(reader, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
