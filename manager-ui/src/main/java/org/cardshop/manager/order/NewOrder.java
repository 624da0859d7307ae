package org.cardshop.manager.order;

import java.util.List;
import org.cardshop.manager.web.Form;

/// The form for an order. Its fields have the names of the API's, as in `client.email`.
///
/// @param key placing the same form twice makes one order
/// @param form what was typed and what is wrong with it; `config` is the recipe
/// @param channels to choose from; empty when the person's own is the only one
public record NewOrder(String key, Form form, List<String> channels) {
  public NewOrder {
    channels = List.copyOf(channels);
  }
}
