package org.cardshop.platform.messaging;

import java.util.List;

/// The dead letters, as somebody sees them who looks through the queue. The queue is the truth: a
/// look takes nothing out, and what others take out of it is gone from here, too.
public interface DeadLetters {
  /// How many messages a look goes through; those behind come into sight when earlier ones go.
  int BOUND = 500;

  /// What a look showed.
  ///
  /// @param letters oldest first
  /// @param beyond how many messages more the queue has
  record Look(List<Found> letters, int beyond) {
    public Look {
      letters = List.copyOf(letters);
    }
  }

  /// One letter, or several of the very same content.
  ///
  /// @param id digest of its content, 24 hex digits
  /// @param copies how often it lies in the queue
  record Found(String id, DeadLetter letter, int copies) {}

  /// @throws BrokerLostException when the broker is away
  Look look();

  /// Publishes the letter's message again to where it was first published, once, and takes the
  /// letter away after that is confirmed. Dying in between doubles the message and loses nothing.
  ///
  /// @return false when no such letter is in sight
  /// @throws UnroutableException when nothing takes the message; the letter stays
  /// @throws BrokerLostException when the broker is away; the letter stays
  boolean redrive(String id);

  /// Takes the letter away for good.
  ///
  /// @return false when no such letter is in sight
  /// @throws BrokerLostException when the broker is away
  boolean remove(String id);
}
