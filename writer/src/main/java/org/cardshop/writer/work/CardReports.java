package org.cardshop.writer.work;

import java.util.Optional;
import org.cardshop.core.task.Step.WriteStep;
import org.cardshop.platform.wire.Json;
import org.cardshop.platform.worker.Hold;
import org.cardshop.platform.worker.StoppedException;
import org.cardshop.writer.card.CardListener;
import org.cardshop.writer.card.CardProgress;
import org.cardshop.writer.device.MediumId;

/// Turns the engine's progress into steps and progress of the task. The engine waits for each call,
/// so that a lease that ran out holds up the card until it is renewed.
final class CardReports implements CardListener {
  private final String slot;
  private final MediumId medium;
  private final Hold hold;
  private Optional<WriteStep> last = Optional.empty();

  CardReports(String slot, MediumId medium, Hold hold) {
    this.slot = slot;
    this.medium = medium;
    this.hold = hold;
  }

  @Override
  public void on(CardProgress progress) {
    try {
      switch (progress) {
        case CardProgress.Wiping _ -> step(WriteStep.WIPING_SDCARD);
        case CardProgress.Wiped _ -> step(WriteStep.CARD_WIPED);
        case CardProgress.Writing(var bytes, var total) -> bytes(WriteStep.WRITING, bytes, total);
        case CardProgress.Verifying(var bytes, var total) ->
            bytes(WriteStep.VERIFYING, bytes, total);
        case CardProgress.Warning(var sentence) -> hold.log(sentence);
        case CardProgress.Done _ -> hold.checkpoint();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (StoppedException e) {
      // The task's own thread was interrupted with it and ends the engine in order.
      Thread.currentThread().interrupt();
    }
  }

  private void bytes(WriteStep step, long bytes, long total) throws InterruptedException {
    step(step);
    hold.checkpoint();
    hold.progress(
        Json.object()
            .put("step", step.wire())
            .put("slot", slot)
            .put("medium", medium.text())
            .put("done", bytes)
            .put("total", total));
  }

  private void step(WriteStep step) throws InterruptedException {
    if (!last.equals(Optional.of(step))) {
      last = Optional.of(step);
      hold.step(step);
    }
  }
}
