package org.cardshop.creator.image;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.cardshop.creator.contents.Sighting;
import org.cardshop.creator.contents.Survey;
import org.cardshop.creator.source.Found;
import org.cardshop.creator.source.Source;
import org.cardshop.creator.tool.Tool;
import org.cardshop.layout.BaseLayout;
import org.cardshop.platform.recipe.Problem;
import org.cardshop.platform.recipe.Recipe;
import org.cardshop.platform.recipe.RecipeException;

/// Looks at everything that a recipe names before anything is built, and says all that is wrong at
/// once.
final class Inspection {
  private final Recipe recipe;
  private final Folders folders;
  private final Optional<Path> image;
  private final List<Problem> problems = new ArrayList<>();

  private Inspection(Recipe recipe, Folders folders, Optional<Path> image) {
    this.recipe = recipe;
    this.folders = folders;
    this.image = image;
  }

  /// @param image folder where the whole image goes, when it is wanted
  static Plan of(Recipe recipe, Folders folders, Optional<Path> image)
      throws RecipeException, IOException, InterruptedException {
    return new Inspection(recipe, folders, image).plan();
  }

  private Plan plan() throws RecipeException, IOException, InterruptedException {
    if (recipe.base().rootSize().isPresent()) {
      requireTools();
    }
    var survey = Survey.of(recipe, folders.cache(), problems);
    var layout =
        survey.sightings().get(Survey.BASE) instanceof Sighting.AtUrl base
            ? layout(base.found())
            : Optional.<BaseLayout>empty();
    if (problems.isEmpty() && layout.isPresent()) {
      var plan = Plan.of(recipe, layout.get(), survey, problems);
      if (problems.isEmpty()) {
        requireDisk(plan);
        if (!problems.isEmpty()) {
          throw new LacksRoomException(problems);
        }
        return plan;
      }
      requireDisk(plan);
    }
    throw new RecipeException(problems);
  }

  private void requireTools() {
    Arrays.stream(Tool.values())
        .filter(tool -> tool.find().isEmpty())
        .forEach(tool ->
            problem(
                "",
                "the program "
                    + tool.program()
                    + " is missing here; install it: apt install "
                    + tool.debianPackage()));
  }

  private Optional<BaseLayout> layout(Found found) throws IOException, InterruptedException {
    try (var opened = Source.at(recipe.base().source(), folders.cache().reach()).open(0, found);
        var base = BaseCopy.unpacked(opened.stream())) {
      var layout = BaseLayout.read(base.readNBytes(BaseLayout.SECTOR));
      return Optional.of(layout);
    } catch (IOException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw e; // cancelled; nothing is wrong with the base
      }
      problem("base.source", Plan.sentence(e));
      return Optional.empty();
    }
  }

  private void requireDisk(Plan plan) throws IOException, InterruptedException {
    long fetched = plan.diskForFetching(folders.cache());
    long written = image.isPresent() ? plan.diskForImage() : 0;
    var cache = store(folders.cache().folder());
    if (image.isPresent() && !store(image.get()).equals(cache)) {
      requireDisk(store(image.get()), image.get(), written);
      requireDisk(cache, folders.cache().folder(), fetched);
    } else {
      requireDisk(cache, folders.cache().folder(), fetched + written);
    }
  }

  private void requireDisk(FileStore store, Path folder, long needed) throws IOException {
    long usable = store.getUsableSpace();
    if (usable < needed) {
      problem(
          "",
          "the disk of %s has %s free, the build needs %s; make room or use another folder"
              .formatted(folder, Bytes.text(usable), Bytes.text(needed)));
    }
  }

  private static FileStore store(Path folder) throws IOException {
    return Files.getFileStore(Files.createDirectories(folder));
  }

  private void problem(String path, String sentence) {
    problems.add(new Problem(path, sentence));
  }
}
