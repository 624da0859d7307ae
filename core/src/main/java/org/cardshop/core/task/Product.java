package org.cardshop.core.task;

import org.cardshop.core.image.Sha256;

/// What a task made.
public sealed interface Product {
  default TaskKind kind() {
    return switch (this) {
      case Image _ -> TaskKind.CREATE;
      case Card _ -> TaskKind.WRITE;
    };
  }

  /// An image that lies in the warehouse.
  ///
  /// @param size in bytes
  /// @param sha256 of the whole image, as in its manifest
  record Image(String name, long size, Sha256 sha256) implements Product {}

  /// A card of which every data and zero byte was read back and matched.
  ///
  /// @param medium the writer's opaque name of the very card
  /// @param verified bytes read back from the medium
  /// @param rewrites chunks that had to be written again
  record Card(String medium, String slot, long verified, int rewrites) implements Product {}
}
