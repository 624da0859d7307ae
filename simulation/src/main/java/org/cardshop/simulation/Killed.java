package org.cardshop.simulation;

/// Unwinds a fiber whose process was killed. An error, so that nobody takes it for a failure to
/// recover from.
final class Killed extends Error {
  private static final long serialVersionUID = 1L;

  Killed() {
    super("killed", null, false, false);
  }
}
