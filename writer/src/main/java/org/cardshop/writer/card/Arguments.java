package org.cardshop.writer.card;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cardshop.platform.runtime.WrongUsageException;
import org.cardshop.platform.wire.MalformedException;
import org.cardshop.writer.chunk.ImageSource;
import org.cardshop.writer.slot.Place;
import org.cardshop.writer.source.Origin;
import org.cardshop.writer.source.Reading;
import org.cardshop.writer.source.Sources;

/// What a person names on the command line, turned into images and places.
final class Arguments {
  private Arguments() {}

  /// @throws WrongUsageException when there is no such image, or no usable map of it
  static ImageSource image(Path path, Origin origin, Reading reading)
      throws IOException, InterruptedException {
    if (!Files.isReadable(path)) {
      throw new WrongUsageException("There is no image " + path + " that can be read.");
    }
    try {
      return Sources.open(path, origin, reading);
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
