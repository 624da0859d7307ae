package org.cardshop.creator.image;

import java.util.List;
import org.cardshop.platform.recipe.Problem;
import org.cardshop.platform.recipe.RecipeException;

/// Nothing is wrong with the recipe: only the disk here has too little room for its build.
public final class LacksRoomException extends RecipeException {
  private static final long serialVersionUID = 1L;

  LacksRoomException(List<Problem> problems) {
    super(problems);
  }
}
