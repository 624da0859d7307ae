package org.cardshop.creator.cache;

import java.nio.file.attribute.FileTime;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/// What a cache remembers of an object beside its bytes.
///
/// @param origin the URL that gave it, without its login, the container image's name, or the key it
///   follows from
/// @param onDisk bytes that it takes, its holes left out
/// @param modified of the object as it was put there; another time means that someone wrote to it
/// @param came when it was fetched or made
record Note(Entry.Kind kind, String origin, long onDisk, FileTime modified, Instant came) {
  String text() {
    return kind + " " + onDisk + " " + modified.toInstant() + " " + came + "\n" + origin;
  }

  /// Empty when the text is no note, as after a crash.
  static Optional<Note> parse(String text) {
    try {
      var lines = text.split("\n", 2);
      var first = lines[0].split(" ", 4);
      return Optional.of(
          new Note(
              Entry.Kind.valueOf(first[0]),
              lines[1],
              Long.parseLong(first[1]),
              FileTime.from(Instant.parse(first[2])),
              Instant.parse(first[3])));
    } catch (DateTimeException | IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }
}
