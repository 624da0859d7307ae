package org.cardshop.writer.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import org.cardshop.writer.device.Holes;

/// A plain image in a file. Its holes are not read.
final class FileWindows implements Windows {
  private final FileChannel channel;
  private final Holes holes;
  private final long size;
  private long offset;

  FileWindows(Path file) throws IOException {
    channel = FileChannel.open(file);
    try {
      size = channel.size();
      holes = new Holes(file);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public int fill(byte[] window) throws IOException {
    int length = (int) Math.min(window.length, size - offset);
    if (length > 0 && holes.has(offset, length)) {
      Arrays.fill(window, 0, length, (byte) 0);
    } else {
      var bytes = ByteBuffer.wrap(window, 0, length);
      while (bytes.hasRemaining()) {
        if (channel.read(bytes, offset + bytes.position()) < 0) {
          throw new UnusableException("The image became shorter while it was read; try again.");
        }
      }
    }
    offset += length;
    return length;
  }

  @Override
  public int pass(byte[] window) {
    int length = (int) Math.min(window.length, size - offset);
    offset += length;
    return length;
  }

  @Override
  public long done() {
    return offset;
  }

  @Override
  public long total() {
    return size;
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      holes.close();
    }
  }
}
