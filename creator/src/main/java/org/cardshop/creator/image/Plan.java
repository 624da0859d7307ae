package org.cardshop.creator.image;

import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.cardshop.core.image.Sha256;
import org.cardshop.core.image.Span;
import org.cardshop.creator.cache.ContentCache;
import org.cardshop.creator.cache.FileContent;
import org.cardshop.creator.cache.Wanted;
import org.cardshop.creator.contents.Sighting;
import org.cardshop.creator.contents.Survey;
import org.cardshop.creator.draft.Content;
import org.cardshop.creator.layout.BaseLayout;
import org.cardshop.creator.layout.LayoutException;
import org.cardshop.creator.layout.Tree;
import org.cardshop.platform.recipe.Problem;
import org.cardshop.platform.recipe.Recipe;
import org.cardshop.platform.recipe.RecipeException;
import org.cardshop.platform.recipe.RecipeFile.Origin;
import org.cardshop.platform.recipe.Via;
import org.jspecify.annotations.Nullable;

/// What a build will do, as far as it is known before anything is fetched.
///
/// @param layout with a root as long as wanted
/// @param survey of the recipe, in which every source was found
/// @param size of the image; for `auto` what the contents need that tell their size
record Plan(Recipe recipe, BaseLayout layout, Survey survey, long size) {
  private static final int EXFAT = 0x07;

  /// A content of which only the size is known.
  private record Expected(long size) implements Content {
    @Override
    public Sha256 identity() {
      return Sha256.of(ByteBuffer.allocate(8).putLong(0, size));
    }

    @Override
    public void read(long from, ByteBuffer into) throws IOException {
      throw new EOFException("this content is only expected");
    }
  }

  /// @param base the base's layout
  /// @param problems where it is noted when the contents do not fit
  static Plan of(Recipe recipe, BaseLayout base, Survey survey, List<Problem> problems) {
    var layout = base.withRoot(recipe.base().rootSize().orElse(0));
    long start = layout.data().span().offset();
    long size = start;
    try {
      var tree = tree(sizes(recipe, survey));
      var data =
          layout.data().type() == EXFAT
              ? new DataPartition.OfExfat("", 0)
              : new DataPartition.OfExt4("", new UUID(0, 0));
      size = ImageSize.of(recipe, start, data, tree);
      var _ = ImageSize.lay(recipe, new Span(start, size - start), data, tree);
    } catch (RecipeException e) {
      problems.addAll(e.problems());
    } catch (LayoutException e) {
      problems.add(new Problem("files", sentence(e)));
    }
    return new Plan(recipe, layout, survey, size);
  }

  private static Tree tree(Map<String, Long> sizes) {
    var nodes = new HashMap<String, Tree.Node>();
    sizes.forEach((path, size) -> nodes.put(path, new Tree.Node.File(new Expected(size), false)));
    return Tree.of(nodes);
  }

  /// Bytes that the image takes on disk when it is written: all but what stays a hole.
  long diskForImage() {
    long contents = sizes(recipe, survey).values().stream().mapToLong(size -> size).sum();
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

  /// Sizes of the data partition's files by path. What only a look into it can place, like an
  /// archive, stands for its files beside all others.
  private static Map<String, Long> sizes(Recipe recipe, Survey survey) {
    var sizes = new LinkedHashMap<String, Long>();
    for (var file : recipe.files()) {
      long size =
          switch (file.origin()) {
            case Origin.Text text -> text.bytes(file.via()).length;
            case Origin.Url _ -> survey.size(file).orElse(0);
          };
      sizes.put(file.via().isArchive() ? "contents of " + file.path() : file.to(), size);
    }
    for (var image : recipe.ociImages()) {
      var seen = survey.of(image.path());
      sizes.put("contents of " + image.path(), seen.map(s -> s.size().orElse(0)).orElse(0L));
    }
    if (recipe.writeConfig()) {
      sizes.put("conf/image.yaml", (long) recipe.configuration().length);
    }
    return sizes;
  }
}
