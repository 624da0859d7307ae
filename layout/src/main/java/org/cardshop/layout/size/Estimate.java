package org.cardshop.layout.size;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.cardshop.core.image.Sha256;
import org.cardshop.core.image.Span;
import org.cardshop.layout.BaseLayout;
import org.cardshop.layout.LayoutException;
import org.cardshop.layout.Tree;
import org.cardshop.layout.content.Content;
import org.cardshop.platform.recipe.Problem;
import org.cardshop.platform.recipe.Recipe;
import org.cardshop.platform.recipe.RecipeException;

/// How large an image will be, from the sizes of its contents.
///
/// @param layout of the base, with a root as long as wanted
/// @param size of the image in bytes; for `auto` what the contents need
public record Estimate(BaseLayout layout, long size) {
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

  /// @param sizes of the contents, as [ContentSizes] has them
  /// @param problems where it is noted when the contents do not fit
  public static Estimate of(
      Recipe recipe, BaseLayout base, Map<String, Long> sizes, List<Problem> problems) {
    var layout = base.withRoot(recipe.base().rootSize().orElse(0));
    long start = layout.data().span().offset();
    long size = start;
    try {
      var tree = tree(sizes);
      var data = data(layout);
      size = ImageSize.of(recipe, start, data, tree);
      var _ = ImageSize.lay(recipe, new Span(start, size - start), data, tree);
    } catch (RecipeException e) {
      problems.addAll(e.problems());
    } catch (LayoutException e) {
      problems.add(new Problem("files", String.valueOf(e.getMessage())));
    }
    return new Estimate(layout, size);
  }

  /// Bytes of the smallest image that holds the contents, with a little room to work.
  ///
  /// @param base the layout with its root as long as wanted
  public static long least(BaseLayout base, Map<String, Long> sizes) throws LayoutException {
    long start = base.data().span().offset();
    return start + data(base).shortest(start, tree(sizes));
  }

  private static DataPartition data(BaseLayout layout) {
    return layout.data().type() == EXFAT
        ? new DataPartition.OfExfat("", 0)
        : new DataPartition.OfExt4("", new UUID(0, 0));
  }

  private static Tree tree(Map<String, Long> sizes) {
    var nodes = new HashMap<String, Tree.Node>();
    sizes.forEach((path, size) -> nodes.put(path, new Tree.Node.File(new Expected(size), false)));
    return Tree.of(nodes);
  }
}
