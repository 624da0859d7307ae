package org.cardshop.layout.content;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import org.cardshop.core.image.Sha256;

/// Bytes that a build uses and that do not change while it does. Safe for any number of threads.
public interface Content {
  /// In bytes.
  long size();

  /// Stands for the bytes: two contents of the same identity hold the same bytes. The SHA-256 of
  /// the bytes where it is known; for a file that is used where it lies, that of what tells its
  /// versions apart.
  Sha256 identity();

  /// Fills the buffer with the bytes from `from` on.
  ///
  /// @throws IOException when they cannot be read, or are no longer those of the identity
  void read(long from, ByteBuffer into) throws IOException;

  /// Where another process finds the bytes. Empty for what lies in memory alone.
  default Optional<InFile> inFile() {
    return Optional.empty();
  }

  /// A place in a file.
  ///
  /// @param whole all of the file
  /// @param from where in it the content begins
  record InFile(Content whole, Path file, long from) {}
}
