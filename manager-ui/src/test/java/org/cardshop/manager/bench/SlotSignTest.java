package org.cardshop.manager.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Optional;
import org.cardshop.core.task.Step.WriteStep;
import org.cardshop.core.worker.SlotState;
import org.cardshop.manager.bench.BenchView.Slot;
import org.cardshop.manager.task.TaskView;
import org.cardshop.manager.web.Language;
import org.cardshop.manager.web.Texts;
import org.cardshop.platform.wire.Fields;
import org.cardshop.platform.wire.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SlotSignTest {
  /// A slot without a task: its state, whether a card is in it, whether that one is verified.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          free      |      |          | idle  | A-03 is empty; nothing to do
          free      | sd-1 |          | idle  | A card is in A-03; there is nothing to write
          free      | sd-1 | verified | done  | Good card in A-03: take it out, label A-03-0042
          busy      |      |          | busy  | A-03 gets ready
          suspended |      |          | fault | Do not use A-03: too many bad cards. Look at the reader
          suspended | sd-1 | verified | done  | Good card in A-03: take it out, label A-03-0042
          broken    |      |          | fault | The reader of A-03 cannot be read. Plug it in again
          no disk   |      |          | fault | A-03 waits: the disk of its host is full
          of later  |      |          | idle  | A-03 is empty; nothing to do
          """)
  void aSlotWithoutATaskSaysHowItIs(
      String state, String medium, String card, String kind, String sentence) {
    assertSays(
        kind, sentence, slot(state, Optional.ofNullable(medium), card != null, Optional.empty()));
  }

  /// A slot with a task: its status, what the writer wants, what lies in the slot.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          pending          |         |      |          | busy    | A-03 gets ready
          received         |         |      |          | busy    | A-03 gets ready
          downloading      |         |      | 43       | busy    | A-03: fetching what is to be written, 43 %
          downloading      |         |      |          | busy    | A-03: fetching what is to be written
          downloaded       |         |      |          | busy    | A-03: all is here, the card is asked for soon
          waiting_for_card | insert  |      |          | insert  | Insert a card of 32 GB in A-03
          waiting_for_card |         |      |          | insert  | Insert a card of 32 GB in A-03
          waiting_for_card |         | sd-1 |          | confirm | Is the card in A-03 the one to write?
          waiting_for_card | confirm | sd-1 |          | confirm | Is the card in A-03 the one to write?
          waiting_for_card | confirm | sd-1 | why      | confirm | Begin anew with the card in A-03?
          waiting_for_card | replace | sd-1 |          | replace | Take the card out of A-03 and insert another one
          waiting_for_card | replace | sd-1 | bad      | bad     | Bad card in A-03: take it out, discard it
          waiting_for_card | replace | sd-1 | verified | done    | Good card in A-03: take it out, label A-03-0042
          card_inserted    |         | sd-1 |          | busy    | Looking at the card in A-03
          wiping_sdcard    |         | sd-1 |          | busy    | Erasing the card in A-03
          card_wiped       |         | sd-1 |          | busy    | Erasing the card in A-03
          writing          |         | sd-1 |          | busy    | Writing A-03
          writing          |         | sd-1 | 43       | busy    | Writing A-03, 43 %
          writing          |         | sd-1 | fast     | busy    | Writing A-03, 43 %, 6 min left
          verifying        |         | sd-1 | fast     | busy    | Checking A-03, 43 %, 6 min left
          verifying        |         | sd-1 |          | busy    | Checking A-03
          """)
  void aSlotWithATaskSaysWhatIsDoneAndWhatIsWanted(
      String status, String asks, String medium, String more, String kind, String sentence) {
    var seen = Optional.ofNullable(medium);
    var fact = Optional.ofNullable(more).orElse("");
    var task = task(status, Optional.ofNullable(asks), seen, fact);
    assertSays(kind, sentence, slot("busy", seen, fact.equals("verified"), Optional.of(task)));
  }

  @Test
  void aHostThatIsNotHeardSaysSoWhateverItSaidBefore() {
    var seen = slot("free", Optional.of("sd-1"), true, Optional.empty());
    var away =
        new Slot(
            seen.host(),
            false,
            false,
            "A-03",
            "free",
            seen.medium(),
            0,
            seen.card(),
            seen.task(),
            false);
    assertSays("away", "A-03: its host is not heard. Leave the card in.", away);
  }

  @Test
  void aCordonedHostHasNoWork() {
    var slot =
        new Slot(
            "writer-1",
            true,
            true,
            "A-03",
            "free",
            Optional.empty(),
            0,
            Optional.empty(),
            Optional.empty(),
            false);
    assertSays("idle", "A-03 gets no work now", slot);
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void everyStepAndStateHasASentenceAndAWordInEveryLanguage(Language language) {
    var texts = Texts.of(language);
    for (var step : WriteStep.values()) {
      for (var asks : new String[] {"insert", "confirm", "replace"}) {
        for (var fact : new String[] {"", "43", "fast", "why", "bad", "verified"}) {
          var task = task(step.wire(), Optional.of(asks), Optional.of("sd-1"), fact);
          var slot = slot("busy", Optional.of("sd-1"), fact.equals("verified"), Optional.of(task));
          assertNotEquals("", slot.sign().sentence(texts));
        }
      }
    }
    for (var state : SlotState.values()) {
      var slot = slot(state.wire(), Optional.empty(), false, Optional.empty());
      assertNotEquals("", slot.sign().sentence(texts));
    }
    for (var kind : SlotSign.Kind.values()) {
      assertNotEquals("", texts.of("bench.kind." + kind.word()));
    }
  }

  private static void assertSays(String kind, String sentence, Slot slot) {
    assertEquals(kind, slot.sign().kind().word());
    assertEquals(sentence, slot.sign().sentence(Texts.of(Language.EN)));
  }

  private static Slot slot(
      String state, Optional<String> medium, boolean isVerified, Optional<TaskView> task) {
    var card =
        isVerified ? Optional.of(new Slot.Card("order", 42, "A-03")) : Optional.<Slot.Card>empty();
    return new Slot("writer-1", true, false, "A-03", state, medium, 0, card, task, false);
  }

  /// @param fact of the progress: a percentage, `fast` with a rate, `why`, `bad`
  private static TaskView task(
      String status, Optional<String> asks, Optional<String> medium, String fact) {
    var progress = Json.object().put("step", status);
    asks.ifPresent(a -> progress.put("asks", a));
    medium.ifPresent(m -> progress.put("medium", m));
    switch (fact) {
      case "43" -> progress.put("done", 43).put("total", 100);
      case "fast" -> progress.put("done", 4300).put("total", 10_000).put("rate", 16);
      case "why" -> progress.put("why", "this card was not finished");
      case "bad" -> progress.put("bad", true);
      default -> progress.put("why", "");
    }
    var task =
        Json.object()
            .put("_id", "1")
            .put("kind", "write")
            .put("order", "2")
            .put("unit", 42)
            .put("card_size", 32)
            .put("status", status)
            .put("worker", "writer-1")
            .put("slot", "A-03");
    task.set("progress", progress);
    return TaskView.of(new Fields(task));
  }
}
