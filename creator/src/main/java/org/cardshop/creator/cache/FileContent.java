package org.cardshop.creator.cache;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;
import org.cardshop.core.image.Sha256;
import org.cardshop.layout.content.Content;

/// A content that is a whole file. Each read looks whether the file is still the one it was, so
/// that no one builds from bytes that changed under his hands.
public final class FileContent implements Content {
  private final Path path;
  private final FileVersion version;
  private final boolean isOurs;
  private final Sha256 identity;

  private FileContent(Path path, FileVersion version, boolean isOurs, Sha256 identity) {
    this.path = path;
    this.version = version;
    this.isOurs = isOurs;
    this.identity = identity;
  }

  /// A file that is used where it lies, and that others may change.
  public static FileContent inPlace(Path file) throws IOException, InterruptedException {
    var version = FileVersion.settled(file);
    return new FileContent(file, version, false, version.identity(file));
  }

  /// The same with what is known of its bytes at that version.
  FileContent hashedTo(Sha256 sha256) {
    return new FileContent(path, version, isOurs, sha256);
  }

  /// A file that no one but the cache writes to; its names come and go.
  static FileContent kept(Path file, Sha256 identity) throws IOException {
    return new FileContent(file, FileVersion.of(file), true, identity);
  }

  /// The file, which must only be read.
  public Path path() {
    return path;
  }

  @Override
  public long size() {
    return version.size();
  }

  @Override
  public Sha256 identity() {
    return identity;
  }

  @Override
  public void read(long from, ByteBuffer into) throws IOException {
    // Opened each time: there may be more contents than a process may have files open, and an
    // interrupted reader closes its channel for all.
    try (var channel = FileChannel.open(path)) {
      long at = from;
      while (into.hasRemaining()) {
        int n = channel.read(into, at);
        if (n < 0) {
          requireUnchanged();
          throw new EOFException(path + " ends at " + at);
        }
        at += n;
      }
    }
    requireUnchanged();
  }

  @Override
  public Optional<InFile> inFile() {
    return Optional.of(new InFile(this, path, 0));
  }

  /// @throws IOException when the file is no longer the one that was found
  public void requireUnchanged() throws IOException {
    var now = FileVersion.of(path);
    if (isOurs ? !now.hasBytesOf(version) : !now.equals(version)) {
      throw new IOException(path + " changed while it was used; build again when it is at rest");
    }
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
