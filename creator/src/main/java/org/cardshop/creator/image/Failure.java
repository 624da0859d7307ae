package org.cardshop.creator.image;

import org.cardshop.platform.recipe.Problem;
import org.cardshop.platform.recipe.RecipeException;

/// What a person is told when a command ends badly.
final class Failure {
  private Failure() {}

  static String text(Exception failure) {
    if (failure instanceof RecipeException refused) {
      var lines = refused.problems().stream().map(Problem::toString).toList();
      return "The recipe cannot be built:\n  - " + String.join("\n  - ", lines);
    }
    if (failure instanceof InterruptedException) {
      return "Cancelled; nothing is left behind.";
    }
    return "Failed: " + Plan.sentence(failure);
  }
}
