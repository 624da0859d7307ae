package org.cardshop.writer.card;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.cardshop.platform.runtime.Closer;
import org.cardshop.writer.chunk.ChunkMemory;
import org.cardshop.writer.chunk.ImageFile;
import org.cardshop.writer.slot.Place;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `card write`: every target is proved before the first byte goes to any of them.
@Command(
    name = "write",
    description = "Writes an image to cards and reads every byte of it back.",
    mixinStandardHelpOptions = true)
final class WriteCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--allow-fixed",
      paramLabel = "DEVICE",
      description = "Write to this device although it is not removable; may be repeated.")
  private List<Path> allowFixed = new ArrayList<>();

  @Option(
      names = "--manifest",
      paramLabel = "FILE",
      description =
          "The image's map. Default: IMAGE.manifest.json beside it; without one, the image is read"
              + " and all that is zero in it is written as zero.")
  private @Nullable Path manifest;

  @Parameters(index = "0", paramLabel = "IMAGE", description = "The image, a .img file.")
  private @Nullable Path image;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "TARGET",
      description = "A device, a file, or file:/path?size=16GB, which makes the file if need be.")
  private List<String> targets = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    var places = targets.stream().map(Arguments::place).toList();
    var source = Arguments.image(given(image), Optional.ofNullable(manifest));
    var out = given(spec).commandLine().getOut();
    var err = given(spec).commandLine().getErr();
    try (var closer = new Closer()) {
      var cards = new ArrayList<ProvenCard>();
      var refusals = new ArrayList<String>();
      for (var place : places) {
        try {
          place.prepare();
          cards.add(closer.add(Proof.of(place, conditions(source, place))));
        } catch (RefusedException e) {
          refusals.addAll(e.reasons());
        }
      }
      if (!refusals.isEmpty()) {
        refusals.forEach(reason -> err.println("Refused: " + reason));
        err.println("Nothing was written to any target.");
        return CardCommand.REFUSED;
      }
      var memory = closer.add(ChunkMemory.forThisProcess());
      var writer = new CardWriter(memory, InstantSource.system());
      boolean isGood =
          SideBySide.all(
              err,
              cards,
              card -> card.place().toString(),
              (card, listener) -> report(out, err, card, writer.write(card, source, listener)));
      return isGood ? CardCommand.DONE : CardCommand.FAILED;
    }
  }

  private Conditions conditions(ImageFile source, Place place) {
    var fits = Conditions.fits(source.manifest().size());
    return allowFixed.stream().anyMatch(allowed -> isSame(allowed, place.path()))
        ? fits.fixedToo()
        : fits;
  }

  private static boolean isSame(Path allowed, Path target) {
    try {
      return Files.exists(allowed) && Files.exists(target) && Files.isSameFile(allowed, target);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean report(
      PrintWriter out, PrintWriter err, ProvenCard card, CardOutcome outcome) {
    var sentence =
        switch (outcome) {
          case CardOutcome.Written(var proof) -> {
            out.printf(
                "%s: good; %,d bytes written in %.1f s, %,d read back in %.1f s, %d rewrites;"
                    + " sha256 %s%n",
                card.place(),
                proof.counts().written(),
                proof.writing().time().toMillis() / 1e3,
                proof.counts().verified(),
                proof.verifying().time().toMillis() / 1e3,
                proof.counts().rewrites(),
                proof.sha256());
            yield "";
          }
          case CardOutcome.Bad(var during, var why) ->
              "bad card, while " + word(during) + ": " + why;
          case CardOutcome.Pulled(var during, var why) ->
              "card lost, while " + word(during) + ": " + why;
          case CardOutcome.SourceFailed(_, var why) -> "the image failed, not the card: " + why;
          case CardOutcome.Cancelled _ -> "cancelled; the card is not usable.";
        };
    if (!sentence.isEmpty()) {
      err.println(card.place() + ": " + sentence);
    }
    return outcome instanceof CardOutcome.Written;
  }

  private static String word(CardStep step) {
    return step.name().toLowerCase(Locale.ROOT);
  }

  private static <T> T given(@Nullable T value) {
    return Objects.requireNonNull(value, "picocli sets it before the call");
  }
}
