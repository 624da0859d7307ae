package org.cardshop.platform.worker;

/// What a worker may do under a grant.
public enum Standing {
  /// The lease runs.
  ACT,
  /// The lease has run out; it may be renewed yet.
  WAIT,
  /// The grant is void, and stays so.
  STOP;

  /// @param isVoid called off, or given to another
  /// @param now nanoseconds of the worker's own clock, which never jumps
  /// @param leaseEnd by the same clock
  public static Standing of(boolean isVoid, long now, long leaseEnd) {
    if (isVoid) {
      return STOP;
    }
    return now - leaseEnd < 0 ? ACT : WAIT;
  }
}
