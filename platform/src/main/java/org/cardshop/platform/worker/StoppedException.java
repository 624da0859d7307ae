package org.cardshop.platform.worker;

/// The task is no longer this worker's: called off, given to another, or the worker ends. Nothing
/// more may be done for it.
public final class StoppedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoppedException(String why) {
    super(why);
  }
}
