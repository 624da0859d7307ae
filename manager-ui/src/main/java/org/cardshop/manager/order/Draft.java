package org.cardshop.manager.order;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cardshop.manager.recipe.RecipeForm;
import org.cardshop.manager.recipe.Typed;
import org.cardshop.manager.web.Visit;
import org.cardshop.platform.recipe.Problem;
import org.cardshop.platform.recipe.RecipeException;
import org.cardshop.platform.recipe.RecipeYaml;
import org.cardshop.platform.wire.Json;
import org.cardshop.platform.wire.MalformedException;

/// An order that is being filled in: all that was typed, with the recipe as a form or as YAML.
///
/// @param typed by field
/// @param isForm whether the recipe is a form
/// @param before the recipe that the form began with
record Draft(Map<String, List<String>> typed, boolean isForm, ObjectNode before) {
  private static final String MODE = "mode";
  private static final String FORM = "form";
  private static final String TREE = "recipe";

  /// A recipe, or why there is none.
  ///
  /// @param written where its parts stand in the form; empty for YAML
  record Reading(
      Optional<ObjectNode> recipe,
      Optional<String> problem,
      Optional<RecipeForm.Written> written) {}

  /// With the recipe as a form.
  static Draft of(Map<String, String> order, ObjectNode recipe) {
    var typed = new LinkedHashMap<String, List<String>>();
    order.forEach((field, value) -> typed.put(field, List.of(value)));
    return new Draft(typed, false, Json.object()).asForm(recipe);
  }

  static Draft posted(Visit visit) throws IOException {
    var typed = new LinkedHashMap<>(visit.fields());
    boolean isForm = visit.field(MODE).equals(FORM);
    if (!isForm) {
      var file = visit.file("recipe_file");
      file.ifPresent(
          yaml -> typed.put(OrderForm.RECIPE, List.of(new String(yaml, StandardCharsets.UTF_8))));
    }
    return new Draft(typed, isForm, tree(visit.field(TREE)));
  }

  Typed fields() {
    return new Typed(typed);
  }

  /// @param missing the sentence for YAML in which nothing stands
  Reading read(String missing) {
    if (isForm) {
      var written = RecipeForm.written(before, fields());
      return new Reading(Optional.of(written.recipe()), Optional.empty(), Optional.of(written));
    }
    var yaml = fields().text(OrderForm.RECIPE);
    if (yaml.isBlank()) {
      return new Reading(Optional.empty(), Optional.of(missing), Optional.empty());
    }
    try {
      var recipe = RecipeYaml.parse(yaml.getBytes(StandardCharsets.UTF_8));
      return new Reading(Optional.of(recipe), Optional.empty(), Optional.empty());
    } catch (RecipeException e) {
      var sentences = e.problems().stream().map(Problem::toString).toList();
      return new Reading(
          Optional.empty(), Optional.of(String.join(" ", sentences)), Optional.empty());
    }
  }

  Draft asForm(ObjectNode recipe) {
    var more = withoutRecipe();
    more.putAll(RecipeForm.fields(recipe));
    return new Draft(more, true, recipe);
  }

  Draft asYaml(ObjectNode recipe) {
    var more = withoutRecipe();
    more.put(OrderForm.RECIPE, List.of(OrderView.yaml(recipe)));
    return new Draft(more, false, Json.object());
  }

  /// With one more row at the end.
  Draft withRow(String list) {
    var more = new LinkedHashMap<>(typed);
    more.put(list + "." + nextRow(list) + ".at", List.of(""));
    return new Draft(more, isForm, before);
  }

  /// @param row its name, as in `files.2`
  Draft withoutRow(String row) {
    var less = new LinkedHashMap<>(typed);
    less.keySet().removeIf(field -> field.startsWith(row + "."));
    return new Draft(less, isForm, before);
  }

  /// Number of the row that would be added.
  int nextRow(String list) {
    var rows = fields().rows(list);
    return rows.isEmpty() ? 0 : rows.getLast() + 1;
  }

  private LinkedHashMap<String, List<String>> withoutRecipe() {
    var order = new LinkedHashMap<>(typed);
    order.remove(OrderForm.RECIPE);
    order.keySet().removeIf(field -> field.matches("(files|images)\\.[0-9]+\\..*"));
    return order;
  }

  private static ObjectNode tree(String json) {
    try {
      return json.isEmpty()
          ? Json.object()
          : Json.parseObject(json.getBytes(StandardCharsets.UTF_8));
    } catch (MalformedException e) {
      return Json.object();
    }
  }
}
