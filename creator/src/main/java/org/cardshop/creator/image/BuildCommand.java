package org.cardshop.creator.image;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.cardshop.core.image.Manifest;
import org.cardshop.creator.map.ChunkSink;
import org.cardshop.platform.wire.ManifestJson;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "build",
    mixinStandardHelpOptions = true,
    description = {
      "Builds an image from a recipe; the manifest goes beside it.",
      "With --chunks no image is written, only its manifest and the chunks that are not there yet."
    })
final class BuildCommand implements Callable<Integer> {
  @Parameters(paramLabel = "RECIPE", description = "A recipe in YAML or JSON.")
  private Path recipe = Path.of("");

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      required = true,
      description = "The image; with --chunks, the manifest.")
  private Path output = Path.of("");

  @Option(
      names = "--chunks",
      paramLabel = "DIR",
      description = "Puts the chunks here, as <sha256>.zst: what 'card write' reads them from.")
  private @Nullable Path chunks;

  @Option(
      names = "--name",
      description = "The image's name in its manifest (default: that of the file).")
  private @Nullable String name;

  @Mixin private FolderOptions folders = new FolderOptions();

  @Mixin private MeterOptions meters = new MeterOptions();

  @Override
  public Integer call() throws Exception {
    var target = output.toAbsolutePath().normalize();
    // Beside the target, so that what is finished is moved, not copied.
    var work = target.resolveSibling(".cardshop-work");
    try (var meter = meters.meter();
        var workshop = Workshop.in(work)) {
      if (chunks == null) {
        image(target, workshop.folder(), meter);
      } else {
        chunks(target, chunks, workshop.folder(), meter);
      }
    } finally {
      removeIfEmpty(work);
    }
    return ImageCommand.DONE;
  }

  private void image(Path target, Path folder, Meter meter) throws Exception {
    var image = folder.resolve("image.img");
    var file = String.valueOf(target.getFileName());
    var manifest = target.resolveSibling(ImageCommand.manifestName(file));
    try (var built = build(file, meter, ChunkSink.NONE, Optional.of(image))) {
      publish(built.manifest(), folder, manifest);
      move(image, target);
      meter.done(built.manifest(), manifest, built.manifest().sha256() + "  " + output);
    }
  }

  private void chunks(Path target, Path into, Path folder, Meter meter) throws Exception {
    var file = String.valueOf(target.getFileName()).replaceFirst("\\.manifest\\.json$", "");
    try (var sink = new FolderSink(into);
        var built = build(file, meter, sink, Optional.empty())) {
      sink.finish();
      publish(sink.asStored(built.manifest()), folder, target);
      meter.done(built.manifest(), target, built.manifest().sha256() + "  " + output);
    }
  }

  private BuiltImage build(String file, Meter meter, ChunkSink sink, Optional<Path> image)
      throws Exception {
    return ImageBuild.run(
        Recipes.read(recipe),
        Optional.ofNullable(name).orElseGet(() -> ImageCommand.nameOf(file)),
        folders.besideCache(),
        meter,
        sink,
        image);
  }

  private static void publish(Manifest manifest, Path folder, Path target) throws IOException {
    var draft = folder.resolve("manifest.json");
    Files.write(draft, ManifestJson.write(manifest));
    move(draft, target);
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
