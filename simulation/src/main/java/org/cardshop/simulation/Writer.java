package org.cardshop.simulation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.cardshop.core.task.Failure;
import org.cardshop.core.task.Product;
import org.cardshop.core.task.Step.WriteStep;
import org.cardshop.core.task.TaskKind;
import org.cardshop.core.task.Trouble;
import org.cardshop.platform.wire.Answer;
import org.cardshop.platform.wire.Command;
import org.cardshop.platform.worker.TroubleException;

/// Writes cards in its slots.
final class Writer extends Worker {
  private static final int TRIES = 10;
  private static final int BAD_CARDS = 3;
  private static final int PIECES = 5;

  private final World world;
  final Map<String, Slot> bench = new LinkedHashMap<>();

  Writer(World world, String name, List<String> slots) {
    super(world, name, TaskKind.WRITE, slots);
    this.world = world;
    slots.forEach(s -> bench.put(s, new Slot(s)));
  }

  /// The card was pulled or exchanged while it was written.
  private static final class PulledException extends Exception {
    private static final long serialVersionUID = 1L;
  }

  @Override
  Optional<String> medium(String slot) {
    return Optional.ofNullable(bench.get(slot)).map(s -> s.card).map(c -> c.id);
  }

  @Override
  Product work(String name, Answer.Granted granted, Hold hold) throws TroubleException {
    var slot = Objects.requireNonNull(bench.get(name));
    try {
      return write(slot, granted, hold);
    } finally {
      slot.asks = "";
      slot.task = "";
    }
  }

  private Product write(Slot slot, Answer.Granted granted, Hold hold) throws TroubleException {
    hold.step(WriteStep.DOWNLOADING);
    var content = download(hold);
    hold.step(WriteStep.DOWNLOADED);
    for (int bad = 0; bad < BAD_CARDS; ) {
      var card = await(slot, granted.task(), hold);
      hold.step(WriteStep.CARD_INSERTED);
      hold.checkpoint();
      slot.note(card, Slot.Mark.DIRTY);
      kernel.sleep(kernel.below(5));
      try {
        if (written(slot, card, content, hold)) {
          slot.note(card, Slot.Mark.GOOD);
          world.made.put(card.id, granted.epoch());
          kernel.sleep(kernel.below(5));
          return new Product.Card(card.id, slot.name, 1L << 30, 0);
        }
        slot.note(card, Slot.Mark.BAD);
        bad++;
      } catch (PulledException e) {
        // another card is asked for
      }
    }
    throw new TroubleException(new Failure(Failure.Status.FAILED_TO_VERIFY, "bad cards in a row"));
  }

  private String download(Hold hold) throws TroubleException {
    for (int i = 0; i < TRIES; i++) {
      hold.checkpoint();
      try {
        var content = world.storehouse.fetch(host, hold.ticket());
        hold.work(kernel.below(60_000));
        return content;
      } catch (Server.AwayException e) {
        hold.work(2_000);
      } catch (Storehouse.RefusedException e) {
        throw new TroubleException(Trouble.TRANSIENT, String.valueOf(e.getMessage()));
      }
    }
    throw new TroubleException(Trouble.TRANSIENT, "the image could not be fetched");
  }

  private Slot.Card await(Slot slot, String task, Hold hold) {
    hold.step(WriteStep.WAITING_FOR_CARD);
    slot.task = task;
    while (true) {
      hold.checkpoint();
      var card = slot.card;
      slot.asks = card == null ? "insert" : isWritable(slot, card) ? "confirm" : "replace";
      if (card != null && !hold.told.isEmpty()) {
        switch (hold.told.removeFirst()) {
          case Command.CardConfirmed c
              when c.medium().equals(card.id) && isWritable(slot, card) -> {
            slot.asks = "";
            return card;
          }
          case Command.BadCard _ -> slot.note(card, Slot.Mark.BAD);
          case Command.CardConfirmed _, Command.Cancel _, Command.Drain _, Command.Prefetch _ -> {}
        }
      }
      hold.work(500);
    }
  }

  private static boolean isWritable(Slot slot, Slot.Card card) {
    return slot.markOf(card) != Slot.Mark.GOOD && slot.markOf(card) != Slot.Mark.BAD;
  }

  /// Writes and reads back.
  ///
  /// @return whether every byte came back
  private boolean written(Slot slot, Slot.Card card, String content, Hold hold)
      throws PulledException {
    world.opened(host, slot, kernel.current());
    try {
      card.content = "";
      hold.step(WriteStep.WRITING);
      pieces(slot, card, hold);
      require(slot, card);
      card.content = kernel.chance(40) ? "almost " + content : content;
      hold.step(WriteStep.VERIFYING);
      pieces(slot, card, hold);
      return world.rules.isGood(card.content, content);
    } finally {
      slot.writer = null;
    }
  }

  private void pieces(Slot slot, Slot.Card card, Hold hold) throws PulledException {
    for (int i = 0; i < PIECES; i++) {
      hold.checkpoint();
      require(slot, card);
      hold.work(1_000 + kernel.below(40_000));
    }
    require(slot, card);
  }

  private static void require(Slot slot, Slot.Card card) throws PulledException {
    if (slot.card != card) {
      throw new PulledException();
    }
  }
}
