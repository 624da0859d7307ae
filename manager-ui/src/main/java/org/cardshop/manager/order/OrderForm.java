package org.cardshop.manager.order;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cardshop.manager.recipe.Typed;
import org.cardshop.manager.web.Form;
import org.cardshop.platform.recipe.Problem;
import org.cardshop.platform.scheduler.FieldProblem;
import org.cardshop.platform.wire.Json;

/// Turns what was typed into what the scheduler takes, and its complaints into the form's. It has
/// no rules of its own: the scheduler knows what an order must be.
///
/// @param reading the recipe, or why there is none
record OrderForm(Typed typed, Draft.Reading reading) {
  static final String RECIPE = "config";

  static final List<String> FIELDS =
      List.of(
          "sd_card.name",
          "sd_card.type",
          "sd_card.size",
          "sd_card.duration",
          "quantity",
          "units",
          "client.name",
          "client.email",
          "recipient.name",
          "recipient.email",
          "recipient.phone",
          "recipient.address",
          "recipient.country",
          "recipient.shipment",
          "channel");

  private static final List<String> NUMBERS =
      List.of("sd_card.size", "sd_card.duration", "quantity", "units");

  /// What one would type for the same order once more, but for its recipe.
  ///
  /// @param order as the scheduler shows it
  static Map<String, String> again(ObjectNode order) {
    var typed = new HashMap<String, String>();
    for (var field : FIELDS) {
      var value = order.at("/" + field.replace('.', '/'));
      if (value.isValueNode() && !value.isNull()) {
        typed.put(field, value.asText());
      }
    }
    return typed;
  }

  /// Without a recipe the scheduler refuses the order, and says what else is wrong with it.
  ObjectNode json() {
    var order = Json.object();
    reading.recipe().ifPresent(r -> order.set(RECIPE, r));
    for (var field : FIELDS) {
      put(order, field, typed.text(field).strip());
    }
    return order;
  }

  /// @param sentence what is wrong where no field in particular is
  Form problems(Form shown, List<FieldProblem> found, String sentence) {
    var form = found.isEmpty() ? shown.with("", sentence) : shown;
    for (var problem : found) {
      var field = problem.field();
      if (field.equals(RECIPE) || field.startsWith(RECIPE + ".")) {
        var path = field.equals(RECIPE) ? "" : field.substring(RECIPE.length() + 1);
        form = recipeProblem(form, new Problem(path, problem.sentence()));
      } else if (FIELDS.contains(field)) {
        form = form.with(field, problem.sentence());
      } else {
        form =
            form.with("", field.isEmpty() ? problem.sentence() : field + ": " + problem.sentence());
      }
    }
    return form;
  }

  /// At the field that shows that part of the recipe, or at the recipe as a whole.
  Form recipeProblem(Form shown, Problem problem) {
    var field = reading.written().flatMap(w -> w.fieldOf(problem.path(), typed));
    return field.isPresent()
        ? shown.with(field.get(), problem.sentence())
        : shown.with(RECIPE, reading.problem().orElse(problem.toString()));
  }

  /// What was left blank is left out. A number that is none goes as it is, to be refused there.
  private static void put(ObjectNode order, String field, String text) {
    int dot = field.indexOf('.');
    var place = dot < 0 ? order : order.withObjectProperty(field.substring(0, dot));
    var name = field.substring(dot + 1);
    if (NUMBERS.contains(field) && text.matches("-?[0-9]{1,9}")) {
      place.put(name, Integer.parseInt(text));
    } else if (!text.isEmpty()) {
      place.put(name, text);
    }
  }
}
