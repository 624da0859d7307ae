package org.cardshop.creator.image;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cardshop.core.image.Manifest;
import org.cardshop.core.image.Span;
import org.cardshop.creator.contents.Gathering;
import org.cardshop.creator.draft.Draft;
import org.cardshop.creator.map.ChunkSink;
import org.cardshop.creator.map.DraftImage;
import org.cardshop.creator.map.Known;
import org.cardshop.layout.LayoutException;
import org.cardshop.layout.size.ImageSize;
import org.cardshop.platform.recipe.Problem;
import org.cardshop.platform.recipe.Recipe;
import org.cardshop.platform.recipe.RecipeException;
import org.cardshop.platform.recipe.RecipeYaml;
import org.cardshop.platform.runtime.CrashPoint;

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
    return Inspection.of(recipe, folders, Optional.of(folders.work())).size();
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
    return run(recipe, name, folders, progress, sink, Optional.empty());
  }

  /// The same, and writes the image to a file on the way.
  ///
  /// @param file a new one; gone when the build fails, else the caller's
  static BuiltImage run(
      Recipe recipe,
      String name,
      Folders folders,
      Progress progress,
      ChunkSink sink,
      Optional<Path> file)
      throws RecipeException, IOException, InterruptedException {
    Manifest.requireName(name);
    var workshop = Workshop.in(folders.work());
    try {
      var folder = workshop.folder().toAbsolutePath();
      var build = new ImageBuild(recipe, folders, progress, folder);
      return build.run(name, sink, file, workshop);
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

  private BuiltImage run(String name, ChunkSink sink, Optional<Path> file, Workshop workshop)
      throws RecipeException, IOException, InterruptedException {
    progress.at(Phase.CHECKING, 0, 0);
    var plan = Inspection.of(recipe, folders, file.map(Path::getParent));
    CrashPoint.at("recipe.inspected");
    var gathered =
        Gathering.of(
            recipe,
            plan.survey(),
            folders.cache(),
            folder,
            (done, total) -> progress.at(Phase.FETCHING, done, total));
    var draft = draft(gathered);
    CrashPoint.at("image.drafted");
    var image = DraftImage.of(draft, Known.in(folders.known()));
    sink.expect(image.dataBytes());
    var manifest =
        image.make(name, file, sink, done -> progress.at(Phase.BUILDING, done, draft.size()));
    gathered.requireUnchanged();
    CrashPoint.at("image.made");
    return new BuiltImage(manifest, image, workshop);
  }

  private Draft draft(Gathering.Gathered gathered)
      throws RecipeException, IOException, InterruptedException {
    try {
      var work =
          new BaseWork(folders.cache(), folder, bytes -> progress.at(Phase.UNPACKING, bytes, 0));
      var base = work.prepare(gathered.base(), recipe.base().rootSize().orElse(0));
      long start = base.layout().data().span().offset();
      long size = ImageSize.of(recipe, start, base.data(), gathered.tree());
      var span = new Span(start, size - start);
      var pieces = new ArrayList<>(base.pieces());
      pieces.addAll(ImageSize.lay(recipe, span, base.data(), gathered.tree()));
      return new Draft(size, pieces)
          .over(base.overlays(span, recipe.offspot().map(RecipeYaml::write)));
    } catch (BaseException e) {
      throw refused("base.source", Plan.sentence(e));
    } catch (LayoutException e) {
      throw refused("files", Plan.sentence(e));
    }
  }

  private static RecipeException refused(String path, String sentence) {
    return new RecipeException(List.of(new Problem(path, sentence)));
  }
}
