package org.cardshop.writer.card;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.cardshop.platform.runtime.Words;
import org.cardshop.platform.runtime.WrongUsageException;
import org.cardshop.platform.wire.MalformedException;
import org.cardshop.writer.chunk.ImageSource;
import org.cardshop.writer.slot.Place;
import org.cardshop.writer.source.Origin;
import org.cardshop.writer.source.Reading;
import org.cardshop.writer.source.Sources;

/// What both commands have in common: an image, what is said of it, and targets.
record ImageOptions(Path image, Origin origin, List<Place> targets) {
  static final Set<String> NAMES = Set.of("--manifest", "--bmap", "--chunks", "--wait", "--spool");

  /// @throws WrongUsageException when something is missing or no path, number or place
  static ImageOptions of(Words words) {
    if (words.operands().size() < 2) {
      throw new WrongUsageException("Name an image and at least one target; see --help.");
    }
    if (words.value("--manifest").isPresent() && words.value("--bmap").isPresent()) {
      throw new WrongUsageException("Give either --manifest or --bmap, not both.");
    }
    var origin =
        new Origin(
            words.value("--manifest").map(Path::of),
            words.value("--bmap").map(Path::of),
            words.value("--chunks").map(Path::of),
            words.value("--wait").map(ImageOptions::seconds).orElse(Duration.ZERO),
            words.value("--spool").map(Path::of).orElseGet(ImageOptions::spool));
    return new ImageOptions(
        Path.of(words.operands().getFirst()),
        origin,
        words.operands().stream().skip(1).map(ImageOptions::place).toList());
  }

  /// @throws WrongUsageException when there is no such image, or no usable map of it
  ImageSource open(Reading reading) throws IOException, InterruptedException {
    if (!Files.isReadable(image)) {
      throw new WrongUsageException("There is no image " + image + " that can be read.");
    }
    try {
      return Sources.open(image, origin, reading);
    } catch (MalformedException | IllegalArgumentException e) {
      throw new WrongUsageException("Cannot use the image " + image + ": " + e.getMessage());
    }
  }

  /// A path of a device or a file, or a place as in `CARDSHOP_SLOTS`.
  private static Place place(String text) {
    try {
      if (text.startsWith("file:")) {
        return Place.parse(text);
      }
      return Place.parse(
          (text.startsWith("/dev/") ? "" : "file:") + Path.of(text).toAbsolutePath());
    } catch (IllegalArgumentException e) {
      throw new WrongUsageException(String.valueOf(e.getMessage()));
    }
  }

  private static Duration seconds(String text) {
    if (!text.matches("\\d{1,7}")) {
      throw new WrongUsageException("--wait takes whole seconds, not " + text + ".");
    }
    return Duration.ofSeconds(Long.parseLong(text));
  }

  private static Path spool() {
    return Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
        .filter(home -> !home.isBlank())
        .map(Path::of)
        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"))
        .resolve("cardshop/spool");
  }
}
