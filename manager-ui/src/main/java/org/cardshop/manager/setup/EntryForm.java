package org.cardshop.manager.setup;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.cardshop.manager.setup.Input.Code;
import org.cardshop.manager.setup.Input.Flag;
import org.cardshop.manager.setup.Input.Password;
import org.cardshop.manager.setup.Input.Recipe;
import org.cardshop.manager.setup.Input.Slug;
import org.cardshop.manager.setup.Input.Text;
import org.cardshop.manager.setup.Input.Whole;
import org.cardshop.manager.setup.Input.Words;
import org.cardshop.manager.web.Form;
import org.cardshop.platform.recipe.Problem;
import org.cardshop.platform.recipe.RecipeException;
import org.cardshop.platform.recipe.RecipeYaml;
import org.cardshop.platform.wire.Json;

/// Turns what was typed into what the scheduler takes. It has no rules of its own.
///
/// @param before what is changed; empty for a new one
record EntryForm(Kind kind, Optional<Entry> before, Map<String, String> typed) {
  EntryForm {
    typed = new LinkedHashMap<>(typed);
  }

  /// The fields of the form that are on the page.
  static List<Input> inputs(Kind kind, Optional<Entry> before) {
    return kind.inputs().stream().filter(i -> before.isEmpty() || !i.isFixed()).toList();
  }

  /// As it is shown at first.
  static EntryForm of(Kind kind, Optional<Entry> before) {
    var typed =
        before
            .map(Entry::typed)
            .orElseGet(() ->
                kind.inputs().stream().collect(Collectors.toMap(Input::name, Input::initial)));
    return new EntryForm(kind, before, typed);
  }

  /// @param field what was typed into the field of a name
  static EntryForm read(Kind kind, Optional<Entry> before, Function<String, String> field) {
    var typed = new LinkedHashMap<String, String>();
    for (var input : inputs(kind, before)) {
      var text = field.apply(input.name());
      typed.put(input.name(), input.isPassword() ? text : text.replace("\r\n", "\n").strip());
    }
    return new EntryForm(kind, before, typed);
  }

  Form form() {
    return Form.of(typed);
  }

  /// Of a new one what was filled in; of another one what is to be changed.
  ///
  /// @throws RecipeException when what should be a recipe cannot be read
  ObjectNode json() throws RecipeException {
    var json = Json.object();
    for (var input : inputs(kind, before)) {
      var text = typed.getOrDefault(input.name(), "");
      if (isNews(input, text)) {
        put(json, input, text);
      }
    }
    return json;
  }

  /// What is wrong with the recipe, at its field.
  Form unreadable(RecipeException e) {
    var sentences = e.problems().stream().map(Problem::toString).collect(Collectors.joining(" "));
    var field = kind.inputs().stream().filter(i -> i.type() instanceof Recipe).findFirst();
    return form().with(field.map(Input::name).orElse(""), sentences);
  }

  /// Secrets in a recipe are shown masked: what was left as it is goes nowhere.
  private boolean isNews(Input input, String text) {
    return input.type() instanceof Flag
        || before.map(b -> !b.typed(input).strip().equals(text)).orElse(!text.isEmpty());
  }

  /// A number that is none goes as it is, to be refused there.
  private static void put(ObjectNode json, Input input, String text) throws RecipeException {
    switch (input.type()) {
      case Whole _ when text.matches("-?[0-9]{1,9}") ->
          json.put(input.name(), Integer.parseInt(text));
      case Whole _, Text _, Code _, Password _, Words _, Slug _ -> json.put(input.name(), text);
      case Flag _ -> json.put(input.name(), text.equals("true"));
      case Recipe _ ->
          json.set(input.name(), RecipeYaml.parse(text.getBytes(StandardCharsets.UTF_8)));
    }
  }
}
