package org.cardshop.platform.recipe;

/// One thing that is wrong with a recipe.
///
/// @param path of the field, as in `files[2].to`; empty for the recipe as a whole
/// @param sentence what is wrong and what to do
public record Problem(String path, String sentence) {
  @Override
  public String toString() {
    return path.isEmpty() ? sentence : path + ": " + sentence;
  }
}
