package org.cardshop.creator.image;

import java.util.Locale;

/// What a build is busy with, in this order.
public enum Phase {
  CHECKING,
  FETCHING,
  BUILDING,
  DIGESTING;

  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
