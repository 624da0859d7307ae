package org.cardshop.writer.card;

import java.util.List;
import org.cardshop.writer.source.Reading;

/// What whoever called a command hears of it. Safe for the threads of all targets.
sealed interface Report extends AutoCloseable permits TextReport, JsonReport {
  /// Of the image, while it is gone through before the first card.
  Reading reading();

  /// Of one target's progress.
  CardListener of(String target);

  void written(String target, CardOutcome outcome);

  void checked(String target, CheckOutcome outcome);

  /// The target was not touched.
  void refused(String target, List<String> reasons);

  /// The command ends without results.
  void failed(String sentence);

  @Override
  void close();
}
