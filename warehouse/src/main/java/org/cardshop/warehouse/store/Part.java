package org.cardshop.warehouse.store;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// One part, open for writing at its end.
public final class Part extends OutputStream {
  private final Path path;
  private final FileChannel file;
  private final Runnable onClose;
  private @Nullable Refusal refused;

  private Part(Path path, FileChannel file, Runnable onClose) {
    this.path = path;
    this.file = file;
    this.onClose = onClose;
  }

  static Part open(Path path, long offset, Runnable onClose) throws IOException {
    try {
      var file = FileChannel.open(path, CREATE, WRITE, LinkOption.NOFOLLOW_LINKS);
      file.truncate(offset).position(offset);
      return new Part(path, file, onClose);
    } catch (IOException e) {
      throw DiskFull.orElse(path, e);
    }
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (refused != null) {
      // Whoever writes through a buffer tries once more when it is flushed.
      throw refused;
    }
    if (file.position() + length > Frame.LONGEST_STORED) {
      throw refuse(new Refusal(552, "No chunk is longer than " + Frame.LONGEST_STORED + " bytes"));
    }
    try {
      for (var rest = ByteBuffer.wrap(bytes, offset, length); rest.hasRemaining(); ) {
        file.write(rest);
      }
    } catch (IOException e) {
      var cause = DiskFull.orElse(path, e);
      throw cause instanceof Refusal refusal ? refuse(refusal) : cause;
    }
  }

  /// What is too long or does not fit only takes room from others: it goes at once.
  public Refusal refuse(Refusal refusal) throws IOException {
    refused = refusal;
    file.close();
    Files.deleteIfExists(path);
    return refusal;
  }

  boolean isOpen() {
    return file.isOpen();
  }

  @Override
  public void close() throws IOException {
    file.close();
    onClose.run();
  }
}
