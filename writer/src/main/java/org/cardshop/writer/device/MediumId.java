package org.cardshop.writer.device;

/// Says which medium is in a place. Changes when the medium is swapped, pulled and put back, or the
/// host restarted; stays while it is written. To others an opaque text.
///
/// @param text letters, digits, dots and dashes
public record MediumId(String text) {
  @Override
  public String toString() {
    return text;
  }
}
