package org.cardshop.creator.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.cardshop.core.image.Manifest;
import org.cardshop.creator.map.Bmap;
import org.cardshop.creator.map.ImageMap;
import org.cardshop.platform.wire.ManifestJson;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "map",
    mixinStandardHelpOptions = true,
    description =
        "Makes the manifest of an image from elsewhere: what is not data must be zero, as nothing"
            + " is known of what is free.")
final class MapCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "The image.")
  private Path image = Path.of("");

  @Option(
      names = "--name",
      description = "The image's name in its manifest (default: that of the file).")
  private @Nullable String name;

  @Mixin private MeterOptions meters = new MeterOptions();

  @Option(
      names = "--bmap",
      description = {
        "Prints a block map for bmaptool instead, of data and zero.",
        "What is free is known only from the manifest beside an image that was built here."
      })
  private boolean isBmap;

  @Override
  public Integer call() throws Exception {
    if (!Files.isRegularFile(image) || Files.size(image) == 0) {
      throw new IOException(image + " is not a file with an image in it");
    }
    var file = String.valueOf(image.getFileName());
    var beside = image.resolveSibling(ImageCommand.manifestName(file));
    if (isBmap) {
      System.out.print(bmap(file, beside));
      return ImageCommand.DONE;
    }
    try (var meter = meters.meter()) {
      var manifest = map(file, meter);
      Files.write(beside, ManifestJson.write(manifest));
      meter.done(manifest, beside, manifest.sha256() + "  " + image);
    }
    return ImageCommand.DONE;
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
        Optional.ofNullable(name).orElseGet(() -> ImageCommand.nameOf(file)),
        List.of(),
        bytes -> meter.at(Phase.DIGESTING, bytes, size));
  }
}
