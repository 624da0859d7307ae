package org.cardshop.writer.card;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.cardshop.writer.card.CardRecord.Verdict;
import org.cardshop.writer.chunk.ChunkMemory;
import org.cardshop.writer.chunk.TestImage;
import org.cardshop.writer.slot.Place;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CardRecordsTest {
  private static final CardOutcome BAD =
      new CardOutcome.Bad(CardStep.VERIFYING, "It does not hold what was written.");
  private static final CardOutcome PULLED = new CardOutcome.Pulled(CardStep.WRITING, "It is gone.");

  @TempDir Path directory;

  @Test
  void threeBadCardsInARowSuspendTheSlotAndNoOther() throws Exception {
    var records = records();
    note(records, BAD, PULLED, BAD);
    assertEquals(Optional.empty(), records.suspension("A-01"));
    note(records, PULLED, BAD);
    var why = records.suspension("A-01").orElseThrow();
    assertTrue(why.contains("It does not hold what was written."), why);
    assertEquals(Optional.empty(), records.suspension("A-02"));
    assertTrue(records().suspension("A-01").isPresent(), "after a restart, too");
  }

  @Test
  void aGoodCardLiftsIt() throws Exception {
    var records = records();
    note(records, BAD, BAD, BAD, good());
    assertEquals(Optional.empty(), records.suspension("A-01"));
    note(records, BAD, BAD);
    assertEquals(Optional.empty(), records.suspension("A-01"));
  }

  @Test
  void aPersonLiftsItOnce() throws Exception {
    var records = records();
    note(records, BAD, BAD, BAD);
    assertTrue(records.suspension("A-01").isPresent());
    Files.createFile(directory.resolve("records/A-01.reset"));
    assertEquals(Optional.empty(), records.suspension("A-01"));
    assertEquals(Verdict.RESET, records.last("A-01", 1).getFirst().verdict());
    note(records, BAD, BAD, BAD);
    assertTrue(records.suspension("A-01").isPresent());
  }

  @Test
  void aLineThatWasTornCostsOnlyItself() throws Exception {
    var records = records();
    note(records, BAD);
    Files.writeString(
        directory.resolve("records/A-01.jsonl"), "{\"at\":\"2026", StandardOpenOption.APPEND);
    note(records, PULLED);
    assertEquals(
        List.of(Verdict.UNDONE, Verdict.BAD),
        records.last("A-01", 9).stream().map(CardRecord::verdict).toList());
  }

  @Test
  void aCardWhoseWritingWasInterruptedIsRecorded() throws Exception {
    var records = records();
    Thread.currentThread().interrupt();
    try {
      note(records, BAD);
    } finally {
      assertTrue(Thread.interrupted(), "and is still interrupted");
    }
    assertEquals(Verdict.BAD, records.last("A-01", 1).getFirst().verdict());
  }

  @Test
  void aGoodCardIsRecordedWithItsSpeeds() throws Exception {
    var records = records();
    note(records, good());
    var entry = records.last("A-01", 1).getFirst();
    assertEquals(Verdict.GOOD, entry.verdict());
    assertTrue(entry.writing() > 0 && entry.verifying() > 0, entry::toString);
  }

  @Test
  void aCardIsKnownAgainInWhateverSlotItComes() throws Exception {
    var records = records();
    record("A-01", Verdict.GOOD, "0x1", 1, "");
    record("A-02", Verdict.BAD, "0x1", 2, "It does not hold what was written.");
    record("A-02", Verdict.GOOD, "0x2", 3, "");

    var story = records.latest("0x1").orElseThrow().story();
    assertEquals(
        "This card (serial number 0x1) had the image test on 1970-01-01T00:02:00Z; it was bad: It"
            + " does not hold what was written.",
        story);
    assertEquals(Optional.empty(), records.latest("0x3"));
    try (var card = card()) {
      assertEquals(Optional.empty(), records.earlier(card), "a file has no number");
    }
  }

  private void record(String slot, Verdict verdict, String serial, int minute, String why)
      throws IOException {
    var at = Instant.ofEpochSecond(60L * minute);
    var line =
        new CardRecord(at, verdict, "m", Optional.of(serial), "test", why, 1, 1, 1, 0).line();
    Files.writeString(
        directory.resolve("records/" + slot + ".jsonl"),
        line + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  private CardRecords records() throws IOException {
    return new CardRecords(directory.resolve("records"), InstantSource.system());
  }

  private CardOutcome good() throws Exception {
    var image = TestImage.sketch("d:2m");
    try (var memory = new ChunkMemory(4);
        var card = card()) {
      return new CardWriter(memory, InstantSource.system())
          .write(card, image.file(directory), _ -> {});
    }
  }

  private void note(CardRecords records, CardOutcome... outcomes) throws Exception {
    for (var outcome : outcomes) {
      try (var card = card()) {
        records.note("A-01", card, "test", outcome);
      }
    }
  }

  private ProvenCard card() throws IOException, RefusedException {
    var file = directory.resolve("card");
    if (!Files.exists(file)) {
      TestImage.used(file, 8L * TestImage.MIB);
    }
    return Proof.of(new Place.File(file, OptionalLong.empty()), Conditions.fits(1));
  }
}
