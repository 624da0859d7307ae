package org.cardshop.writer.card;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.cardshop.writer.chunk.ChunkMemory;
import org.cardshop.writer.chunk.TestImage;
import org.cardshop.writer.fuse.FuseFile;
import org.cardshop.writer.fuse.Medium;
import org.cardshop.writer.fuse.Medium.Beyond;
import org.cardshop.writer.fuse.Medium.Deed;
import org.cardshop.writer.fuse.Traps;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Cards that lie, behind a real loop device: whatever they do, none is called good that does not
/// hold the image.
class UnbelievableCardTest {
  private static final int MIB = TestImage.MIB;
  private static final long CARD = 48L * MIB;
  private static final Tuning TUNING =
      new Tuning(
          3,
          8,
          Tuning.USUAL.patience(),
          Tuning.USUAL.lookEvery(),
          Tuning.USUAL.badStretches(),
          Tuning.USUAL.slow(),
          4 * MIB);

  @TempDir Path directory;
  private final ChunkMemory memory = new ChunkMemory(12);
  private final CardWriter writer =
      new CardWriter(memory, InstantSource.system(), TUNING, System::nanoTime);

  @AfterEach
  void giveMemoryBack() {
    memory.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"on", "off"})
  void anHonestCardIsGood(String direct) throws Exception {
    var medium = Medium.honest(CARD);
    var outcome = write(medium, TestImage.threeStates(), WriteMode.PLAIN, direct);
    var counts = assertInstanceOf(CardOutcome.Written.class, outcome).certificate().counts();
    assertEquals(0, counts.rewrites());
    assertTrue(counts.stamps() >= 64, counts::toString);
    assertEquals(CARD, counts.provedTo());
  }

  /// Fakes whose real size cuts the image's data, its free space, what lies beyond it, or only the
  /// last bytes of the card.
  @ParameterizedTest
  @CsvSource({
    "WRAPS, 8388608",
    "WRAPS, 16777216",
    "WRAPS, 33554432",
    "DROPS, 8388608",
    "DROPS, 12345344",
    "DROPS, 33554432",
    "DROPS, 50327552",
    "ZEROES, 8388608",
    "ZEROES, 12345344",
    "ZEROES, 33554432",
    "ZEROES, 50327552",
  })
  void aFakeIsBadAndItsRealSizeIsTold(Beyond beyond, long real) throws Exception {
    var medium = Medium.fake(CARD, real, beyond);
    var outcome = write(medium, TestImage.threeStates(), WriteMode.PLAIN, "on");
    var bad = assertInstanceOf(CardOutcome.Bad.class, outcome);
    assertEquals(CardStep.WIPING, bad.during(), "before anything is written in vain");
    var told = Pattern.compile(" claims 50 MB, holds about ([0-9]+) MB").matcher(bad.sentence());
    assertTrue(told.find(), bad.sentence());
    assertEquals(real / 1e6, Integer.parseInt(told.group(1)), 6, bad.sentence());
  }

  /// No power of two: the stamps need not meet each other, but they meet the image.
  @ParameterizedTest
  @ValueSource(longs = {12345344, 31459328, 41943040, 49803264, 50331136})
  void aFakeOfAnySizeIsBad(long real) throws Exception {
    var medium = Medium.fake(CARD, real, Beyond.WRAPS);
    var outcome = write(medium, TestImage.threeStates(), WriteMode.PLAIN, "on");
    assertInstanceOf(CardOutcome.Bad.class, outcome);
  }

  /// No room for a stamp anywhere: the image's own bytes and the first MiB must tell.
  @ParameterizedTest
  @CsvSource({
    "WRAPS, 512", "WRAPS, 4096", "WRAPS, 524288", "WRAPS, 1048576", "WRAPS, 1052672",
    "WRAPS, 4194304", "WRAPS, 8392704", "DROPS, 512", "DROPS, 1048576", "DROPS, 4194304",
    "ZEROES, 512", "ZEROES, 1048576", "ZEROES, 4194304",
  })
  void aFakeThatTheImageFillsIsBad(Beyond beyond, long missing) throws Exception {
    var image = TestImage.sketch("d:10m z:1m d:5m z:4m d:3m");
    var medium = Medium.fake(image.manifest().size(), image.manifest().size() - missing, beyond);
    for (var mode : new WriteMode[] {WriteMode.PLAIN, new WriteMode(false, true)}) {
      assertInstanceOf(CardOutcome.Bad.class, write(medium, image, mode, "on"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"on", "off"})
  void aByteThatIsStoredWrongOnceIsWrittenAgain(String direct) throws Exception {
    var image = TestImage.threeStates();
    long at = image.chunk(2).offset() + 54321;
    var medium = Medium.honest(CARD).with(Traps.flip(Deed.WRITE, at, 1));
    var outcome = write(medium, image, WriteMode.PLAIN, direct);
    var proof = assertInstanceOf(CardOutcome.Written.class, outcome).certificate();
    assertEquals(1, proof.counts().rewrites());
  }

  /// With `off`, the page cache of the file under the loop device holds what was written, and the
  /// medium does not.
  @ParameterizedTest
  @ValueSource(strings = {"on", "off"})
  void aByteThatIsAlwaysStoredWrongMakesTheCardBad(String direct) throws Exception {
    var image = TestImage.threeStates();
    for (long at :
        new long[] {
          7000, image.chunk(1).offset() + 54321, image.manifest().zero().get(1).offset() + 8192
        }) {
      var medium = Medium.honest(CARD).with(Traps.flip(Deed.WRITE, at, Integer.MAX_VALUE));
      var outcome = write(medium, image, WriteMode.PLAIN, direct);
      assertInstanceOf(CardOutcome.Bad.class, outcome, () -> "at byte " + at);
    }
  }

  @Test
  void aByteThatIsReadWrongIsReadAgainAfterARewrite() throws Exception {
    var image = TestImage.threeStates();
    long at = image.chunk(3).offset() + 99;
    var once = Medium.honest(CARD).with(Traps.flip(Deed.READ, at, 1));
    assertInstanceOf(CardOutcome.Written.class, write(once, image, WriteMode.PLAIN, "on"));
    var always = Medium.honest(CARD).with(Traps.flip(Deed.READ, at, Integer.MAX_VALUE));
    assertInstanceOf(CardOutcome.Bad.class, write(always, image, WriteMode.PLAIN, "on"));
  }

  @ParameterizedTest
  @CsvSource({"READ, 1", "READ, 2", "WRITE, 1", "WRITE, 2"})
  void anErrorThatPassesIsRepaired(Deed deed, int times) throws Exception {
    var image = TestImage.threeStates();
    var medium = Medium.honest(CARD).with(Traps.fault(deed, image.chunk(2).offset() + 9, times));
    var outcome = write(medium, image, WriteMode.PLAIN, "on");
    var proof = assertInstanceOf(CardOutcome.Written.class, outcome).certificate();
    assertTrue(proof.counts().rewrites() >= 1, proof::toString);
  }

  @ParameterizedTest
  @CsvSource({"READ, on", "READ, off", "WRITE, on", "WRITE, off"})
  void anErrorThatStaysMakesTheCardBad(Deed deed, String direct) throws Exception {
    var image = TestImage.threeStates();
    for (long at : new long[] {100, image.chunk(2).offset() + 9, CARD - 5}) {
      var medium = Medium.honest(CARD).with(Traps.fault(deed, at, Integer.MAX_VALUE));
      var outcome = write(medium, image, WriteMode.PLAIN, direct);
      assertInstanceOf(CardOutcome.Bad.class, outcome, () -> deed + " at byte " + at);
    }
  }

  @Test
  void aCardThatForgetsWhatItTookIsBad() throws Exception {
    var image = TestImage.threeStates();
    var medium = Medium.honest(CARD);
    for (long at = 4096; at < CARD; at += 1 << 18) {
      medium.with(Traps.flip(Deed.READ, at, Integer.MAX_VALUE));
    }
    var outcome = write(medium, image, WriteMode.PLAIN, "on");
    assertInstanceOf(CardOutcome.Bad.class, outcome);
  }

  /// Faults of all kinds at random places, in all modes: a good card holds the image, whatever
  /// happened on the way.
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void noCardIsCalledGoodThatDoesNotHoldTheImage(int seed) throws Exception {
    var random = new Random(seed);
    var image = TestImage.threeStates();
    var medium =
        random.nextInt(3) == 0
            ? Medium.fake(
                CARD,
                (1 + random.nextInt((int) (CARD / 512))) * 512L,
                List.of(Beyond.values()).get(random.nextInt(3)))
            : Medium.honest(CARD);
    for (int i = random.nextInt(4); i >= 0; i--) {
      var deed = random.nextBoolean() ? Deed.READ : Deed.WRITE;
      long at = random.nextLong(CARD);
      int times = 1 + random.nextInt(4);
      medium.with(
          random.nextBoolean() ? Traps.flip(deed, at, times) : Traps.fault(deed, at, times));
    }
    var mode = new WriteMode(random.nextInt(4) == 0, random.nextInt(3) == 0);
    write(medium, image, mode, random.nextBoolean() ? "on" : "off");
  }

  @Test
  void aCardThatIsRepairedIsReadOnceAndWrittenWhereItDiffers() throws Exception {
    var image = TestImage.threeStates();
    var backing = TestImage.used(directory.resolve("card"), CARD);
    try (var loop = LoopDevice.over(backing)) {
      write(loop, image, WriteMode.PLAIN);
      CardWriterTest.flip(backing, image.chunk(2).offset() + 77);
      var before = loop.moved();

      var outcome = write(loop, image, new WriteMode(false, true));

      var counts = assertInstanceOf(CardOutcome.Written.class, outcome).certificate().counts();
      assertEquals(1, counts.repaired());
      long must = image.manifest().dataBytes() + image.manifest().zeroBytes();
      assertEquals(must, counts.verified());
      var after = loop.moved();
      // Besides: the chunk again, three times the first MiB, the stamps, the last MiB.
      long aside = 9L * MIB;
      assertTrue(after.read() - before.read() <= must + aside, () -> before + " to " + after);
      assertTrue(after.written() - before.written() <= aside, () -> before + " to " + after);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aWipedCardHoldsTheImageAndNothingElse(boolean repair) throws Exception {
    var image = TestImage.threeStates();
    var medium = Medium.honest(CARD);
    var outcome = write(medium, image, new WriteMode(true, repair), "on");
    assertInstanceOf(CardOutcome.Written.class, outcome);
    var whole = Arrays.copyOf(image.bytes(), (int) CARD);
    assertArrayEquals(whole, medium.holds(0, (int) CARD));
  }

  /// Discarding such a card changes nothing at all.
  @Test
  void aCardThatDoesNotReadAsZeroAfterADiscardIsWrittenWithZeros() throws Exception {
    var image = TestImage.sketch("d:2m z:20m d:4m");
    var medium = Medium.honest(CARD).ignoringDiscards();
    var outcome = write(medium, image, WriteMode.PLAIN, "on");
    assertInstanceOf(CardOutcome.Written.class, outcome);
  }

  private CardOutcome write(LoopDevice loop, TestImage image, WriteMode mode)
      throws IOException, RefusedException {
    try (var card = Proof.of(loop.place(), Conditions.fits(image.manifest().size()).fixedToo())) {
      return writer.write(card, image.file(directory), mode, _ -> {});
    }
  }

  private record Attached(FuseFile file, LoopDevice loop) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      loop.close();
      file.close();
    }
  }

  private Attached attach(Medium medium, String direct) throws IOException {
    var file = FuseFile.over(medium, Files.createTempDirectory(directory, "card"));
    return new Attached(file, LoopDevice.over(file.path(), "--direct-io=" + direct));
  }

  /// Writes it and looks into the medium, past everything between, when the card is called good.
  private CardOutcome write(Medium medium, TestImage image, WriteMode mode, String direct)
      throws IOException, RefusedException {
    try (var attached = attach(medium, direct);
        var card =
            Proof.of(attached.loop.place(), Conditions.fits(image.manifest().size()).fixedToo())) {
      var outcome = writer.write(card, image.file(directory), mode, _ -> {});
      if (outcome instanceof CardOutcome.Written) {
        for (var span : image.mustMatch()) {
          assertArrayEquals(
              Arrays.copyOfRange(image.bytes(), (int) span.offset(), (int) span.end()),
              medium.holds(span.offset(), (int) span.length()),
              () -> "a false good: " + span);
        }
      }
      return outcome;
    }
  }
}
