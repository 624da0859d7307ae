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

  /// @return empty when it is right
  public static List<FieldProblem> problems(ObjectNode recipe) {
    var hidden = RecipeSecrets.hidden(recipe);
    if (!hidden.isEmpty()) {
      return hidden.stream()
          .map(path -> new FieldProblem(path, "was hidden when it was shown; type it again."))
          .toList();
    }
    try {
      RecipeReader.read(recipe);
      return List.of();
    } catch (RecipeException e) {
      return e.problems().stream().map(p -> new FieldProblem(p.path(), p.sentence())).toList();
    }
  }
}
