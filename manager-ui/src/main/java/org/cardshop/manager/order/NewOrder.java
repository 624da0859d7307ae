package org.cardshop.manager.order;

import java.util.List;
import java.util.Map;
import org.cardshop.manager.recipe.Pace;
import org.cardshop.manager.recipe.RecipeSheet;
import org.cardshop.manager.web.Form;
import org.cardshop.manager.web.Frame;

/// The form for an order. Its fields have the names of the API's, as in `client.email`; those of
/// the recipe are `config` as YAML, or the many of the recipe's form.
///
/// @param key placing the same form twice makes one order
/// @param isForm whether the recipe is shown as a form; else as YAML
/// @param form what was typed and what is wrong with it
/// @param pace how fast the factory was of late
/// @param channels to choose from; empty when the person's own is the only one
/// @param cards sizes to choose from, in GB, with their names; empty when none is registered
public record NewOrder(
    String key,
    boolean isForm,
    Form form,
    RecipeSheet sheet,
    Pace pace,
    List<String> channels,
    Map<String, String> cards) {
  public NewOrder {
    channels = List.copyOf(channels);
  }

  /// What a field is called where it is not beside its label.
  public String label(Frame frame, String field) {
    if (field.equals(OrderForm.RECIPE)) {
      return frame.text("new_order.recipe");
    }
    if (OrderForm.FIELDS.contains(field)) {
      return frame.text("field." + field);
    }
    var row = field.split("\\.", 3);
    if (row.length == 3 && row[1].matches("[0-9]+")) {
      var rows = row[0].equals("files") ? sheet.files() : sheet.images();
      int number = rows.indexOf(Integer.valueOf(row[1])) + 1;
      return frame.text("recipe.row." + row[0], number)
          + " · "
          + frame.text("recipe.label." + row[0] + "." + row[2]);
    }
    return frame.text("recipe.label." + field);
  }
}
