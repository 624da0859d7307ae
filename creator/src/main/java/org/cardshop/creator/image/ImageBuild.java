package org.cardshop.creator.image;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cardshop.core.image.Manifest;
import org.cardshop.core.image.Span;
import org.cardshop.creator.cache.FileContent;
import org.cardshop.creator.draft.Draft;
import org.cardshop.creator.draft.Piece;
import org.cardshop.creator.layout.BaseLayout;
import org.cardshop.creator.layout.LayoutException;
import org.cardshop.creator.layout.Tree;
import org.cardshop.creator.map.ChunkSink;
import org.cardshop.creator.map.DraftImage;
import org.cardshop.creator.map.Known;
import org.cardshop.platform.recipe.Problem;
import org.cardshop.platform.recipe.Recipe;
import org.cardshop.platform.recipe.RecipeException;
import org.cardshop.platform.recipe.RecipeYaml;

/// Builds an image from a recipe, without root and without mounting anything: a draft says what
/// lies where, and all that is asked for is made from the draft. The same recipe and contents give
/// the same bytes. Cancel by interrupting the thread: nothing is left.
public final class ImageBuild {
  private final Recipe recipe;
  private final Folders folders;
  private final Progress progress;
  private final Path folder;

  private ImageBuild(Recipe recipe, Folders folders, Progress progress, Path folder) {
    this.recipe = recipe;
    this.folders = folders;
    this.progress = progress;
    this.folder = folder;
  }

  /// Checks everything that can be known without building.
  ///
  /// @return size of the image that the recipe gives, in bytes
  /// @throws RecipeException with everything that is wrong
  public static long check(Recipe recipe, Folders folders)
      throws RecipeException, IOException, InterruptedException {
    return Inspection.of(recipe, folders).size();
  }

  /// Builds without telling anyone of chunks.
  ///
  /// @see #run(Recipe, String, Folders, Progress, ChunkSink)
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
    return run(recipe, name, folders, progress, sink, false);
  }

  /// The same.
  ///
  /// @param isWritten whether the image goes to a file on the way, [BuiltImage#file]
  static BuiltImage run(
      Recipe recipe,
      String name,
      Folders folders,
      Progress progress,
      ChunkSink sink,
      boolean isWritten)
      throws RecipeException, IOException, InterruptedException {
    Manifest.requireName(name);
    var workshop = Workshop.in(folders.work());
    try {
      var folder = workshop.folder().toAbsolutePath();
      var build = new ImageBuild(recipe, folders, progress, folder);
      return build.run(name, sink, isWritten, workshop);
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

  private BuiltImage run(String name, ChunkSink sink, boolean isWritten, Workshop workshop)
      throws RecipeException, IOException, InterruptedException {
    progress.at(Phase.CHECKING, 0, 0);
    var plan = Inspection.of(recipe, folders);
    var gathered = new Gathering(plan, folders.cache(), folder, progress).run();
    var draft = draft(gathered);
    var image = DraftImage.of(draft, Known.in(folders.known()));
    var file = folder.resolve(BuiltImage.FILE);
    var manifest =
        image.make(
            name,
            isWritten ? Optional.of(file) : Optional.empty(),
            sink,
            done -> progress.at(Phase.BUILDING, done, draft.size()));
    requireUnchanged(gathered.tree());
    return new BuiltImage(manifest, image, workshop);
  }

  private Draft draft(Gathering.Gathered gathered)
      throws RecipeException, IOException, InterruptedException {
    try {
      var work =
          new BaseWork(folders.cache(), folder, bytes -> progress.at(Phase.UNPACKING, bytes, 0));
      var base = work.prepare(gathered.base(), recipe.base().rootSize().orElse(0));
      long start = base.layout().data().span().offset();
      var data = new Span(start, size(base, gathered.tree()) - start);
      var pieces = new ArrayList<>(base.pieces());
      pieces.addAll(contents(base.data(), data, gathered.tree()));
      return new Draft(data.end(), pieces)
          .over(base.overlays(data, recipe.offspot().map(RecipeYaml::write)));
    } catch (BaseException e) {
      throw refused("base.source", Plan.sentence(e));
    } catch (LayoutException e) {
      throw refused("files", Plan.sentence(e));
    }
  }

  private long size(Base base, Tree tree) throws RecipeException, LayoutException {
    long start = base.layout().data().span().offset();
    long size =
        recipe.size().isPresent()
            ? recipe.size().getAsLong() / BaseLayout.SECTOR * BaseLayout.SECTOR
            : start + base.data().shortest(start, tree);
    if (size > BaseLayout.MAX_SIZE) {
      throw refused("output.size", "an MBR partition table ends at 2 TiB");
    }
    if (size <= start) {
      throw tooSmall(start + base.data().shortest(start, tree));
    }
    return size;
  }

  private List<Piece> contents(DataPartition data, Span span, Tree tree)
      throws RecipeException, LayoutException {
    try {
      return data.lay(span, tree);
    } catch (LayoutException e) {
      long shortest = span.offset() + data.shortest(span.offset(), tree);
      if (shortest > span.end()) {
        throw tooSmall(shortest);
      }
      throw e;
    }
  }

  private RecipeException tooSmall(long enough) {
    return refused(
        "output.size",
        "%d bytes are too few for the base and the contents; %d are enough, or write auto"
            .formatted(recipe.size().orElse(0), enough));
  }

  /// Contents that are known are not read, so no one noticed when they changed since they were
  /// looked at.
  private static void requireUnchanged(Tree tree) throws IOException {
    for (var node : tree.nodes().values()) {
      if (node instanceof Tree.Node.File(FileContent content, _)) {
        content.requireUnchanged();
      }
    }
  }

  private static RecipeException refused(String path, String sentence) {
    return new RecipeException(List.of(new Problem(path, sentence)));
  }
}
