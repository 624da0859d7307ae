package org.cardshop.scheduler.order;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.cardshop.scheduler.http.FieldProblem;

/// Says what is wrong with a recipe before anything is built.
public interface RecipeRules {
  /// @return empty when it is right
  List<FieldProblem> problems(ObjectNode recipe);
}
