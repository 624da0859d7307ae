package org.cardshop.layout.size;

import java.util.List;
import org.cardshop.core.image.Span;
import org.cardshop.layout.BaseLayout;
import org.cardshop.layout.LayoutException;
import org.cardshop.layout.Tree;
import org.cardshop.layout.content.Piece;
import org.cardshop.platform.recipe.Problem;
import org.cardshop.platform.recipe.Recipe;
import org.cardshop.platform.recipe.RecipeException;

/// How large an image is, and whether that is enough.
public final class ImageSize {
  private ImageSize() {}

  /// In bytes: what the recipe says, in whole sectors, or the least that leaves some room.
  ///
  /// @param start of the data partition
  /// @throws RecipeException when it cannot be
  public static long of(Recipe recipe, long start, DataPartition data, Tree tree)
      throws RecipeException, LayoutException {
    long size =
        recipe.size().isPresent()
            ? recipe.size().getAsLong() / BaseLayout.SECTOR * BaseLayout.SECTOR
            : start + data.shortest(start, tree);
    if (size > BaseLayout.MAX_SIZE) {
      throw refused("an MBR partition table ends at 2 TiB");
    }
    if (size <= start) {
      throw tooSmall(recipe, start + data.shortest(start, tree));
    }
    return size;
  }

  /// The pieces of the data partition.
  ///
  /// @throws RecipeException when the image is too small for them
  /// @throws LayoutException when they cannot be, however large the image is
  public static List<Piece> lay(Recipe recipe, Span span, DataPartition data, Tree tree)
      throws RecipeException, LayoutException {
    try {
      return data.lay(span, tree);
    } catch (LayoutException e) {
      long enough = span.offset() + data.shortest(span.offset(), tree);
      if (enough > span.end()) {
        throw tooSmall(recipe, enough);
      }
      throw e;
    }
  }

  private static RecipeException tooSmall(Recipe recipe, long enough) {
    return refused(
        "%d bytes are too few for the base and the contents; %d are enough, or write auto"
            .formatted(recipe.size().orElse(0), enough));
  }

  private static RecipeException refused(String sentence) {
    return new RecipeException(List.of(new Problem("output.size", sentence)));
  }
}
