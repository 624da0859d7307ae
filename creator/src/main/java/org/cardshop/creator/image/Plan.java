package org.cardshop.creator.image;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cardshop.core.image.Span;
import org.cardshop.creator.cache.ContentCache;
import org.cardshop.creator.cache.Wanted;
import org.cardshop.creator.contents.Sighting;
import org.cardshop.creator.contents.Survey;
import org.cardshop.creator.layout.BaseLayout;
import org.cardshop.creator.layout.DataPlan;
import org.cardshop.platform.recipe.Problem;
import org.cardshop.platform.recipe.Recipe;
import org.cardshop.platform.recipe.RecipeFile.Origin;
import org.cardshop.platform.recipe.RecipeYaml;
import org.cardshop.platform.recipe.Via;
import org.jspecify.annotations.Nullable;

/// What a build will do, as far as it is known before anything is fetched.
///
/// @param survey of the recipe, in which every source was found
/// @param size of the image; for `auto` what the contents need that tell their size
/// @param data where its data partition lies, from the base's third partition's start to the end
record Plan(
    Recipe recipe, BaseLayout layout, Survey survey, long size, Span data, DataPlan dataPlan) {
  private static final long STEP = 4L << 20;

  /// @param problems where it is noted when the contents do not fit
  static Plan of(Recipe recipe, BaseLayout layout, Survey survey, List<Problem> problems) {
    var files = sizes(recipe, survey);
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
    return new Plan(recipe, layout, survey, size, new Span(start, Math.max(size - start, 1)), plan);
  }

  /// Bytes that the image takes on disk: all but what stays a hole.
  long diskForBuild() {
    long contents = sizes(recipe, survey).values().stream().mapToLong(size -> size).sum();
    return layout.end() + contents + dataPlan.inodes() / 16 + (16L << 20);
  }

  /// Bytes still to be fetched or unpacked into the cache, as far as they are known.
  long diskForFetching(ContentCache cache) throws IOException {
    long total = 0;
    for (var sighting : survey.sightings().values()) {
      total +=
          switch (sighting) {
            case Sighting.AtUrl seen when seen.isLocal() -> 0;
            case Sighting.AtUrl seen ->
                cache.has(new Wanted(seen.url(), seen.checksum()), seen.found())
                    ? 0
                    : seen.size().orElse(0);
            case Sighting.InRegistry seen ->
                cache.hasDerived(seen.image().key()) ? 0 : 2 * seen.image().size();
          };
    }
    for (var file : recipe.files()) {
      total += file.via().isArchive() && file.via() != Via.TAR ? file.size().orElse(0) : 0;
    }
    return total;
  }

  static String sentence(@Nullable Throwable failure) {
    var message = failure == null ? null : failure.getMessage();
    return message != null ? message : String.valueOf(failure);
  }

  /// Sizes of the data partition's files by path. An archive stands for its files as one.
  private static Map<String, Long> sizes(Recipe recipe, Survey survey) {
    var sizes = new LinkedHashMap<String, Long>();
    for (var file : recipe.files()) {
      long size =
          switch (file.origin()) {
            case Origin.Text text -> text.bytes(file.via()).length;
            case Origin.Url _ -> survey.size(file).orElse(0);
          };
      sizes.put(file.via().isArchive() ? file.to() + "/" + file.path() : file.to(), size);
    }
    for (var image : recipe.ociImages()) {
      var seen = survey.of(image.path());
      sizes.put("images/" + image.path(), seen.map(s -> s.size().orElse(0)).orElse(0L));
    }
    if (recipe.writeConfig()) {
      sizes.put("conf/image.yaml", (long) RecipeYaml.write(recipe.document()).length);
    }
    return sizes;
  }
}
