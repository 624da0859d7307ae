package org.cardshop.creator.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.cardshop.core.image.Manifest;
import org.cardshop.creator.contents.Gathering;
import org.cardshop.creator.draft.Content;
import org.cardshop.creator.layout.Ext4;
import org.cardshop.creator.layout.Tree;
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
    Manifest.requireName(name);
    var workshop = Workshop.in(folders.work());
    try {
      progress.at(Phase.CHECKING, 0, 0);
      var plan = Inspection.of(recipe, folders);
      var build = new ImageBuild(plan, name, folders, progress, workshop);
      return new BuiltImage(build.image.path(), build.manifest(), workshop);
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
    var gathered =
        Gathering.of(
            plan.recipe(),
            plan.survey(),
            folders.cache(),
            image.folder(),
            (done, total) -> progress.at(Phase.FETCHING, done, total));
    var tree = Files.createDirectory(image.folder().resolve("tree"));
    Files.setPosixFilePermissions(tree, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (var reservation = Reservation.take(image.folder(), plan.diskForBuild())) {
      write(gathered.tree(), tree);
      reservation.release(plan.layout().end());
      var data = copyBase(gathered.base().path());
      reservation.release(Long.MAX_VALUE);
      layOut(data, tree);
    }
    return digest();
  }

  private static void write(Tree nodes, Path tree) throws IOException {
    for (var node : nodes.nodes().entrySet()) {
      var path = Utf8Paths.resolve(tree, node.getKey());
      switch (node.getValue()) {
        case Tree.Node.Folder() -> {
          Files.createDirectory(path);
          Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        case Tree.Node.Link(var target) -> Files.createSymbolicLink(path, Path.of(target));
        case Tree.Node.File(var content, var isExecutable) -> {
          write(content, path);
          Files.setPosixFilePermissions(
              path, PosixFilePermissions.fromString(isExecutable ? "rwxr-xr-x" : "rw-r--r--"));
        }
      }
    }
  }

  private static void write(Content content, Path path) throws IOException {
    try (var file =
        FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (long at = 0; at < content.size(); ) {
        var piece = ByteBuffer.allocate((int) Math.min(1 << 20, content.size() - at));
        content.read(at, piece);
        for (piece.flip(); piece.hasRemaining(); ) {
          at += file.write(piece);
        }
      }
    }
  }

  private DataPartition copyBase(Path base)
      throws RecipeException, IOException, InterruptedException {
    long size =
        BaseCopy.run(base, image.path(), bytes -> building(Math.min(bytes, plan.layout().end())));
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
