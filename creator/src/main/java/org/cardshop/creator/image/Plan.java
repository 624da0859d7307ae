package org.cardshop.creator.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.cardshop.core.image.Span;
import org.cardshop.creator.cache.ContentCache;
import org.cardshop.creator.cache.Wanted;
import org.cardshop.creator.layout.BaseLayout;
import org.cardshop.creator.layout.DataPlan;
import org.cardshop.creator.source.Found;
import org.cardshop.platform.recipe.Problem;
import org.cardshop.platform.recipe.Recipe;
import org.cardshop.platform.recipe.RecipeFile;
import org.cardshop.platform.recipe.RecipeYaml;
import org.jspecify.annotations.Nullable;

/// What a build will do: decided before it starts.
///
/// @param size of the image
/// @param data where its data partition lies, from the base's third partition's start to the end
/// @param texts contents that are not fetched, by path in the data partition
record Plan(
    Recipe recipe,
    BaseLayout layout,
    Fetch base,
    List<Item> items,
    Map<String, byte[]> texts,
    long size,
    Span data,
    DataPlan dataPlan) {
  /// Stands for the base where files go by their paths in the recipe.
  static final String BASE = "base";

  private static final long STEP = 4L << 20;

  /// A content to fetch.
  record Fetch(Wanted wanted, Found found) {}

  /// A content of the data partition.
  record Item(RecipeFile file, long size, Optional<Fetch> fetch) {
    static Item text(RecipeFile file, String text) {
      return new Item(file, text.getBytes(StandardCharsets.UTF_8).length, Optional.empty());
    }
  }

  /// @param problems where it is noted when the contents do not fit
  static Plan of(
      Recipe recipe, BaseLayout layout, Found base, List<Item> items, List<Problem> problems) {
    var texts = texts(recipe);
    var files = new LinkedHashMap<String, Long>();
    items.forEach(item -> files.put(item.file().to(), item.size()));
    texts.forEach((path, text) -> files.put(path, (long) text.length));
    long start = layout.data().span().offset();
    long smallest = start + DataPlan.shortest(files, STEP);
    long size = recipe.size().orElse(smallest) / BaseLayout.SECTOR * BaseLayout.SECTOR;
    var plan = DataPlan.of(Math.max(size - start, 0), files);
    if (!plan.fits()) {
      problems.add(
          new Problem(
              "output.size",
              "%d bytes are too few for the base and the contents; %d are enough, or write auto"
                  .formatted(recipe.size().orElse(0), smallest)));
    }
    if (size > BaseLayout.MAX_SIZE) {
      problems.add(new Problem("output.size", "an MBR partition table ends at 2 TiB"));
    }
    return new Plan(
        recipe,
        layout,
        new Fetch(new Wanted(recipe.base().source(), Optional.empty()), base),
        items,
        texts,
        size,
        new Span(start, Math.max(size - start, 1)),
        plan);
  }

  /// Bytes that the image takes on disk: all but what stays a hole.
  long diskForBuild() {
    long contents = items.stream().mapToLong(Item::size).sum();
    return layout.end() + contents + dataPlan.inodes() / 16 + (16L << 20);
  }

  /// Bytes still to be fetched.
  long diskForFetching(ContentCache cache) throws IOException {
    long total = 0;
    for (var fetch : fetches()) {
      if (!cache.has(fetch.wanted(), fetch.found())) {
        total += fetch.found().size().orElse(0);
      }
    }
    return total;
  }

  List<Fetch> fetches() {
    var contents = items.stream().flatMap(item -> item.fetch().stream());
    return Stream.concat(Stream.of(base), contents).toList();
  }

  static String sentence(@Nullable Throwable failure) {
    var message = failure == null ? null : failure.getMessage();
    return message != null ? message : String.valueOf(failure);
  }

  private static Map<String, byte[]> texts(Recipe recipe) {
    var texts = new LinkedHashMap<String, byte[]>();
    for (var file : recipe.files()) {
      if (file.origin() instanceof RecipeFile.Origin.Text(var text)) {
        texts.put(file.to(), text.getBytes(StandardCharsets.UTF_8));
      }
    }
    if (recipe.writeConfig()) {
      texts.put("conf/image.yaml", RecipeYaml.write(recipe.document()));
    }
    return texts;
  }
}
