package org.cardshop.manager.recipe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.cardshop.manager.catalogue.Catalogue;
import org.cardshop.platform.recipe.RecipeReader;
import org.cardshop.platform.wire.Json;

/// A recipe as the page shows it beside what was typed.
///
/// @param tree the recipe that the form began with, as JSON: what the form does not know is in it
/// @param files and images numbers of the rows
/// @param unseen how many entries no field can show
/// @param focus field that the reader goes on with; empty for none
public record RecipeSheet(
    String tree,
    List<Integer> files,
    List<Integer> images,
    int unseen,
    Choice choice,
    Room room,
    String focus) {
  /// More rows than these are not filled in by hand, and a browser's form has limits.
  private static final int MOST_ROWS = 60;

  private static final int LARGEST = 60_000;

  public RecipeSheet {
    files = List.copyOf(files);
    images = List.copyOf(images);
  }

  /// Where the sizes and the choice come from.
  ///
  /// @param catalogue empty when there is none
  public record Sources(Optional<Catalogue> catalogue, BaseOnOffer base) {
    Optional<Catalogue.Look> look() throws InterruptedException {
      return catalogue.isPresent() ? Optional.of(catalogue.get().look()) : Optional.empty();
    }
  }

  /// Whether the form can hold all of the recipe that it must.
  public static boolean canShow(ObjectNode recipe) {
    return recipe.path("files").size() + recipe.path("oci_images").size()
            <= MOST_ROWS
                + RecipeForm.fields(recipe).getOrDefault(RecipeForm.CONTENT, List.of()).size()
        && Json.text(recipe).length() <= LARGEST;
  }

  /// @param before what the form began with
  /// @param recipe as it is by now; empty when it cannot be read
  public static RecipeSheet of(
      ObjectNode before,
      Optional<ObjectNode> recipe,
      Typed typed,
      Sources sources,
      Locale reader,
      String focus)
      throws InterruptedException {
    var look = RecipeReader.look(recipe.orElseGet(Json::object));
    var catalogue = sources.look();
    var known = new KnownSizes(catalogue.orElse(new Catalogue.Look(List.of(), Optional.empty())));
    var layout = sources.base().layout(look.recipe().base().source());
    var choice =
        Choice.of(
            catalogue,
            typed.all(RecipeForm.CONTENT).stream().distinct().toList(),
            typed.text("find.language"),
            typed.text("find.words"),
            reader);
    return new RecipeSheet(
        Json.text(before),
        typed.rows("files"),
        typed.rows("images"),
        RecipeForm.unseen(before),
        choice,
        Room.of(look, known, layout, card(typed.text("sd_card.size"))),
        focus);
  }

  /// The options, and what was typed where it is none of them: it is not lost.
  public static Map<String, String> options(Map<String, String> options, String typed) {
    var all = new LinkedHashMap<>(options);
    all.putIfAbsent(typed, typed);
    return all;
  }

  private static OptionalLong card(String gigabytes) {
    var text = gigabytes.strip();
    return text.matches("[1-9][0-9]{0,5}")
        ? OptionalLong.of(Long.parseLong(text) * 1_000_000_000L)
        : OptionalLong.empty();
  }
}
