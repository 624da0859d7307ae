package org.cardshop.writer.card;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import org.cardshop.platform.runtime.WrongUsageException;
import org.cardshop.platform.wire.MalformedException;
import org.cardshop.writer.chunk.ImageFile;
import org.cardshop.writer.slot.Place;

/// What a person names on the command line, turned into images and places.
final class Arguments {
  private Arguments() {}

  /// @throws WrongUsageException when there is no such image
  static ImageFile image(Path path, Optional<Path> manifest) {
    try {
      return manifest.isPresent() ? ImageFile.open(path, manifest.get()) : ImageFile.open(path);
    } catch (IOException | UncheckedIOException e) {
      throw new WrongUsageException("Cannot read the image " + path + ": " + e.getMessage());
    } catch (MalformedException | IllegalArgumentException e) {
      throw new WrongUsageException("Cannot use the image " + path + ": " + e.getMessage());
    }
  }

  /// A path of a device or a file, or a place as in `CARDSHOP_SLOTS`.
  ///
  /// @throws WrongUsageException when the text is no place
  static Place place(String text) {
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
}
