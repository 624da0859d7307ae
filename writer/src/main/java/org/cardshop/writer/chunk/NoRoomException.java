package org.cardshop.writer.chunk;

import java.io.IOException;
import java.nio.file.Path;

/// The disk that keeps the chunks is full. Only a person can change that; the message says how.
public final class NoRoomException extends IOException {
  private static final long serialVersionUID = 1L;

  NoRoomException(Path directory, long free, long needed) {
    super(sentence(directory, free, needed));
  }

  private NoRoomException(Path directory, long free, long needed, IOException cause) {
    super(sentence(directory, free, needed), cause);
  }

  /// What a failure to fetch a file really was: a client cannot tell a connection that broke from a
  /// disk that took no more.
  ///
  /// @param to the file, there or not
  /// @param bytes that it was to have
  public static IOException orElse(Path to, long bytes, IOException failure) {
    var directory = to.toAbsolutePath().getParent();
    long free = directory == null ? Long.MAX_VALUE : directory.toFile().getUsableSpace();
    return directory != null && free < bytes
        ? new NoRoomException(directory, free, bytes, failure)
        : failure;
  }

  /// Whether a full disk is at the bottom of it.
  public static boolean isCauseOf(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof NoRoomException) {
        return true;
      }
    }
    return false;
  }

  private static String sentence(Path directory, long free, long needed) {
    return "The disk of this host that holds "
        + directory
        + " is full: "
        + free
        + " bytes are free, "
        + needed
        + " more are needed. Free some space; it goes on by itself.";
  }
}
