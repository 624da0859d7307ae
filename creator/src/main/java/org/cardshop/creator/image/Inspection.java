package org.cardshop.creator.image;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.cardshop.creator.cache.ChecksumException;
import org.cardshop.creator.cache.Hashing;
import org.cardshop.creator.cache.Wanted;
import org.cardshop.creator.layout.BaseLayout;
import org.cardshop.creator.source.Found;
import org.cardshop.creator.source.Source;
import org.cardshop.creator.tool.Tool;
import org.cardshop.platform.recipe.Checksum;
import org.cardshop.platform.recipe.Problem;
import org.cardshop.platform.recipe.Recipe;
import org.cardshop.platform.recipe.RecipeException;
import org.cardshop.platform.recipe.RecipeFile;
import org.cardshop.platform.recipe.RecipeFile.Origin;
import org.cardshop.platform.recipe.Via;

/// Looks at everything that a recipe names before anything is built, and says all that is wrong at
/// once.
final class Inspection {
  /// Requests to sources at once: enough to hide their delays, few enough to be polite.
  private static final int AT_ONCE = 8;

  private final Recipe recipe;
  private final Folders folders;
  private final List<Problem> problems = new ArrayList<>();

  private Inspection(Recipe recipe, Folders folders) {
    this.recipe = recipe;
    this.folders = folders;
  }

  static Plan of(Recipe recipe, Folders folders)
      throws RecipeException, IOException, InterruptedException {
    return new Inspection(recipe, folders).plan();
  }

  private Plan plan() throws RecipeException, IOException, InterruptedException {
    refuseWhatIsNotSupported();
    requireTools();
    var found = findAll();
    var base = found.get(Plan.BASE);
    var layout = base == null ? Optional.<BaseLayout>empty() : layout(base);
    var items = items(found);
    if (problems.isEmpty() && base != null && layout.isPresent()) {
      var plan = Plan.of(recipe, layout.get(), base, items, problems);
      requireDisk(plan);
      if (problems.isEmpty()) {
        return plan;
      }
    }
    throw new RecipeException(problems);
  }

  private void refuseWhatIsNotSupported() {
    if (!recipe.ociImages().isEmpty()) {
      problem("oci_images", "container images are not supported yet; leave the list out");
    }
    for (var file : recipe.files()) {
      if (file.via() != Via.DIRECT) {
        problem(file.path() + ".via", "archives are not supported yet; only 'direct' is");
      }
      if (file.checksum().filter(c -> c.kind() == Checksum.Kind.URL).isPresent()) {
        problem(
            file.path() + ".checksum.kind",
            "a checksum in a file of its own is not supported yet; give the digest itself");
      }
    }
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

  /// Asks every source at once. What cannot be found is noted.
  private Map<String, Found> findAll() throws InterruptedException {
    var found = new LinkedHashMap<String, Found>();
    try (var askers = Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
      var answers = new LinkedHashMap<String, Future<Found>>();
      answers.put(Plan.BASE, askers.submit(find(recipe.base().source())));
      for (var file : recipe.files()) {
        if (file.origin() instanceof Origin.Url(var url)) {
          answers.put(file.path(), askers.submit(find(url)));
        }
      }
      try {
        for (var answer : answers.entrySet()) {
          collect(answer.getKey(), answer.getValue(), found);
        }
      } finally {
        askers.shutdownNow();
      }
    }
    return found;
  }

  private static Callable<Found> find(String url) {
    return () -> Source.at(url).find();
  }

  private void collect(String path, Future<Found> answer, Map<String, Found> found)
      throws InterruptedException {
    try {
      found.put(path, answer.get());
    } catch (ExecutionException e) {
      problem(
          path.equals(Plan.BASE) ? "base.source" : path + ".url",
          "cannot be reached: " + Plan.sentence(e.getCause()));
    }
  }

  private Optional<BaseLayout> layout(Found found) throws InterruptedException {
    try (var opened = Source.at(recipe.base().source()).open(0, found);
        var base = BaseCopy.unpacked(opened.stream())) {
      var layout = BaseLayout.read(base.readNBytes(BaseLayout.SECTOR));
      long root = layout.root().span().length();
      recipe
          .base()
          .rootSize()
          .ifPresent(wanted -> {
            if (wanted > root) {
              problem(
                  "base.root_size",
                  "the base's root partition has "
                      + root
                      + " bytes and cannot be grown to "
                      + wanted
                      + "; use a base with a larger one");
            }
          });
      return Optional.of(layout);
    } catch (IOException e) {
      problem("base.source", Plan.sentence(e));
      return Optional.empty();
    }
  }

  /// Contents on this machine are hashed right away; what is fetched is hashed when it arrives.
  private void checkLocal(RecipeFile file, String url) throws InterruptedException {
    var uri = URI.create(url);
    var digest = file.checksum().filter(c -> c.kind() == Checksum.Kind.DIGEST);
    if (digest.isEmpty() || !"file".equalsIgnoreCase(uri.getScheme())) {
      return;
    }
    try {
      var actual = Hashing.hex(Path.of(uri), digest.get().algorithm());
      if (!actual.equals(digest.get().value())) {
        problem(
            file.path() + ".checksum", Plan.sentence(new ChecksumException(digest.get(), actual)));
      }
    } catch (IOException e) {
      problem(file.path() + ".url", "cannot be read: " + Plan.sentence(e));
    }
  }

  private List<Plan.Item> items(Map<String, Found> found) throws InterruptedException {
    var items = new ArrayList<Plan.Item>();
    for (var file : recipe.files()) {
      switch (file.origin()) {
        case Origin.Text(var text) -> items.add(Plan.Item.text(file, text));
        case Origin.Url(var url) -> {
          var answer = found.get(file.path());
          if (answer != null) {
            checkLocal(file, url);
            fetched(file, url, answer).ifPresent(items::add);
          }
        }
      }
    }
    return items;
  }

  private Optional<Plan.Item> fetched(RecipeFile file, String url, Found found) {
    if (found.size().isEmpty() && file.size().isEmpty()) {
      problem(file.path() + ".size", "the server does not tell the size; give it in the recipe");
      return Optional.empty();
    }
    long declared = file.size().orElse(-1);
    long size = found.size().orElse(declared);
    if (declared >= 0 && declared != size) {
      problem(
          file.path() + ".size", "the recipe says " + declared + " bytes, the source has " + size);
    }
    return Optional.of(
        new Plan.Item(
            file, size, Optional.of(new Plan.Fetch(new Wanted(url, file.checksum()), found))));
  }

  private void requireDisk(Plan plan) throws IOException {
    long build = plan.diskForBuild();
    long fetch = plan.diskForFetching(folders.cache());
    var work = store(folders.work());
    var cache = store(folders.cache().folder());
    if (work.equals(cache)) {
      requireDisk(work, folders.work(), build + fetch);
    } else {
      requireDisk(work, folders.work(), build);
      requireDisk(cache, folders.cache().folder(), fetch);
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
