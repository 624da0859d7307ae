package org.cardshop.creator.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.cardshop.core.image.Manifest;
import org.cardshop.core.image.Sha256;
import org.cardshop.creator.cache.ChecksumException;
import org.cardshop.creator.layout.Ext4;
import org.cardshop.creator.map.ChunkFrames;
import org.cardshop.creator.map.ChunkSink;
import org.cardshop.creator.map.ImageMap;
import org.cardshop.platform.recipe.Problem;
import org.cardshop.platform.recipe.Recipe;
import org.cardshop.platform.recipe.RecipeException;
import org.cardshop.platform.recipe.RecipeYaml;

/// Builds an image from a recipe, without root and without mounting anything. The same recipe and
/// contents give the same bytes. Cancel by interrupting the thread: programs that run are killed,
/// and nothing is left.
public final class ImageBuild {
  private final Plan plan;
  private final String name;
  private final Folders folders;
  private final Progress progress;
  private final ImageFile image;

  private ImageBuild(
      Plan plan, String name, Folders folders, Progress progress, Workshop workshop) {
    this.plan = plan;
    this.name = name;
    this.folders = folders;
    this.progress = progress;
    this.image = new ImageFile(workshop.folder().toAbsolutePath());
  }

  /// Checks everything that can be known without building.
  ///
  /// @return size of the image that the recipe gives, in bytes
  /// @throws RecipeException with everything that is wrong
  public static long check(Recipe recipe, Folders folders)
      throws RecipeException, IOException, InterruptedException {
    return Inspection.of(recipe, folders).size();
  }

  /// @param name of the image, as its manifest will have it
  /// @throws RecipeException with everything that is wrong, before anything is built
  /// @throws IOException when building fails
  public static BuiltImage run(Recipe recipe, String name, Folders folders, Progress progress)
      throws RecipeException, IOException, InterruptedException {
    return run(recipe, name, folders, progress, ChunkSink.NONE);
  }

  /// @param name of the image, as its manifest will have it
  /// @param sink told each chunk while the build goes on; what it was told does not count when the
  ///   build fails
  /// @throws RecipeException with everything that is wrong, before anything is built
  /// @throws IOException when building fails
  public static BuiltImage run(
      Recipe recipe, String name, Folders folders, Progress progress, ChunkSink sink)
      throws RecipeException, IOException, InterruptedException {
    Manifest.requireName(name);
    var workshop = Workshop.in(folders.work());
    try {
      progress.at(Phase.CHECKING, 0, 0);
      var plan = Inspection.of(recipe, folders);
      var build = new ImageBuild(plan, name, folders, progress, workshop);
      var manifest = build.manifest();
      var frames = ChunkFrames.open(build.image.path());
      var told = new HashSet<Sha256>();
      for (var chunk : manifest.chunks()) {
        if (told.add(chunk.sha256())) {
          sink.known(chunk, frames);
        }
      }
      return new BuiltImage(build.image.path(), manifest, frames, workshop);
    } catch (ClosedByInterruptException e) {
      workshop.close();
      throw cancelled(e);
    } catch (IOException e) {
      workshop.close();
      if (Thread.interrupted()) {
        throw cancelled(e);
      }
      throw e;
    } catch (RecipeException | InterruptedException | RuntimeException e) {
      workshop.close();
      throw e;
    }
  }

  private static InterruptedException cancelled(IOException e) {
    Thread.interrupted(); // the exception takes over from the flag
    var cancelled = new InterruptedException("the build was cancelled");
    cancelled.initCause(e);
    return cancelled;
  }

