package org.cardshop.fuzz;

import org.cardshop.platform.recipe.RecipeException;
import org.cardshop.platform.recipe.RecipeReader;
import org.cardshop.platform.recipe.RecipeSecrets;
import org.cardshop.platform.recipe.RecipeYaml;

/// The recipes that people upload.
public final class RecipeTarget {
  private RecipeTarget() {}

  public static void fuzzerTestOneInput(byte[] input) {
    try {
      var tree = RecipeYaml.parse(input);
      Check.same(tree, RecipeYaml.parse(RecipeYaml.write(tree)));
      Check.same(tree, RecipeSecrets.mapped(tree, secret -> secret));
      var _ = RecipeReader.read(tree);
    } catch (RecipeException e) {
      Check.saysWhy(e);
    }
  }
}
