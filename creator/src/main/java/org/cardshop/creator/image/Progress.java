package org.cardshop.creator.image;

/// Told how far a build is. Called often, from the building thread: must be quick.
@FunctionalInterface
public interface Progress {
  /// @param done bytes of `total` in this phase
  void at(Phase phase, long done, long total);
}
