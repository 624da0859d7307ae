package org.cardshop.creator.image;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.cardshop.creator.tool.Tool;
import org.cardshop.creator.tool.ToolException;
import org.cardshop.creator.tool.ToolRun;

/// Disk space held by a file of real, allocated blocks. Each step gives back what it is about to
/// write, so that another build cannot take the space in between.
final class Reservation implements AutoCloseable {
  private final Path file;
  private long held;

  private Reservation(Path file, long held) {
    this.file = file;
    this.held = held;
  }

  /// @throws IOException when the disk does not have the space
  static Reservation take(Path folder, long bytes) throws IOException, InterruptedException {
    var file = folder.resolve("reserved");
    if (bytes > 0) {
      try {
        ToolRun.of(Tool.FALLOCATE, folder, "--length", Long.toString(bytes), "reserved").run();
      } catch (ToolException e) {
        Files.deleteIfExists(file);
        throw new IOException(
            "cannot reserve " + Bytes.text(bytes) + " of disk: " + e.getMessage(), e);
      }
    }
    return new Reservation(file, Math.max(0, bytes));
  }

  /// Gives back space that is about to be written to.
  void release(long bytes) throws IOException {
    held = Math.max(0, held - bytes);
    if (Files.exists(file)) {
      try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(held);
      }
    }
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
  }
}
