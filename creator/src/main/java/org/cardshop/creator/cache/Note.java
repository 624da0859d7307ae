package org.cardshop.creator.cache;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;

/// What the cache remembers of an object beside its bytes.
///
/// @param origin the URL that gave it, or the key that it follows from
/// @param onDisk bytes that it takes, its holes left out
/// @param came when it was fetched or made
record Note(String origin, long onDisk, Instant came) {
  String text() {
    return onDisk + " " + came + "\n" + origin;
  }

  static Note parse(String text) throws IOException {
    try {
      var lines = text.split("\n", 2);
      var first = lines[0].split(" ", 2);
      return new Note(lines[1], Long.parseLong(first[0]), Instant.parse(first[1]));
    } catch (DateTimeException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
      throw new IOException("the cache holds a note that is none: " + text, e);
    }
  }
}
