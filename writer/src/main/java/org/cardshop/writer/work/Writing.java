package org.cardshop.writer.work;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.cardshop.core.task.Failure;
import org.cardshop.core.task.Product;
import org.cardshop.core.task.Step.WriteStep;
import org.cardshop.core.task.TaskKind;
import org.cardshop.core.task.Trouble;
import org.cardshop.core.worker.SlotState;
import org.cardshop.platform.runtime.CrashPoint;
import org.cardshop.platform.warehouse.Trust;
import org.cardshop.platform.wire.Answer.Granted;
import org.cardshop.platform.wire.Answer.Work;
import org.cardshop.platform.wire.Command;
import org.cardshop.platform.wire.Fact;
import org.cardshop.platform.worker.Craft;
import org.cardshop.platform.worker.DiskRoom;
import org.cardshop.platform.worker.Hold;
import org.cardshop.platform.worker.TroubleException;
import org.cardshop.writer.card.CardOutcome;
import org.cardshop.writer.card.CardStep;
import org.cardshop.writer.card.CardWriter;
import org.cardshop.writer.card.Conditions;
import org.cardshop.writer.card.Proof;
import org.cardshop.writer.card.ProvenCard;
import org.cardshop.writer.card.RefusedException;
import org.cardshop.writer.chunk.CachedImage;
import org.cardshop.writer.chunk.ChunkCache;
import org.cardshop.writer.device.MediumId;
import org.cardshop.writer.slot.Look;
import org.cardshop.writer.slot.Slot;
import org.cardshop.writer.work.MediumJournal.Mark;

/// Writes cards: gets the image, asks for a card, proves that it may be written, writes it and
/// reads it back. A card that was begun and not finished is dirty and never counts.
final class Writing implements Craft {
  /// After so many bad cards in a row the slot itself is under suspicion.
  private static final int BAD_CARDS = 3;

  private final String worker;
  private final Map<String, Slot> slots;
  private final Set<String> fixedAllowed;
  private final Confirmation confirmation;
  private final MediumJournal journal;
  private final ChunkCache cache;
  private final CardWriter cards;
  private final Traffic traffic;
  private final Prefetch prefetch;
  private final Trust trust;
  private final DiskRoom room;

  /// Slots that could not be looked at the last time.
  private final Set<String> broken = ConcurrentHashMap.newKeySet();

  /// @param prefetch makes way for what this fetches, by `traffic`
  Writing(
      WriterConfig config,
      MediumJournal journal,
      ChunkCache cache,
      CardWriter cards,
      Traffic traffic,
      Prefetch prefetch) {
    this.worker = config.identity().name();
    this.slots = config.slots().stream().collect(Collectors.toMap(Slot::name, Function.identity()));
    this.fixedAllowed = config.fixedAllowed();
    this.confirmation = config.confirmation();
    this.trust = config.trust();
    this.room = new DiskRoom(config.identity().data());
    this.journal = journal;
    this.cache = cache;
    this.cards = cards;
    this.traffic = traffic;
    this.prefetch = prefetch;
  }

  @Override
  public TaskKind kind() {
    return TaskKind.WRITE;
  }

  @Override
  public List<String> slots() {
    return slots.keySet().stream().sorted().toList();
  }

  @Override
  public Fact.Slot look(String slot, boolean isBusy) {
    try {
      var seen = slot(slot).place().look();
      broken.remove(slot);
      var state = state(slot, isBusy).wire();
      return switch (seen) {
        case Look.Empty _ ->
            new Fact.Slot(slot, state, Optional.empty(), OptionalLong.empty(), Optional.empty());
        case Look.Medium(var id, var size, _) ->
            new Fact.Slot(
                slot, state, Optional.of(id.text()), OptionalLong.of(size), Optional.empty());
      };
    } catch (IOException e) {
      broken.add(slot);
      return new Fact.Slot(
          slot, SlotState.BROKEN.wire(), Optional.empty(), OptionalLong.empty(), Optional.empty());
    }
  }

  private SlotState state(String slot, boolean isBusy) {
    if (isBusy) {
      return SlotState.BUSY;
    }
    if (broken.contains(slot)) {
      return SlotState.BROKEN;
    }
    if (journal.suspension(slot).isPresent()) {
      return SlotState.SUSPENDED;
    }
    return room.isEnough() ? SlotState.FREE : SlotState.NO_DISK;
  }

  @Override
  public boolean isOpen(String slot) {
    return state(slot, false) == SlotState.FREE;
  }

  @Override
  public OptionalLong diskFree() {
    return room.free();
  }

  @Override
  public void prefetch(Command.Prefetch hint) {
    prefetch.hint(hint);
  }

  @Override
  public void drain() {
    prefetch.close();
  }

