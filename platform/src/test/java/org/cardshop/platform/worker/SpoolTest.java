package org.cardshop.platform.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
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

    var texts = new ArrayList<String>();
    for (var file : second.waiting()) {
      texts.add(Files.readString(file));
    }
    assertEquals(
        List.of("a0", "a1", "a2", "a3", "a4", "a5", "a6", "a7", "a8", "a9", "a10", "a11", "b"),
        texts);
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
    var fact = spool.waiting().getFirst();
    Files.writeString(fact.resolveSibling("00000000000000000001-0000000002.json.draft"), "{\"ty");
    Files.writeString(folder.resolve("boot.draft"), "");

    var next = Spool.open(folder, NOON);

    assertEquals(List.of(fact), next.waiting());
    try (var files = Files.list(folder)) {
      assertEquals(2, files.count(), "the fact and the boot number");
    }
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
    assertEquals("handed back", Files.readString(spool.waiting().getFirst()));
  }

  private static void keep(Spool spool, String text) {
    spool.keep(_ -> text.getBytes(StandardCharsets.UTF_8));
  }
}
