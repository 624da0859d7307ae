package org.cardshop.creator.contents;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.cardshop.creator.archive.ArchiveException;
import org.cardshop.creator.archive.Unpacking;
import org.cardshop.creator.cache.ChecksumException;
import org.cardshop.creator.cache.ContentCache;
import org.cardshop.creator.cache.DiskFull;
import org.cardshop.creator.cache.FileContent;
import org.cardshop.creator.cache.Wanted;
import org.cardshop.creator.oci.DockerArchive;
import org.cardshop.creator.oci.ImageName;
import org.cardshop.layout.Tree;
import org.cardshop.layout.Tree.Node;
import org.cardshop.platform.recipe.Problem;
import org.cardshop.platform.recipe.Recipe;
import org.cardshop.platform.recipe.RecipeException;
import org.cardshop.platform.recipe.RecipeFile;
import org.cardshop.platform.recipe.RecipeFile.Origin;

/// Brings everything here that a recipe names: several contents at once, each checked, and every
/// problem told, before the first byte is built.
public final class Gathering {
  /// Contents that are fetched or unpacked at once.
  private static final int AT_ONCE = 4;

  private static final Duration TELL_EVERY = Duration.ofMillis(100);
  private static final String CONFIGURATION = "conf/image.yaml";
  private static final String IMAGES = "images/";

  private final Recipe recipe;
  private final Survey survey;
  private final ContentCache cache;
  private final Path folder;
  private final Told told;
  private final Tally tally;
  private final List<Problem> problems = new ArrayList<>();
  private final Queue<FileContent> inPlace = new ConcurrentLinkedQueue<>();

  /// What was gathered. It lasts as long as the folder.
  ///
  /// @param base as it is packed
  /// @param tree of the data partition
  /// @param inPlace files that are used where they lie, parts of them perhaps
  public record Gathered(FileContent base, Tree tree, List<FileContent> inPlace) {
    public Gathered {
      inPlace = List.copyOf(inPlace);
    }

    /// Looks at all files once more: contents that are known already are not read, so that no one
    /// else would notice.
    ///
    /// @throws IOException when one changed since it was gathered
    public void requireUnchanged() throws IOException {
      for (var file : inPlace) {
        file.requireUnchanged();
      }
    }
  }

  /// Told how far it is, by the thread that gathers.
  @FunctionalInterface
  public interface Told {
    /// @param done bytes of `total` that need not be fetched any more
    void at(long done, long total);
  }

  private Gathering(Recipe recipe, Survey survey, ContentCache cache, Path folder, Told told) {
    this.recipe = recipe;
    this.survey = survey;
    this.cache = cache;
    this.folder = folder;
    this.told = told;
    this.tally = new Tally(survey);
  }

  /// @param survey of the recipe, in which every source was found
  /// @param folder of the build, on the cache's disk at best; contents are linked in it, so that
  ///   the cache cannot drop them before the folder goes
  /// @throws RecipeException with everything that cannot be had, is not what it should be, or
  ///   clashes
  /// @throws IOException when this machine fails
  public static Gathered of(
      Recipe recipe, Survey survey, ContentCache cache, Path folder, Told told)
      throws RecipeException, IOException, InterruptedException {
    return new Gathering(recipe, survey, cache, folder, told).gathered();
  }

  private Gathered gathered() throws RecipeException, IOException, InterruptedException {
    var tasks = new LinkedHashMap<String, Callable<Map<String, Node>>>();
    var base = new ArrayList<FileContent>();
    tasks.put(
        Survey.BASE,
        () -> {
          base.add(content(Survey.BASE));
          return Map.of();
        });
    for (var file : recipe.files()) {
      tasks.put(file.path(), () -> nodes(file));
    }
    for (var image : recipe.ociImages()) {
      tasks.put(image.path(), () -> nodes(image));
    }
    var placement = new Placement(problems);
    run(tasks).forEach((path, nodes) -> nodes.forEach((to, node) -> placement.put(path, to, node)));
    if (recipe.writeConfig()) {
      var text = new Text(recipe.configuration());
      placement.put("write_config", CONFIGURATION, new Node.File(text, false));
    }
    if (!problems.isEmpty()) {
      throw new RecipeException(problems);
    }
    cache.tidyWhenDue();
    return new Gathered(base.getFirst(), placement.tree(), List.copyOf(inPlace));
  }

