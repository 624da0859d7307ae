package org.cardshop.platform.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.cardshop.platform.wire.Fields;
import org.cardshop.platform.wire.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpoolTest {
  private static final InstantSource NOON =
      InstantSource.fixed(Instant.parse("2026-03-01T12:00:00Z"));

  @TempDir Path folder;

  @Test
  void factsWaitInTheOrderInWhichTheyWereSaidAcrossStarts() throws IOException {
    var first = Spool.open(folder, NOON);
    for (int i = 0; i < 12; i++) {
      keep(first, "a" + i);
    }
    var second = Spool.open(folder, NOON);
    keep(second, "b");

    assertEquals(
        List.of("a0", "a1", "a2", "a3", "a4", "a5", "a6", "a7", "a8", "a9", "a10", "a11", "b"),
        types(second));
    assertEquals(List.of("a0", "a1"), second.next(2).stream().map(SpoolTest::type).toList());
  }

  @Test
  void whatWasConfirmedIsNotThereAtTheNextStart() throws IOException {
    var first = Spool.open(folder, NOON);
    keep(first, "a");
    first.forget(first.next(1));
    keep(first, "b");
    keep(first, "c");

    var second = Spool.open(folder, NOON);
    assertEquals(List.of("b", "c"), types(second));
    second.forget(second.next(2));
    second.close();

    assertEquals(List.of(), types(Spool.open(folder, NOON)));
    assertEquals(2, filesLeft(), "the boot number and the newest file");
  }

  @Test
  void whatManyKeepAtOnceIsOnTheDiskInOneOrder() throws Exception {
    var spool = Spool.open(folder, NOON);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 50; i++) {
        threads.execute(() -> spool.keep(mark -> fact("n" + mark.seq())));
      }
    }
    var inOrder = IntStream.rangeClosed(1, 50).mapToObj(n -> "n" + n).toList();
    assertEquals(inOrder, types(spool));
    assertEquals(inOrder, types(Spool.open(folder, NOON)));
  }

  @Test
  void whatVersionOneKeptInFilesOfTheirOwnIsSentFirst() throws IOException {
    Files.write(folder.resolve("00000000000000000007-0000000002.json"), fact("second"));
    Files.write(folder.resolve("00000000000000000007-0000000001.json"), fact("first"));
    Files.writeString(folder.resolve("00000000000000000007-0000000003.json"), "{\"ty");
    var spool = Spool.open(folder, NOON);
    keep(spool, "third");

    assertEquals(List.of("first", "second", "third"), types(spool));
    spool.forget(spool.next(2));
    assertEquals(3, filesLeft(), "boot number, newest file, and the damaged one");
  }

  @Test
  void theBootNumberRisesAlsoWhenTheClockWasSetBack() throws IOException {
    long before = Spool.open(folder, NOON).boot();
    var yesterday = InstantSource.fixed(NOON.instant().minusSeconds(86_400));
    assertTrue(Spool.open(folder, yesterday).boot() > before);
  }

  @Test
  void sequenceNumbersHaveNoGaps() throws IOException {
    var spool = Spool.open(folder, NOON);
    var numbers = new ArrayList<Long>();
    for (int i = 0; i < 3; i++) {
      spool.keep(mark -> {
        numbers.add(mark.seq());
        return new byte[1];
      });
    }
    assertEquals(List.of(1L, 2L, 3L), numbers);
  }

  @Test
  void whatWasBeingWrittenWhenThePowerFailedIsThrownAway() throws IOException {
    var spool = Spool.open(folder, NOON);
    keep(spool, "said");
    var file = spool.next(1).getFirst().file();
    Files.writeString(file, "1234abcd {\"ty", StandardOpenOption.APPEND);
    Files.writeString(folder.resolve("boot.draft"), "");

    var next = Spool.open(folder, NOON);

    assertEquals(List.of("said"), types(next));
    next.forget(next.next(1));
    assertEquals(2, filesLeft(), "the boot number and the newest file");
  }

  @Test
  void aFactThatTheDiskDamagedIsSetAsideAndTheOthersStay() throws IOException {
    var spool = Spool.open(folder, NOON);
    keep(spool, "first");
    keep(spool, "second");
    keep(spool, "third");
    var file = spool.next(1).getFirst().file();
    Files.writeString(file, Files.readString(file).replace("second", "sec0nd"));

    assertEquals(List.of("first", "third"), types(Spool.open(folder, NOON)));
    var aside = file.resolveSibling(file.getFileName() + ".unreadable");
    assertTrue(Files.readString(aside).contains("sec0nd"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\0\0\0\0", "17\u00e9", "99999999999999999999999"})
  void aDamagedBootNumberDoesNotKeepTheWorkerFromStarting(String damaged) throws IOException {
    var before = Spool.open(folder, NOON);
    keep(before, "said");
    Files.writeString(folder.resolve("boot"), damaged);
    var yesterday = InstantSource.fixed(NOON.instant().minusSeconds(86_400));

    var next = Spool.open(folder, yesterday);

    assertTrue(next.boot() > before.boot());
    assertEquals(next.boot() + 1, Spool.open(folder, yesterday).boot());
  }

  @Test
  void aThreadThatIsInterruptedKeepsItsFact() throws IOException {
    var spool = Spool.open(folder, NOON);
    Thread.currentThread().interrupt();
    keep(spool, "handed back");
    assertTrue(Thread.interrupted(), "and is still interrupted");
    assertEquals(List.of("handed back"), types(spool));
  }

  private static void keep(Spool spool, String type) {
    spool.keep(_ -> fact(type));
  }

  private static byte[] fact(String type) {
    return Json.bytes(Json.object().put("type", type));
  }

  private static String type(Spool.Kept kept) {
    return Fields.of(kept.bytes()).text("type");
  }

  private static List<String> types(Spool spool) {
    return spool.next(100).stream().map(SpoolTest::type).toList();
  }

  private long filesLeft() throws IOException {
    try (var files = Files.list(folder)) {
      return files.count();
    }
  }
}
