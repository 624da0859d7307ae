package org.cardshop.scheduler.worker;

/// What workers are told. Each may arrive twice or not at all; the worker knows what is still true.
public interface Commands {
  /// A person says that the card in the slot may be overwritten.
  ///
  /// @param medium the very card
  void confirmCard(String worker, String task, String slot, String medium);

  /// A person wants another card for the task.
  void badCard(String worker, String task);

  /// Finish or hand back what is begun. No new tasks come, whether it hears of this or not.
  void drain(String worker);
}
