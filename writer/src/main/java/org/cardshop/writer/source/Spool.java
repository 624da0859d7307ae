package org.cardshop.writer.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.cardshop.core.image.Chunk;

/// An unpacked image on disk while cards are written from it. Only data takes room. It goes when it
/// is closed, or with the process when a person stops that.
final class Spool implements AutoCloseable {
  /// What is left to others on the disk.
  private static final long RESERVE = 64L << 20;

  private final Path directory;
  private final Path file;
  private final FileStore store;
  private final FileChannel channel;

  Spool(Path directory) throws IOException {
    this.directory = Files.createDirectories(directory);
    file = Files.createTempFile(directory, "unpacked-", ".img");
    file.toFile().deleteOnExit();
    store = Files.getFileStore(file);
    channel = FileChannel.open(file, StandardOpenOption.WRITE);
  }

  Path file() {
    return file;
  }

  /// Called by several threads, for different chunks.
  ///
  /// @throws UnusableException when there is no room
  void write(long offset, byte[] window, Chunk chunk) throws IOException {
    if (store.getUsableSpace() < chunk.length() + RESERVE) {
      throw new UnusableException(
          "There is no room to unpack the image in "
              + directory
              + "; free some or name another directory with --spool.");
    }
    var bytes = ByteBuffer.wrap(window, (int) (chunk.offset() - offset), chunk.length());
    for (long at = chunk.offset(); bytes.hasRemaining(); ) {
      at += channel.write(bytes, at);
    }
  }

  /// @param size of the whole image, which may end in zeros
  void finish(long size) throws IOException {
    if (channel.size() < size) {
      channel.write(ByteBuffer.wrap(new byte[1]), size - 1);
    }
    channel.close();
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      Files.deleteIfExists(file);
    }
  }
}
