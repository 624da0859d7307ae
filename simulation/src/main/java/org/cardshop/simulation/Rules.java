package org.cardshop.simulation;

import java.util.Optional;
import org.cardshop.platform.messaging.BatchHandler;
import org.cardshop.platform.production.Outside;
import org.cardshop.platform.production.Production;
import org.cardshop.platform.storage.Orders;
import org.cardshop.platform.storage.Runs;
import org.cardshop.platform.storage.Tasks;

/// The rules that a simulated factory keeps. Tests break one of them, to show that it is missed.
interface Rules {
  /// All of them, as in production.
  Rules ALL = new Rules() {};

  default Wire wire(Kernel kernel) {
    return new Wire(kernel, false);
  }

  default BatchHandler facts(BatchHandler handler, Books books) {
    return handler;
  }

  /// @param seen as a process sees it
  /// @param shelf behind it
  default Tasks tasks(Tasks seen, TaskShelf shelf) {
    return seen;
  }

  /// What stands behind what a beat sees.
  default Runs runs(RunShelf shelf) {
    return shelf;
  }

  /// The key by which an order that is sent again is known.
  default Optional<String> idempotency(String key) {
    return Optional.of(key);
  }

  /// What a writer makes of a card that it read back.
  default boolean isGood(String read, String meant) {
    return read.equals(meant);
  }

  default boolean isSilenceNoticed() {
    return true;
  }

  default Production production(
      Production plain, Orders orders, Tasks tasks, Outside outside, Host host) {
    return plain;
  }
}