  private Manifest manifest() throws RecipeException, IOException, InterruptedException {
    var tree = Files.createDirectory(image.folder().resolve("tree"));
    Files.setPosixFilePermissions(tree, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (var reservation = Reservation.take(image.folder(), plan.diskForBuild())) {
      fetch(tree);
      writeTexts(tree);
      reservation.release(plan.layout().end());
      var data = copyBase();
      reservation.release(Long.MAX_VALUE);
      layOut(data, tree);
    }
    return digest();
  }

  /// Everything is fetched, and every problem with it noted, before the first byte is built.
  private void fetch(Path tree) throws RecipeException, IOException, InterruptedException {
    long total = plan.fetches().stream().mapToLong(f -> f.found().size().orElse(0)).sum();
    var problems = new ArrayList<Problem>();
    long done =
        place(plan.base(), image.folder().resolve("base"), "base.source", 0, total, problems);
    for (var item : plan.items()) {
      var target = Utf8Paths.resolve(tree, item.file().to());
      if (item.fetch().isPresent()) {
        makeFolders(tree, item.file().to());
        done =
            place(item.fetch().get(), target, item.file().path() + ".url", done, total, problems);
      }
    }
    if (!problems.isEmpty()) {
      throw new RecipeException(problems);
    }
  }

  private long place(
      Plan.Fetch fetch, Path target, String path, long before, long total, List<Problem> problems)
      throws IOException, InterruptedException {
    try {
      folders
          .cache()
          .place(
              fetch.wanted(),
              fetch.found(),
              target,
              bytes -> progress.at(Phase.FETCHING, before + bytes, total));
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (ChecksumException e) {
      problems.add(new Problem(path.replaceFirst("url$", "checksum"), Plan.sentence(e)));
    } catch (IOException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw e;
      }
      problems.add(new Problem(path, "cannot be fetched: " + Plan.sentence(e)));
    }
    long done = before + fetch.found().size().orElse(0);
    progress.at(Phase.FETCHING, done, total);
    return done;
  }

  private void writeTexts(Path tree) throws IOException {
    for (var text : plan.texts().entrySet()) {
      makeFolders(tree, text.getKey());
      var file = Files.write(Utf8Paths.resolve(tree, text.getKey()), text.getValue());
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }
  }

  private static void makeFolders(Path tree, String file) throws IOException {
    for (int slash = file.indexOf('/'); slash > 0; slash = file.indexOf('/', slash + 1)) {
      var folder = Utf8Paths.resolve(tree, file.substring(0, slash));
      if (!Files.exists(folder)) {
        Files.createDirectory(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
    }
  }

  private DataPartition copyBase() throws RecipeException, IOException, InterruptedException {
    var base = image.folder().resolve("base");
    long size =
        BaseCopy.run(base, image.path(), bytes -> building(Math.min(bytes, plan.layout().end())));
    Files.delete(base);
    if (size < plan.layout().end()) {
      throw refusedBase("ends inside its third partition; it was cut short");
    }
    var data = dataPartition();
    // From here on the image is what the base leaves untouched, then zeros to its end.
    try (var channel = FileChannel.open(image.path(), StandardOpenOption.WRITE)) {
      channel.truncate(plan.data().offset());
      channel.write(ByteBuffer.allocate(1), plan.size() - 1);
    }
    return data;
  }

  private DataPartition dataPartition() throws RecipeException, IOException {
    try (var channel = FileChannel.open(image.path())) {
      long offset = plan.data().offset();
      var ext4 =
          Ext4.at(channel, offset)
              .orElseThrow(() ->
                  refusedBase(
                      "its third partition is not ext4; others (exFAT) are not supported yet"));
      if (ext4.usedInodes() > Ext4.EMPTY_INODES) {
        throw refusedBase(
            "its data partition holds files already, which the new one would not have; that is not"
                + " supported yet");
      }
      return new DataPartition(image, offset, ext4.label(), ext4.uuid());
    }
  }

  private static RecipeException refusedBase(String sentence) {
    return new RecipeException(List.of(new Problem("base.source", sentence)));
  }

  private void layOut(DataPartition data, Path tree) throws IOException, InterruptedException {
    new PartitionTable(image).resize(plan.layout().data(), plan.data());
    long before = plan.layout().end();
    data.make(plan.dataPlan(), tree, bytes -> building(before + bytes));
    data.settle(usedInodes());
    var boot = new BootPartition(image, plan.layout().boot().span().offset());
    if (plan.recipe().offspot().isPresent()) {
      boot.write("offspot.yaml", RecipeYaml.write(plan.recipe().offspot().get()));
    }
    building(plan.diskForBuild());
  }

  private long usedInodes() throws IOException {
    try (var channel = FileChannel.open(image.path())) {
      return ext4(channel).usedInodes();
    }
  }

  private Manifest digest() throws IOException, InterruptedException {
    try (var channel = FileChannel.open(image.path())) {
      var free = ext4(channel).free();
      return ImageMap.of(
          image.path(), name, free, bytes -> progress.at(Phase.DIGESTING, bytes, plan.size()));
    }
  }

  private Ext4 ext4(FileChannel channel) throws IOException {
    return Ext4.at(channel, plan.data().offset())
        .orElseThrow(() -> new IOException("the data partition that was made is no ext4"));
  }

  private void building(long bytes) {
    progress.at(Phase.BUILDING, Math.min(bytes, plan.diskForBuild()), plan.diskForBuild());
  }
}
