package org.cardshop.core.waiting;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// Why something waits.
///
/// @param sentence for a person: what it waits for and what helps
/// @param until when it goes on by itself, where that is known
public record Waiting(Cause cause, String sentence, Optional<Instant> until) {
  public Waiting(Cause cause, String sentence) {
    this(cause, sentence, Optional.empty());
  }

  /// What kind of reason it is.
  public enum Cause {
    /// No worker of the channel is there.
    NO_WORKER,
    /// Workers are there, all are busy.
    NO_FREE_SLOT,
    /// Workers are there, their disks are too full to begin anything.
    NO_DISK,
    /// Slots are there, but too many cards in a row were bad in them.
    SUSPENDED,
    /// Slots are there and cannot be used.
    BROKEN,
    /// Workers are there, a person keeps tasks away from them.
    CORDONED,
    /// Workers are there, a person has them finish what they have.
    DRAINING,
    /// A worker takes it in a moment.
    ITS_TURN,
    /// Something failed; it is tried again later.
    BACK_OFF,
    /// Something is in the way that only a person can remove; it is tried again meanwhile.
    NEEDS_HUMAN,
    /// Its worker fell silent.
    SILENT_WORKER,
    /// Nothing is amiss: a worker is at it.
    WORK,
    /// A card shall be inserted.
    CARD,
    /// A person shall confirm the card that was inserted.
    CONFIRMATION,
    /// Every card is verified; a person shall ship them.
    SHIPMENT,
    /// The image is offered for a while.
    EXPIRY,
    /// It failed; a person decides.
    DECISION,
    /// Workers died with it; a person looks at why.
    QUARANTINE,
    /// It waits for nothing: it has ended.
    NOTHING;

    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }

    /// Whether it goes on only after a person did something.
    public boolean isForPerson() {
      return switch (this) {
        case NO_WORKER,
            NO_DISK,
            SUSPENDED,
            BROKEN,
            CORDONED,
            DRAINING,
            NEEDS_HUMAN,
            CARD,
            CONFIRMATION,
            SHIPMENT,
            DECISION,
            QUARANTINE ->
            true;
        case NO_FREE_SLOT, ITS_TURN, BACK_OFF, SILENT_WORKER, WORK, EXPIRY, NOTHING -> false;
      };
    }
  }
}
