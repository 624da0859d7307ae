package org.cardshop.creator.image;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.cardshop.creator.cache.ContentCache;
import org.cardshop.creator.cache.FileContent;
import org.cardshop.creator.cache.Wanted;
import org.cardshop.creator.contents.Sighting;
import org.cardshop.creator.contents.Survey;
import org.cardshop.layout.BaseLayout;
import org.cardshop.layout.size.ContentSizes;
import org.cardshop.layout.size.Estimate;
import org.cardshop.platform.recipe.Problem;
import org.cardshop.platform.recipe.Recipe;
import org.cardshop.platform.recipe.Via;
import org.jspecify.annotations.Nullable;

/// What a build will do, as far as it is known before anything is fetched.
///
/// @param layout with a root as long as wanted
/// @param survey of the recipe, in which every source was found
/// @param size of the image; for `auto` what the contents need that tell their size
record Plan(Recipe recipe, BaseLayout layout, Survey survey, long size) {
  /// @param base the base's layout
  /// @param problems where it is noted when the contents do not fit
  static Plan of(Recipe recipe, BaseLayout base, Survey survey, List<Problem> problems) {
    var estimate = Estimate.of(recipe, base, ContentSizes.of(recipe, survey), problems);
    return new Plan(recipe, estimate.layout(), survey, estimate.size());
  }

  /// Bytes that the image takes on disk when it is written: all but what stays a hole.
  long diskForImage() {
    long contents = ContentSizes.of(recipe, survey).values().stream().mapToLong(size -> size).sum();
    return layout.data().span().offset() + contents;
  }

  /// Bytes still to be fetched or unpacked into the cache, as far as they are known.
  long diskForFetching(ContentCache cache) throws IOException, InterruptedException {
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
    return total + diskForBase(cache);
  }

  /// Bytes that the unpacked base takes, unless an earlier build left it.
  private long diskForBase(ContentCache cache) throws IOException, InterruptedException {
    if (!(survey.sightings().get(Survey.BASE) instanceof Sighting.AtUrl base)) {
      return 0;
    }
    boolean isThere =
        base.isLocal()
            ? isReady(local(base.url()), cache)
            : cache.has(new Wanted(base.url(), base.checksum()), base.found());
    return isThere ? 0 : layout.data().span().offset();
  }

  private static boolean isReady(FileContent base, ContentCache cache) throws IOException {
    return !BaseCopy.isPacked(base.path()) || cache.hasDerived(BaseWork.key(base.identity()));
  }

  private static FileContent local(String url) throws IOException, InterruptedException {
    return FileContent.inPlace(Path.of(URI.create(url)));
  }

  static String sentence(@Nullable Throwable failure) {
    var message = failure == null ? null : failure.getMessage();
    return message != null ? message : String.valueOf(failure);
  }
}
