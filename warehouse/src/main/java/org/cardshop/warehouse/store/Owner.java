package org.cardshop.warehouse.store;

import java.util.regex.Pattern;

/// The task that a part belongs to.
public record Owner(String task) {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  /// @throws Refusal when no folder can have that name
  public static Owner of(String task) throws Refusal {
    if (!FORM.matcher(task).matches()) {
      throw new Refusal(553, "The ticket names no task, so nothing can be stored with it");
    }
    return new Owner(task);
  }
}
