package org.cardshop.creator.image;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.cardshop.platform.wire.ManifestJson;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "build",
    mixinStandardHelpOptions = true,
    description = "Builds an image from a recipe; the manifest goes beside it.")
final class BuildCommand implements Callable<Integer> {
  @Parameters(paramLabel = "RECIPE", description = "A recipe in YAML or JSON.")
  private Path recipe = Path.of("");

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      required = true,
      description = "The image.")
  private Path output = Path.of("");

  @Option(
      names = "--name",
      description = "The image's name in its manifest (default: that of the file).")
  private @Nullable String name;

  @Mixin private FolderOptions folders = new FolderOptions();

  @Override
  public Integer call() throws Exception {
    var target = output.toAbsolutePath().normalize();
    var file = String.valueOf(target.getFileName());
    // Beside the image, so that the finished one is moved, not copied.
    var work = target.resolveSibling(".cardshop-work");
    var meter = Meter.onStandardError();
    try (var built =
        ImageBuild.run(
            Recipes.read(recipe),
            Optional.ofNullable(name).orElseGet(() -> ImageCommand.nameOf(file)),
            folders.with(work),
            meter)) {
      var image = work.resolve("image.img");
      var manifest = work.resolve("manifest.json");
      built.materialise(image, meter);
      Files.write(manifest, ManifestJson.write(built.manifest()));
      move(manifest, target.resolveSibling(ImageCommand.manifestName(file)));
      move(image, target);
      System.out.println(built.manifest().sha256() + "  " + output);
    } finally {
      meter.end();
      removeIfEmpty(work);
    }
    return ImageCommand.DONE;
  }

  private static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  /// Other builds into the same folder may still be at work in there.
  private static void removeIfEmpty(Path work) throws IOException {
    try {
      Files.deleteIfExists(work.resolve(".lock"));
      Files.deleteIfExists(work);
    } catch (DirectoryNotEmptyException e) {
      // the last of them removes it
    }
  }
}
