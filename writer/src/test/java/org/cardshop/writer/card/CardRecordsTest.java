package org.cardshop.writer.card;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
  void aGoodCardIsRecordedWithItsSpeeds() throws Exception {
    var records = records();
    note(records, good());
    var entry = records.last("A-01", 1).getFirst();
    assertEquals(Verdict.GOOD, entry.verdict());
    assertTrue(entry.writing() > 0 && entry.verifying() > 0, entry::toString);
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
