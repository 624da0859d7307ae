package org.cardshop.writer.card;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.cardshop.platform.runtime.Words;
import org.cardshop.writer.chunk.ChunkMemory;

/// `card verify`: writes nothing.
record VerifyCommand(ImageOptions options) {
  /// @throws org.cardshop.platform.runtime.WrongUsageException when the words make no command
  static VerifyCommand of(List<String> words) {
    return new VerifyCommand(
        ImageOptions.of(Words.of(words, ImageOptions.NAMES, Set.of("--json"))));
  }

  /// @return the exit status
  int run(Report report) throws IOException, InterruptedException {
    try (var source = options.open(report.reading());
        var memory = ChunkMemory.forCards(options.targets().size())) {
      var check = new CardCheck(memory, InstantSource.system());
      boolean isGood =
          SideBySide.all(
              options.targets(),
              place -> {
                var target = place.toString();
                var outcome = check.check(place, source, report.of(target));
                report.checked(target, outcome);
                return outcome instanceof CheckOutcome.Matches;
              });
      return isGood ? CardCommand.DONE : CardCommand.FAILED;
    }
  }
}
