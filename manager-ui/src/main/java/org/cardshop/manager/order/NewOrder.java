package org.cardshop.manager.order;

import java.util.List;
import java.util.Map;

/// The form for an order: what was typed and what is wrong with it. Its fields have the names of
/// the API's, as in `client.email`.
///
/// @param key placing the same form twice makes one order
/// @param typed by field; `config` is the recipe
/// @param problems by field; those under the empty name are of the order as a whole
/// @param channels to choose from; empty when the person's own is the only one
public record NewOrder(
    String key,
    Map<String, String> typed,
    Map<String, List<String>> problems,
    List<String> channels) {
  public NewOrder {
    typed = Map.copyOf(typed);
    problems = Map.copyOf(problems);
    channels = List.copyOf(channels);
  }

  public String typed(String field) {
    return typed.getOrDefault(field, "");
  }

  public List<String> problems(String field) {
    return problems.getOrDefault(field, List.of());
  }
}
