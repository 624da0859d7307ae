package org.cardshop.creator.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.cardshop.creator.map.ImageMap;
import org.cardshop.platform.wire.ManifestJson;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
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

  @Override
  public Integer call() throws Exception {
    if (!Files.isRegularFile(image) || Files.size(image) == 0) {
      throw new IOException(image + " is not a file with an image in it");
    }
    var file = String.valueOf(image.getFileName());
    var meter = Meter.onStandardError();
    try {
      long size = Files.size(image);
      var manifest =
          ImageMap.of(
              image,
              Optional.ofNullable(name).orElseGet(() -> ImageCommand.nameOf(file)),
              List.of(),
              bytes -> meter.at(Phase.DIGESTING, bytes, size));
      Files.write(
          image.resolveSibling(ImageCommand.manifestName(file)), ManifestJson.write(manifest));
      System.out.println(manifest.sha256() + "  " + image);
    } finally {
      meter.end();
    }
    return ImageCommand.DONE;
  }
}
