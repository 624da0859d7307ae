package org.cardshop.writer.work;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.cardshop.core.task.Step.WriteStep;
import org.cardshop.core.task.Trouble;
import org.cardshop.platform.wire.Command;
import org.cardshop.platform.wire.Json;
import org.cardshop.platform.worker.Hold;
import org.cardshop.platform.worker.TroubleException;
import org.cardshop.writer.device.MediumId;
import org.cardshop.writer.slot.Look;
import org.cardshop.writer.slot.Slot;
import org.cardshop.writer.work.MediumJournal.Mark;

/// Waits in one slot for the card to write. A card counts as inserted when the slot shows a medium
/// and either a person confirms that very medium, or the host confirms by itself and has not
/// touched the medium before.
final class CardWait {
  private static final Duration LOOK = Duration.ofMillis(250);

  private final Slot slot;
  private final MediumJournal journal;
  private final Confirmation confirmation;
  private final Hold hold;
  private final Incoming image;
  private String lastShown = "";
  private Optional<MediumId> bad = Optional.empty();

  /// @param image what will be written: no card is asked for any more when it cannot be had
  CardWait(Slot slot, MediumJournal journal, Confirmation confirmation, Hold hold, Incoming image) {
    this.slot = slot;
    this.journal = journal;
    this.confirmation = confirmation;
    this.hold = hold;
    this.image = image;
  }

  /// The card in the slot has failed: when it is still there, it is named as bad.
  void isBad(MediumId medium) {
    bad = Optional.of(medium);
  }

  /// @param why what is wrong with the card that was there; empty at the first time
  MediumId await(String why) throws TroubleException, InterruptedException {
    hold.step(WriteStep.WAITING_FOR_CARD);
    while (true) {
      hold.checkpoint();
      image.check();
      var look = look();
      var isSelfConfirmed = show(look, why);
      if (isSelfConfirmed.isPresent()) {
        return isSelfConfirmed.get();
      }
      var said = hold.command(LOOK);
      if (said.isPresent() && said.get() instanceof Command.Drain) {
        // Nobody may come for hours; the task waits as well in another writer's slot.
        throw new TroubleException(Trouble.INTERRUPTED, "The writer is drained.");
      }
      if (said.isPresent() && look instanceof Look.Medium medium) {
        switch (said.get()) {
          case Command.CardConfirmed c
              when c.medium().equals(medium.id().text()) && isWritable(medium.id()) -> {
            return medium.id();
          }
          case Command.BadCard _ ->
              journal.notePatiently(slot.name(), medium.id(), Mark.BAD, hold::log);
          case Command.CardConfirmed _, Command.Cancel _, Command.Drain _, Command.Prefetch _ -> {}
        }
      }
    }
  }

  private Look look() {
    try {
      return slot.place().look();
    } catch (IOException e) {
      hold.log("slot " + slot.name() + ": " + e.getMessage());
      return new Look.Empty();
    }
  }

  /// Says what the slot waits for; answers the medium when nothing more is needed.
  private Optional<MediumId> show(Look look, String why) {
    switch (look) {
      case Look.Empty _ -> tell("insert", Optional.empty(), why);
      case Look.Medium medium -> {
        var mark = journal.markOf(slot.name(), medium.id());
        if (mark.isEmpty() && confirmation == Confirmation.AUTO) {
          return Optional.of(medium.id());
        }
        if (isWritable(medium.id())) {
          var dirty = mark.isPresent() ? "this card was not finished; writing starts again" : why;
          tell("confirm", Optional.of(medium), dirty);
        } else {
          tell("replace", Optional.of(medium), why.isEmpty() ? "this card is done with" : why);
        }
      }
    }
    return Optional.empty();
  }

  /// A finished card is not overwritten by mistake, a bad one not tried again: take it out first.
  private boolean isWritable(MediumId medium) {
    return journal
        .markOf(slot.name(), medium)
        .map(mark ->
            switch (mark) {
              case DIRTY -> true;
              case GOOD, BAD -> false;
            })
        .orElse(true);
  }

  private void tell(String asks, Optional<Look.Medium> medium, String why) {
    var now = Json.object().put("step", "waiting_for_card").put("slot", slot.name());
    now.put("asks", asks).put("why", why);
    medium.ifPresent(m ->
        now.put("medium", m.id().text())
            .put("size", m.size())
            .put("card", m.details())
            .put("bad", bad.equals(Optional.of(m.id()))));
    if (!now.toString().equals(lastShown)) {
      lastShown = now.toString();
      hold.waits(now);
    }
  }
}
