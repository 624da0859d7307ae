package org.cardshop.allinone;

import java.util.function.BooleanSupplier;

/// Holds up what passes at a moment that a test chooses, so that a step lasts as long as the test
/// needs it to.
final class Gate {
  private BooleanSupplier isClosed = () -> false;
  private int waiting;

  void close() {
    closeWhen(() -> true);
  }

  /// Nothing passes any more once this is so.
  synchronized void closeWhen(BooleanSupplier condition) {
    isClosed = condition;
  }

  synchronized void open() {
    isClosed = () -> false;
    notifyAll();
  }

  synchronized void pass() throws InterruptedException {
    if (isClosed.getAsBoolean()) {
      isClosed = () -> true;
      waiting++;
      try {
        while (isClosed.getAsBoolean()) {
          wait();
        }
      } finally {
        waiting--;
      }
    }
  }

  /// Somebody stands before it.
  synchronized boolean isHolding() {
    return waiting > 0;
  }
}