  /// @return results by path, nothing for those that failed
  private Map<String, Map<String, Node>> run(Map<String, Callable<Map<String, Node>>> tasks)
      throws IOException, InterruptedException {
    var results = new LinkedHashMap<String, Map<String, Node>>();
    tally.tell(told);
    try (var workers = Executors.newFixedThreadPool(AT_ONCE)) {
      try {
        var futures = new LinkedHashMap<String, Future<Map<String, Node>>>();
        tasks.forEach((path, task) -> futures.put(path, workers.submit(task)));
        for (var future : futures.entrySet()) {
          collect(future.getKey(), future.getValue(), results);
        }
      } finally {
        workers.shutdownNow();
      }
    }
    tally.tell(told);
    return results;
  }

  private void collect(
      String path, Future<Map<String, Node>> future, Map<String, Map<String, Node>> results)
      throws IOException, InterruptedException {
    while (!results.containsKey(path)) {
      try {
        results.put(path, future.get(TELL_EVERY.toMillis(), TimeUnit.MILLISECONDS));
      } catch (TimeoutException e) {
        tally.tell(told);
      } catch (ExecutionException e) {
        note(path, Objects.requireNonNull(e.getCause()));
        results.put(path, Map.of());
      }
    }
  }

  private void note(String path, Throwable failure) throws IOException, InterruptedException {
    var field = path.equals(Survey.BASE) ? ".source" : ".url";
    switch (failure) {
      case InterruptedException e -> throw e;
      case ClosedByInterruptException e -> throw e;
      case FileLockInterruptionException e -> throw e;
      case InterruptedIOException e -> throw e;
      // Not the recipe's fault, nor the source's.
      case IOException e when DiskFull.isCauseOf(e) -> throw e;
      case ArchiveException e -> problem(path + field, "the archive " + Survey.sentence(e));
      case ChecksumException e -> problem(path + ".checksum", Survey.sentence(e));
      case IOException e -> problem(path + field, "cannot be fetched: " + Survey.sentence(e));
      default -> throw new IllegalStateException(path + " cannot be gathered", failure);
    }
  }

  private void problem(String path, String sentence) {
    problems.add(new Problem(path, sentence));
  }

  private Map<String, Node> nodes(RecipeFile file) throws IOException, InterruptedException {
    return switch (file.origin()) {
      case Origin.Text text ->
          Map.of(file.to(), new Node.File(new Text(text.bytes(file.via())), false));
      case Origin.Url _ -> {
        var content = content(file.path());
        yield file.via().isArchive()
            ? new Unpacking(cache, folder)
                .nodes(file.via(), content, link(file.path()), file.to(), file.size())
            : Map.of(file.to(), new Node.File(sized(file, content), false));
      }
    };
  }

  /// A server that does not tell the size may give something else.
  private static FileContent sized(RecipeFile file, FileContent content) throws IOException {
    if (file.size().orElse(content.size()) != content.size()) {
      throw new IOException(
          "the recipe says %d bytes, the source gave %d"
              .formatted(file.size().orElse(0), content.size()));
    }
    return content;
  }

  private Map<String, Node> nodes(Recipe.OciImage image) throws IOException, InterruptedException {
    var name = ImageName.parse(image.ident()).orElseThrow();
    var content = content(image.path());
    if (!DockerArchive.isOne(content.path())) {
      throw new IOException(
          "it is no container image as 'docker save' writes it (a tar file, not compressed)");
    }
    return Map.of(IMAGES + name.fileName(), new Node.File(content, false));
  }

  private FileContent content(String path) throws IOException, InterruptedException {
    var sighting =
        survey.of(path).orElseThrow(() -> new IllegalArgumentException(path + " was not found"));
    var link = folder.resolve(link(path));
    var content =
        switch (sighting) {
          case Sighting.AtUrl seen when seen.isLocal() -> inPlace(seen);
          case Sighting.AtUrl seen ->
              cache.fetch(
                  new Wanted(seen.url(), seen.checksum()),
                  seen.found(),
                  link,
                  bytes -> tally.has(path, bytes));
          case Sighting.InRegistry(var image) ->
              cache.image(
                  image.name().full(),
                  image.key(),
                  link,
                  part -> DockerArchive.make(image, part, bytes -> tally.has(path, bytes)));
        };
    tally.hasAll(path);
    return content;
  }

  private FileContent inPlace(Sighting.AtUrl seen) throws IOException, InterruptedException {
    var file = FileContent.inPlace(Path.of(URI.create(seen.url())));
    inPlace.add(file);
    return seen.checksum().isPresent() ? cache.checked(file, seen.checksum().get()) : file;
  }

  private static String link(String path) {
    return "content-" + path.replaceAll("[\\[\\]]", "");
  }
}
