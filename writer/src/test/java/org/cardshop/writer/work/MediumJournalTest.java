package org.cardshop.writer.work;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import org.cardshop.testing.SmallDisk;
import org.cardshop.writer.card.CardOutcome;
import org.cardshop.writer.card.CardStep;
import org.cardshop.writer.card.Conditions;
import org.cardshop.writer.card.Proof;
import org.cardshop.writer.chunk.TestImage;
import org.cardshop.writer.device.MediumId;
import org.cardshop.writer.slot.Place;
import org.cardshop.writer.work.MediumJournal.Mark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MediumJournalTest {
  private static final String SLOT = "A-01";
  private static final MediumId MEDIUM = new MediumId("dev-1a2b-17-64000000");

  @TempDir Path folder;

  @Test
  void whatWasBegunIsDirtyForTheNextProcess() throws Exception {
    journal().note(SLOT, MEDIUM, Mark.DIRTY);
    assertEquals(Optional.of(Mark.DIRTY), journal().markOf(SLOT, MEDIUM));
    assertEquals(Optional.empty(), journal().markOf(SLOT, new MediumId("dev-1a2b-18-64000000")));
    assertEquals(Optional.empty(), journal().markOf("A-02", MEDIUM));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "dirty", "good dev-1a2b-17", "spoiled dev-1a2b-17-64000000\n", "\0"})
  void aDamagedNoteMakesEveryCardWaitForAPerson(String damaged) throws Exception {
    Files.writeString(folder.resolve(SLOT + ".medium"), damaged);
    assertEquals(Optional.of(Mark.DIRTY), journal().markOf(SLOT, MEDIUM));
    journal().note(SLOT, MEDIUM, Mark.GOOD);
    assertEquals(Optional.of(Mark.GOOD), journal().markOf(SLOT, MEDIUM));
  }

  @Test
  void onAFullDiskTheNoteBeforeStillHolds() throws Exception {
    assumeTrue(SmallDisk.canBeMounted(), "mounting needs root");
    try (var disk = SmallDisk.mount(folder, 256 << 10)) {
      var journal = journal();
      journal.note(SLOT, MEDIUM, Mark.DIRTY);
      disk.fill();

      var e = assertThrows(IOException.class, () -> journal.note(SLOT, MEDIUM, Mark.GOOD));

      assertTrue(String.valueOf(e.getMessage()).contains("Free some space"), e.getMessage());
      assertEquals(Optional.of(Mark.DIRTY), journal.markOf(SLOT, MEDIUM));
      disk.makeRoom();
      journal.note(SLOT, MEDIUM, Mark.GOOD);
      assertEquals(Optional.of(Mark.GOOD), journal.markOf(SLOT, MEDIUM));
    }
  }

  /// The JDK closes the files of an interrupted thread.
  @Test
  void aCardThatWasCalledOffIsNotedByAnInterruptedThread() throws Exception {
    var journal = journal();
    var file = TestImage.used(folder.resolve("card"), TestImage.MIB);
    try (var card =
        Proof.of(new Place.File(file, OptionalLong.empty()), Conditions.fits(TestImage.MIB))) {
      Thread.currentThread().interrupt();
      var told = journal.record(SLOT, card, "image", new CardOutcome.Cancelled(CardStep.WRITING));
      journal.note(SLOT, MEDIUM, Mark.BAD);

      assertTrue(Thread.interrupted(), "the interruption stays");
      assertEquals(Optional.empty(), told);
    }
    assertEquals(Optional.of(Mark.BAD), journal.markOf(SLOT, MEDIUM));
    assertEquals(1, Files.readAllLines(folder.resolve("records/" + SLOT + ".jsonl")).size());
  }

  private MediumJournal journal() throws IOException {
    return new MediumJournal(folder, InstantSource.system());
  }
}
