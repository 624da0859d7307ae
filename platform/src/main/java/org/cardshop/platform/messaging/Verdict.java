package org.cardshop.platform.messaging;

/// What becomes of a message after it was handled.
public sealed interface Verdict {
  /// Done with; the broker forgets it.
  record Ack() implements Verdict {}

  /// Not now: back into the queue after a while, which grows as long as nothing else succeeds.
  record Requeue() implements Verdict {}

  /// Never: goes to the dead letters. Needs the right to write to [Exchange#DEAD], which workers do
  /// not have.
  ///
  /// @param reason a sentence for the person who looks at the dead letters
  record Dead(String reason) implements Verdict {}

  static Verdict ack() {
    return new Ack();
  }

  static Verdict requeue() {
    return new Requeue();
  }

  static Verdict dead(String reason) {
    return new Dead(reason);
  }
}
