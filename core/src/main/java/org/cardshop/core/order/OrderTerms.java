package org.cardshop.core.order;

import java.time.Duration;

/// What was agreed when the order was taken and never changes, as far as its life depends on it.
///
/// @param id the order's id
/// @param medium cards to write, or an image to fetch
/// @param quantity number of cards, at least 1
/// @param offered how long the image of a virtual order is kept for its client
public record OrderTerms(String id, Medium medium, int quantity, Duration offered) {
  public OrderTerms {
    if (quantity < 1) {
      throw new IllegalArgumentException("an order has at least one card, not " + quantity);
    }
  }

  /// The name of the image that a build makes: the order's id, and for a later build its number
  /// behind it, so that two builds never fight over one name.
  public String imageName(int build) {
    return build == 1 ? id : id + "-" + build;
  }

  /// What the client gets.
  public enum Medium {
    PHYSICAL,
    VIRTUAL
  }
}
