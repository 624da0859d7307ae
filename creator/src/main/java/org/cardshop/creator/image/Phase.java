package org.cardshop.creator.image;

import java.util.Locale;

/// What a build is busy with, in this order; digesting is what `image map` does.
public enum Phase {
  CHECKING,
  FETCHING,
  UNPACKING,
  BUILDING,
  DIGESTING;

  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
