package org.cardshop.platform.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/// The room on the disk of a worker's files. Below a floor nothing new is begun: what is under way
/// still has its facts, its logs and its records of cards to write. What a task itself needs beyond
/// that it finds out itself.
public record DiskRoom(Path folder) {
  /// In bytes.
  public static final long FLOOR = 500_000_000;

  /// Free bytes, where known.
  public OptionalLong free() {
    try {
      return OptionalLong.of(Files.getFileStore(folder).getUsableSpace());
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  /// Whether a task may be begun; also when nobody knows.
  public boolean isEnough() {
    return free().orElse(FLOOR) >= FLOOR;
  }
}
