package org.cardshop.embedded.broker;

/// What somebody may do who has logged in at the embedded broker.
@FunctionalInterface
public interface Rights {
  /// Those of the broker's own users: everything, without being asked.
  Rights ALL = _ -> true;

  /// Asked before each thing is done, possibly by many threads at once; a publication may go by an
  /// answer that is five minutes old. May block.
  boolean allow(Question question);
}
