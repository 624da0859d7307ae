package org.cardshop.manager.order;

import org.cardshop.platform.wire.Fields;

/// Why an order waits, as the scheduler explains it.
///
/// @param isMoving whether it goes on without a person's decision, so that looking again pays
public record WaitingView(String sentence, boolean isMoving) {
  static WaitingView of(Fields waiting) {
    return new WaitingView(
        waiting.text("sentence"),
        switch (waiting.text("cause")) {
          case "nothing", "decision", "quarantine", "shipment", "expiry" -> false;
          default -> true;
        });
  }
}
