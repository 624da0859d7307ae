package org.cardshop.writer.card;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.cardshop.writer.chunk.ChunkMemory;
import org.cardshop.writer.slot.Place;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `card verify`: writes nothing.
@Command(
    name = "verify",
    description = "Reads cards and compares every data and zero byte with an image.",
    mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--manifest",
      paramLabel = "FILE",
      description = "The image's map. Default: IMAGE.manifest.json beside it.")
  private @Nullable Path manifest;

  @Parameters(index = "0", paramLabel = "IMAGE", description = "The image, a .img file.")
  private @Nullable Path image;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "TARGET",
      description = "A device or a file.")
  private List<String> targets = new ArrayList<>();

  @Override
  public Integer call() {
    var places = targets.stream().map(Arguments::place).toList();
    var source = Arguments.image(Objects.requireNonNull(image), Optional.ofNullable(manifest));
    var line = Objects.requireNonNull(spec).commandLine();
    try (var memory = ChunkMemory.forThisProcess()) {
      var check = new CardCheck(memory, InstantSource.system());
      boolean isGood =
          SideBySide.all(
              line.getErr(),
              places,
              Place::toString,
              (place, listener) ->
                  report(
                      line.getOut(), line.getErr(), place, check.check(place, source, listener)));
      return isGood ? CardCommand.DONE : CardCommand.FAILED;
    }
  }

  private static boolean report(
      PrintWriter out, PrintWriter err, Place place, CheckOutcome outcome) {
    return switch (outcome) {
      case CheckOutcome.Matches(var bytes, var reading) -> {
        out.printf("%s: good; %,d bytes read in %.1f s%n", place, bytes, reading.toMillis() / 1e3);
        yield true;
      }
      case CheckOutcome.Differs(var why) -> {
        err.println(why);
        yield false;
      }
      case CheckOutcome.Unreadable(var why) -> {
        err.println(why);
        yield false;
      }
      case CheckOutcome.Cancelled _ -> {
        err.println(place + ": cancelled.");
        yield false;
      }
    };
  }
}
