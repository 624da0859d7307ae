package org.cardshop.writer.card;

import java.util.Optional;
import java.util.OptionalLong;
import org.cardshop.writer.device.MediumId;

/// What must be true of a target besides that nobody uses it.
///
/// @param imageSize bytes that it must hold at least
/// @param confirmed the medium that was asked for, when one was; any other is refused
/// @param allowFixed whether a device that is not removable will do
/// @param ceiling bytes that it may hold at most: a disk is not mistaken for a card
public record Conditions(
    long imageSize, Optional<MediumId> confirmed, boolean allowFixed, OptionalLong ceiling) {

  /// Any removable medium that the image fits on.
  public static Conditions fits(long imageSize) {
    return new Conditions(imageSize, Optional.empty(), false, OptionalLong.empty());
  }

  public Conditions only(MediumId medium) {
    return new Conditions(imageSize, Optional.of(medium), allowFixed, ceiling);
  }

  public Conditions fixedToo() {
    return new Conditions(imageSize, confirmed, true, ceiling);
  }

  public Conditions atMost(long bytes) {
    return new Conditions(imageSize, confirmed, allowFixed, OptionalLong.of(bytes));
  }
}
