package org.cardshop.core.health;

import java.time.Instant;
import org.cardshop.core.task.TaskKind;

/// Something that a person should see to.
public sealed interface Concern {
  /// Whether the factory stands still by it, as a whole or a channel of it; else it only falls
  /// behind.
  default boolean stops() {
    return switch (this) {
      case BrokerAway _, WarehouseAway _, NoBeat _, NothingHeard _, NoWorker _ -> true;
      case EffectsLate _, AllCordoned _, WaitsLong _, WorkerGone _, DiskLow _, DeadLetters _ ->
          false;
    };
  }

  /// Nothing is handed out.
  record BrokerAway() implements Concern {}

  /// No image gets in or out there.
  record WarehouseAway(String name, Instant since) implements Concern {}

  /// No beat leads: nothing periodic is done.
  record NoBeat() implements Concern {}

  /// Workers are there, and none of them was heard.
  ///
  /// @param since when the last one was heard
  record NothingHeard(Instant since) implements Concern {}

  /// Tasks wait, and nobody is there who could do them.
  record NoWorker(String channel, TaskKind kind, long waiting) implements Concern {}

  /// Tasks wait, and people keep them from all who could do them.
  record AllCordoned(String channel, TaskKind kind, long waiting) implements Concern {}

  /// What was decided is not done.
  record EffectsLate(Instant since) implements Concern {}

  /// The first of the tasks that wait has done so for long.
  record WaitsLong(String channel, TaskKind kind, long waiting, Instant since) implements Concern {}

  /// It did not take leave, and is not heard.
  record WorkerGone(String name, Instant since) implements Concern {}

  /// @param free bytes
  record DiskLow(String name, long free) implements Concern {}

  /// Messages that nobody could handle.
  record DeadLetters(int count) implements Concern {}
}
