package org.cardshop.core.task;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// How far the holder of a task has come, in the words that Cardshop's users know.
public sealed interface Step {
  String name();

  default TaskKind kind() {
    return switch (this) {
      case CreateStep _ -> TaskKind.CREATE;
      case WriteStep _ -> TaskKind.WRITE;
    };
  }

  default String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Step> fromWire(TaskKind kind, String name) {
    Stream<Step> steps =
        switch (kind) {
          case CREATE -> Arrays.stream(CreateStep.values());
          case WRITE -> Arrays.stream(WriteStep.values());
        };
    return steps.filter(s -> s.wire().equals(name)).findFirst();
  }

  /// Steps of building an image.
  enum CreateStep implements Step {
    RECEIVED,
    BUILDING,
    BUILT,
    UPLOADING
  }

  /// Steps of writing a card. From any step after `WAITING_FOR_CARD` the way may lead back to it:
  /// the card was pulled or was bad, and another one is asked for.
  enum WriteStep implements Step {
    RECEIVED,
    DOWNLOADING,
    DOWNLOADED,
    WAITING_FOR_CARD,
    CARD_INSERTED,
    WIPING_SDCARD,
    CARD_WIPED,
    WRITING,
    VERIFYING
  }
}