  @Override
  public Product work(String slot, Granted granted, Hold hold)
      throws TroubleException, InterruptedException {
    return switch (granted.work()) {
      case Work.Write write -> write(slot(slot), write, hold);
      case Work.Create _ ->
          throw new TroubleException(
              new Failure(Failure.Status.FAILED, "A writer was given an image to build."));
    };
  }

  private Slot slot(String name) {
    return Objects.requireNonNull(slots.get(name));
  }

  private Product write(Slot slot, Work.Write work, Hold hold)
      throws TroubleException, InterruptedException {
    try (var sessions = new WarehouseSessions(work.warehouse(), worker, hold::ticket, trust);
        var image = new Download(work, sessions, cache, traffic, hold).run(Download.HELD_UP)) {
      var wait = new CardWait(slot, journal, confirmation, hold, image);
      var why = "";
      for (int bad = 0; bad < BAD_CARDS; ) {
        var medium = wait.await(why);
        CrashPoint.at("card.found");
        switch (write(slot, medium, image.image(), hold)) {
          case CardOutcome.Written(var proof) -> {
            journal.notePatiently(slot.name(), medium, Mark.GOOD, hold::log);
            CrashPoint.at("card.marked-good");
            var counts = proof.counts();
            return new Product.Card(
                medium.text(), slot.name(), counts.verified(), counts.rewrites());
          }
          case CardOutcome.Bad(var during, var sentence) -> {
            journal.notePatiently(slot.name(), medium, Mark.BAD, hold::log);
            wait.isBad(medium);
            bad++;
            why = sentence;
            hold.log(during + ": " + sentence);
            if (bad == BAD_CARDS) {
              throw new TroubleException(failure(during, sentence));
            }
          }
          case CardOutcome.Pulled(_, var sentence) -> {
            why = sentence;
            hold.log(sentence);
          }
          case CardOutcome.SourceFailed(_, var sentence) -> {
            hold.checkpoint();
            image.check();
            throw new TroubleException(Trouble.TRANSIENT, sentence);
          }
          case CardOutcome.Cancelled _ -> {
            hold.checkpoint();
            throw new InterruptedException(
                "stopped while the card in " + slot.name() + " was written");
          }
        }
      }
      throw new IllegalStateException("the loop ends by return or throw");
    }
  }

  private CardOutcome write(Slot slot, MediumId medium, CachedImage image, Hold hold)
      throws TroubleException, InterruptedException {
    hold.step(WriteStep.CARD_INSERTED);
    var conditions = Conditions.fits(image.manifest().size()).only(medium);
    var allowed = fixedAllowed.contains(slot.name()) ? conditions.fixedToo() : conditions;
    try (ProvenCard card = Proof.of(slot.place(), allowed)) {
      CrashPoint.at("card.proved");
      hold.checkpoint();
      journal.earlier(card).ifPresent(hold::log);
      begin(slot, medium);
      CrashPoint.at("card.marked-dirty");
      var outcome = cards.write(card, image, new CardReports(slot.name(), medium, hold));
      journal.record(slot.name(), card, image.manifest().name(), outcome).ifPresent(hold::log);
      CrashPoint.at("card.recorded");
      return outcome;
    } catch (RefusedException e) {
      if (!isStillIn(slot, medium)) {
        return new CardOutcome.Pulled(CardStep.WIPING, String.valueOf(e.getMessage()));
      }
      throw new TroubleException(
          new Failure(
              Failure.Status.FAILED_TO_INSERT,
              "The card in " + slot.name() + " was not written: " + e.getMessage()));
    } catch (IOException e) {
      throw new TroubleException(
          Trouble.TRANSIENT,
          "The card in " + slot.name() + " could not be let go: " + e.getMessage(),
          e);
    }
  }

  /// From here on the card is not what it was, whatever happens.
  private void begin(Slot slot, MediumId medium) throws TroubleException {
    try {
      journal.note(slot.name(), medium, Mark.DIRTY);
    } catch (IOException e) {
      throw new TroubleException(
          Trouble.NEEDS_HUMAN, e.getMessage() + "; the card was not touched.", e);
    }
  }

  /// A card that was taken out between its confirmation and its first byte is as good as pulled.
  private static boolean isStillIn(Slot slot, MediumId medium) {
    try {
      return slot.place().look() instanceof Look.Medium seen && seen.id().equals(medium);
    } catch (IOException e) {
      return true; // broken rather than empty: what was refused stays refused
    }
  }

  private static Failure failure(CardStep during, String sentence) {
    var status =
        switch (during) {
          case WIPING -> Failure.Status.FAILED_TO_WIPE;
          case WRITING -> Failure.Status.FAILED_TO_WRITE;
          case VERIFYING -> Failure.Status.FAILED_TO_VERIFY;
        };
    return new Failure(
        status, BAD_CARDS + " bad cards in a row; look at the slot, too. The last: " + sentence);
  }
}
