package org.cardshop.creator.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.cardshop.platform.recipe.Recipe;
import org.cardshop.platform.recipe.RecipeException;
import org.cardshop.platform.recipe.RecipeReader;

/// Recipes in files.
final class Recipes {
  private Recipes() {}

  static Recipe read(Path file) throws IOException, RecipeException {
    try {
      var absolute = file.toAbsolutePath().normalize();
      return RecipeReader.readYaml(
          Files.readAllBytes(absolute), absolute.resolveSibling("").toUri());
    } catch (NoSuchFileException e) {
      throw new IOException("there is no recipe " + file, e);
    }
  }
}
