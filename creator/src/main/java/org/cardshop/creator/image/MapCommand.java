package org.cardshop.creator.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.cardshop.core.image.Manifest;
import org.cardshop.creator.map.Bmap;
import org.cardshop.creator.map.ImageMap;
import org.cardshop.platform.runtime.Words;
import org.cardshop.platform.wire.ManifestJson;

/// `image map`: the manifest of an image from elsewhere. What is not data must be zero, as nothing
/// is known of what is free.
///
/// @param name the image's, when it is not that of the file
/// @param isBmap prints a block map for bmaptool instead
record MapCommand(Path image, Optional<String> name, boolean isBmap, MeterOptions meters) {
  /// @throws org.cardshop.platform.runtime.WrongUsageException when the words make no command
  static MapCommand of(List<String> args) {
    var words = Words.of(args, Set.of("--name"), Set.of("--bmap", MeterOptions.JSON));
    return new MapCommand(
        ImageCommand.operand(words, "image"),
        words.value("--name"),
        words.has("--bmap"),
        MeterOptions.of(words));
  }

  void run() throws Exception {
    if (!Files.isRegularFile(image) || Files.size(image) == 0) {
      throw new IOException(image + " is not a file with an image in it");
    }
    var file = String.valueOf(image.getFileName());
    var beside = image.resolveSibling(ImageCommand.manifestName(file));
    if (isBmap) {
      System.out.print(bmap(file, beside));
      return;
    }
    try (var meter = meters.meter()) {
      var manifest = map(file, meter);
      Files.write(beside, ManifestJson.write(manifest));
      meter.done(manifest, beside, manifest.sha256() + "  " + image);
    }
  }

  private String bmap(String file, Path beside) throws IOException, InterruptedException {
    try (var meter = Meter.onStandardError()) {
      var manifest =
          Files.exists(beside) ? ManifestJson.read(Files.readAllBytes(beside)) : map(file, meter);
      return Bmap.of(image, manifest, done -> meter.at(Phase.DIGESTING, done, manifest.size()));
    }
  }

  private Manifest map(String file, Meter meter) throws IOException, InterruptedException {
    long size = Files.size(image);
    return ImageMap.of(
        image,
        name.orElseGet(() -> ImageCommand.nameOf(file)),
        List.of(),
        bytes -> meter.at(Phase.DIGESTING, bytes, size));
  }
}
