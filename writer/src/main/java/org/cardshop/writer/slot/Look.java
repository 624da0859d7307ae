package org.cardshop.writer.slot;

import org.cardshop.writer.device.MediumId;

/// What a slot shows at one moment.
public sealed interface Look {
  /// No card, or no reader.
  record Empty() implements Look {}

  /// @param size capacity in bytes
  /// @param details maker and model for a person to recognise it by; may be empty
  record Medium(MediumId id, long size, String details) implements Look {}
}
