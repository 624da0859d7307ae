package org.cardshop.writer.card;

import java.util.List;

/// The target is not safe to write, or not the right one. Nothing was written.
public final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final List<String> reasons;

  RefusedException(List<String> reasons) {
    super(String.join(" ", reasons));
    this.reasons = List.copyOf(reasons);
  }

  /// Each a sentence; never empty.
  public List<String> reasons() {
    return reasons;
  }
}
