package org.cardshop.manager.fleet;

import java.time.Instant;
import java.util.Optional;
import org.cardshop.platform.wire.Fields;

/// A warehouse, as the scheduler found it when it asked there last.
///
/// @param asked when that was; empty when it did not yet
/// @param away since when nobody answers
/// @param problem why nobody does
public record WarehouseView(
    String name,
    String uploads,
    String downloads,
    Optional<Instant> asked,
    Optional<Instant> away,
    Optional<String> problem) {
  static WarehouseView of(Fields warehouse) {
    return new WarehouseView(
        warehouse.text("name"),
        warehouse.text("upload_uri"),
        warehouse.text("download_uri"),
        warehouse.optionalInstant("asked_at"),
        warehouse.optionalInstant("away_since"),
        warehouse.optionalText("problem"));
  }
}
