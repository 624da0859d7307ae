package org.cardshop.platform.recipe;

import java.util.List;
import java.util.stream.Collectors;

/// The recipe is wrong. Lists everything that is, so that a person mends it in one go.
public class RecipeException extends Exception {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // the copy that List.copyOf makes is serializable
  private final List<Problem> problems;

  public RecipeException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  public List<Problem> problems() {
    return problems;
  }
}
