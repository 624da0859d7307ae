package org.cardshop.manager.web;

import java.util.Map;

/// Asks before something is done that cannot be taken back.
///
/// @param title what is about to be done
/// @param sentence what happens then
/// @param action where the answer goes
/// @param fields that go with it
/// @param button what is done, in a word or two
/// @param back where whoever would rather not goes
public record Confirmation(
    String title,
    String sentence,
    String action,
    Map<String, String> fields,
    String button,
    String back) {
  public Confirmation {
    fields = Map.copyOf(fields);
  }
}
