package org.cardshop.manager.recipe;

import java.util.OptionalLong;
import org.cardshop.layout.size.ContentSizes;
import org.cardshop.manager.catalogue.Book;
import org.cardshop.manager.catalogue.Catalogue;
import org.cardshop.platform.recipe.Recipe.OciImage;
import org.cardshop.platform.recipe.RecipeFile;
import org.cardshop.platform.recipe.RecipeFile.Origin;

/// What recipe and catalogue tell of contents that lie elsewhere. Nobody is asked.
record KnownSizes(Catalogue.Look catalogue) implements ContentSizes.Known {
  @Override
  public OptionalLong of(RecipeFile file) {
    if (file.size().isPresent()
        || file.via().isArchive()
        || !(file.origin() instanceof Origin.Url(var url))) {
      return file.size();
    }
    return catalogue.at(url).map(Book::bytes).orElse(OptionalLong.empty());
  }

  @Override
  public OptionalLong of(OciImage image) {
    return image.fileSize();
  }
}
