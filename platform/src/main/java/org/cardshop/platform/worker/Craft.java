package org.cardshop.platform.worker;

import java.util.List;
import java.util.OptionalLong;
import org.cardshop.core.task.Product;
import org.cardshop.core.task.TaskKind;
import org.cardshop.platform.wire.Answer.Granted;
import org.cardshop.platform.wire.Command;
import org.cardshop.platform.wire.Fact;

/// What a kind of worker knows how to do.
public interface Craft {
  TaskKind kind();

  /// The names of the places where one task each is done at a time.
  List<String> slots();

  /// How a slot is, for the factory's eyes.
  ///
  /// @param isBusy a task is done there
  Fact.Slot look(String slot, boolean isBusy);

  /// Whether a task may be begun there; a slot under suspicion or on a full disk gets none. Answers
  /// at once: it is asked often.
  default boolean isOpen(String slot) {
    return true;
  }

  /// Free bytes where the worker keeps its files, where known.
  OptionalLong diskFree();

  /// An image is said to be wanted here soon. Answers at once; whatever is done about it is done in
  /// the background and never at the expense of a task.
  default void prefetch(Command.Prefetch hint) {}

  /// No more tasks are taken: what was done for tasks to come ends.
  default void drain() {}

  /// Does the task, in a thread of its own. Calls [Hold#checkpoint()] before each effect that
  /// cannot be undone; ends soon when interrupted. Told to [Command.Drain], it finishes what is
  /// under way and hands back what waits for a person.
  ///
  /// @throws TroubleException when it cannot be done
  /// @throws StoppedException when the hold is void
  Product work(String slot, Granted granted, Hold hold)
      throws TroubleException, InterruptedException;
}
