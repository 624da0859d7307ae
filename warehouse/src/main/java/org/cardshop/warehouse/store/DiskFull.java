package org.cardshop.warehouse.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Tells a full disk from other failures to write.
final class DiskFull {
  /// With less room than this a failed write failed for want of room, in bytes.
  private static final long NO_ROOM = 64 << 10;

  private DiskFull() {}

  /// A refusal when the disk that holds `there` is full, else the failure itself.
  static IOException orElse(Path there, IOException failure) {
    return isFull(there, failure)
        ? new Refusal(
            452,
            "The warehouse's disk is full; nothing was published. Delete images or give it a larger"
                + " disk, then try again",
            failure)
        : failure;
  }

  private static boolean isFull(Path there, IOException failure) {
    try {
      return String.valueOf(failure.getMessage()).contains("No space left")
          || Files.getFileStore(there).getUsableSpace() < NO_ROOM;
    } catch (IOException _) {
      return false;
    }
  }
}
