package org.cardshop.writer.card;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.cardshop.platform.recipe.ByteSize;
import org.cardshop.platform.runtime.Closer;
import org.cardshop.platform.runtime.Words;
import org.cardshop.platform.runtime.WrongUsageException;
import org.cardshop.writer.chunk.ChunkMemory;
import org.cardshop.writer.slot.Place;

/// `card write`: every target is proved before the first byte goes to any of them.
///
/// @param allowFixed devices that need not be removable
/// @param ceiling bytes that a card may have at most
record WriteCommand(
    ImageOptions options,
    List<Path> allowFixed,
    OptionalLong ceiling,
    WriteMode mode,
    Optional<Path> certificates) {
  private static final Set<String> NAMES = Set.of("--allow-fixed", "--max-size", "--certificate");

  /// @throws WrongUsageException when the words make no command
  static WriteCommand of(List<String> args) {
    var names = new HashSet<>(NAMES);
    names.addAll(ImageOptions.NAMES);
    var words = Words.of(args, names, Set.of("--json", "--repair", "--wipe"));
    return new WriteCommand(
        ImageOptions.of(words),
        words.all("--allow-fixed").stream().map(Path::of).toList(),
        words.value("--max-size").map(WriteCommand::size).orElse(OptionalLong.empty()),
        new WriteMode(words.has("--wipe"), words.has("--repair")),
        words.value("--certificate").map(Path::of));
  }

  /// @return the exit status
  int run(Report report) throws IOException, InterruptedException {
    try (var closer = new Closer()) {
      var opening = closer.add(Opening.begin(() -> options.open(report.reading())));
      if (!canBeWritten(report)) {
        return CardCommand.REFUSED;
      }
      var source = opening.image();
      var cards = prove(source.manifest().size(), closer, report);
      if (cards.isEmpty()) {
        return CardCommand.REFUSED;
      }
      var files = certificateFiles();
      var memory = closer.add(ChunkMemory.forCards(cards.size()));
      var writer = new CardWriter(memory, InstantSource.system());
      boolean isGood =
          SideBySide.all(
              cards,
              card -> {
                var target = card.place().toString();
                var outcome = writer.write(card, source, mode, report.of(target));
                report.written(target, outcome);
                return outcome instanceof CardOutcome.Written(var certificate)
                    && isKept(files, certificate, report);
              });
      return isGood ? CardCommand.DONE : CardCommand.FAILED;
    }
  }

  /// Better to hear of a target in use now than when the image has been unpacked.
  private boolean canBeWritten(Report report) throws IOException {
    try (var closer = new Closer()) {
      return !prove(1, closer, report).isEmpty();
    }
  }

  private Optional<CertificateFiles> certificateFiles() throws IOException {
    return certificates.isPresent()
        ? Optional.of(CertificateFiles.at(certificates.get(), options.targets().size()))
        : Optional.empty();
  }

  /// @return the cards, held by the closer; none when one of them was refused
  private List<ProvenCard> prove(long size, Closer closer, Report report) throws IOException {
    var cards = new ArrayList<ProvenCard>();
    boolean isRefused = false;
    for (var place : options.targets()) {
      try {
        place.prepare();
        cards.add(closer.add(Proof.of(place, conditions(size, place))));
      } catch (RefusedException e) {
        isRefused = true;
        report.refused(place.toString(), e.reasons());
      }
    }
    if (isRefused) {
      report.failed("Nothing was written to any target.");
      return List.of();
    }
    return cards;
  }

  private Conditions conditions(long size, Place place) {
    var fits = Conditions.fits(size);
    var small = ceiling.isPresent() ? fits.atMost(ceiling.getAsLong()) : fits;
    return allowFixed.stream().anyMatch(allowed -> isSame(allowed, place.path()))
        ? small.fixedToo()
        : small;
  }

  private static boolean isSame(Path allowed, Path target) {
    try {
      return Files.exists(allowed) && Files.exists(target) && Files.isSameFile(allowed, target);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isKept(
      Optional<CertificateFiles> files, Certificate certificate, Report report) {
    try {
      if (files.isPresent()) {
        files.get().write(certificate);
      }
      return true;
    } catch (IOException e) {
      report.failed(
          "The card in "
              + certificate.card().place()
              + " is good, but its certificate could not be written: "
              + e.getMessage());
      return false;
    }
  }

  private static OptionalLong size(String text) {
    var size = ByteSize.parse(text);
    if (size.isEmpty()) {
      throw new WrongUsageException("--max-size takes a size like 64GB, not " + text + ".");
    }
    return size;
  }
}
