package org.cardshop.layout.size;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.cardshop.platform.recipe.Recipe;
import org.cardshop.platform.recipe.Recipe.OciImage;
import org.cardshop.platform.recipe.RecipeFile;
import org.cardshop.platform.recipe.RecipeFile.Origin;

/// Bytes of a recipe's contents before any of them is there.
public final class ContentSizes {
  private ContentSizes() {}

  /// Who knows how large a content is that lies elsewhere.
  public interface Known {
    /// Of what the entry puts on the card.
    OptionalLong of(RecipeFile file);

    OptionalLong of(OciImage image);
  }

  /// Bytes of what one entry puts on the card.
  public static OptionalLong of(RecipeFile file, Known known) {
    return switch (file.origin()) {
      case Origin.Text text -> OptionalLong.of(text.bytes(file.via()).length);
      case Origin.Url _ -> known.of(file);
    };
  }

  /// Sizes of the data partition's files by path; what nobody knows counts as nothing. What only a
  /// look into it can place, like an archive, stands for its files beside all others.
  public static Map<String, Long> of(Recipe recipe, Known known) {
    var sizes = new LinkedHashMap<String, Long>();
    for (var file : recipe.files()) {
      var path = file.via().isArchive() ? "contents of " + file.path() : file.to();
      sizes.put(path, of(file, known).orElse(0));
    }
    for (var image : recipe.ociImages()) {
      sizes.put("contents of " + image.path(), known.of(image).orElse(0));
    }
    if (recipe.writeConfig()) {
      sizes.put("conf/image.yaml", (long) recipe.configuration().length);
    }
    return sizes;
  }
}
