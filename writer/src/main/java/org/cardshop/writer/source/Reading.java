package org.cardshop.writer.source;

/// Hears how far an image was gone through before the first card is written. Quick.
@FunctionalInterface
public interface Reading {
  /// @param done bytes of the `total` that the file has on disk, packed if it is
  void on(long done, long total);
}
