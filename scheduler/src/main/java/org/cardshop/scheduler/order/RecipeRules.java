package org.cardshop.scheduler.order;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.cardshop.platform.recipe.RecipeException;
import org.cardshop.platform.recipe.RecipeReader;
import org.cardshop.platform.recipe.RecipeSecrets;
import org.cardshop.scheduler.http.FieldProblem;

/// Says what is wrong with a recipe before anything is built.
public final class RecipeRules {
  private RecipeRules() {}

  private static boolean isHidden(String secret) {
    return secret.equals(RecipeSecrets.MASK) || secret.startsWith(RecipeSecrets.SEALED);
  }

  /// @return empty when it is right
  public static List<FieldProblem> problems(ObjectNode recipe) {
    if (RecipeSecrets.of(recipe).stream().anyMatch(RecipeRules::isHidden)) {
      return List.of(
          new FieldProblem("", "has a secret that was hidden when it was shown; type it again."));
    }
    try {
      RecipeReader.read(recipe);
      return List.of();
    } catch (RecipeException e) {
      return e.problems().stream().map(p -> new FieldProblem(p.path(), p.sentence())).toList();
    }
  }
}
