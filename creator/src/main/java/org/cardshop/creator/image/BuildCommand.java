package org.cardshop.creator.image;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.cardshop.core.image.Manifest;
import org.cardshop.creator.map.ChunkSink;
import org.cardshop.platform.runtime.Words;
import org.cardshop.platform.runtime.WrongUsageException;
import org.cardshop.platform.wire.ManifestJson;

/// `image build`: an image from a recipe, or only its manifest and the chunks that are not there
/// yet.
///
/// @param output the image; with chunks, the manifest
/// @param chunks the folder that they go into, instead of an image
/// @param name the image's, when it is not that of the file
record BuildCommand(
    Path recipe,
    Path output,
    Optional<Path> chunks,
    Optional<String> name,
    FolderOptions folders,
    MeterOptions meters) {
  private static final Set<String> NAMES = Set.of("--output", "--chunks", "--name");

  /// @throws WrongUsageException when the words make no command
  static BuildCommand of(List<String> args) {
    var names = new HashSet<>(NAMES);
    names.addAll(FolderOptions.NAMES);
    var words = Words.of(args, names, Set.of(MeterOptions.JSON), Map.of("-o", "--output"));
    return new BuildCommand(
        ImageCommand.operand(words, "recipe"),
        words.value("--output").map(ImageCommand::path).orElseThrow(BuildCommand::lacksOutput),
        words.value("--chunks").map(ImageCommand::path),
        words.value("--name"),
        FolderOptions.of(words),
        MeterOptions.of(words));
  }

  private static WrongUsageException lacksOutput() {
    return new WrongUsageException("Say with -o FILE where the result is to go; see --help.");
  }

  void run() throws Exception {
    var target = output.toAbsolutePath().normalize();
    // Beside the target, so that what is finished is moved, not copied.
    var work = target.resolveSibling(".cardshop-work");
    try (var meter = meters.meter();
        var workshop = Workshop.in(work)) {
      if (chunks.isPresent()) {
        chunks(target, chunks.get(), workshop.folder(), meter);
      } else {
        image(target, workshop.folder(), meter);
      }
    } finally {
      removeIfEmpty(work);
    }
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
        name.orElseGet(() -> ImageCommand.nameOf(file)),
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
