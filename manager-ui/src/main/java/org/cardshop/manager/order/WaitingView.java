package org.cardshop.manager.order;

import org.cardshop.platform.wire.Fields;

/// Why an order waits, as the scheduler explains it.
///
/// @param cause in the API's words, as `no_worker`
/// @param sentence in English, with names and times
public record WaitingView(String cause, String sentence) {
  static WaitingView of(Fields waiting) {
    return new WaitingView(waiting.text("cause"), waiting.text("sentence"));
  }

  /// Whether it goes on without a person's decision, so that looking again pays.
  public boolean isMoving() {
    return switch (cause) {
      case "nothing", "decision", "quarantine", "shipment", "expiry" -> false;
      default -> true;
    };
  }
}
