package org.cardshop.writer.slot;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;

/// One place for a card and the name on its label at the bench.
public record Slot(String name, Place place) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,31}");

  /// Reads `A-01=/dev/disk/by-path/…,A-02=file:/some/path?size=16GB`.
  ///
  /// @throws IllegalArgumentException that lists every problem at once
  public static List<Slot> parseAll(String text) {
    var slots = new ArrayList<Slot>();
    var problems = new ArrayList<String>();
    var names = new HashSet<String>();
    var paths = new HashSet<String>();
    for (var entry : text.split(",", -1)) {
      try {
        var slot = parse(entry.strip());
        if (!names.add(slot.name)) {
          problems.add("two slots are named " + slot.name);
        }
        if (!paths.add(slot.place.path().normalize().toString())) {
          problems.add("two slots are at " + slot.place.path());
        }
        slots.add(slot);
      } catch (IllegalArgumentException e) {
        problems.add(String.valueOf(e.getMessage()));
      }
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
    return List.copyOf(slots);
  }

  private static Slot parse(String entry) {
    int equals = entry.indexOf('=');
    if (equals < 0) {
      throw new IllegalArgumentException("a slot is NAME=PLACE, not: " + entry);
    }
    var name = entry.substring(0, equals).strip();
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a slot's name has letters, digits, dots, dashes and underscores, at most 32; not: "
              + name);
    }
    return new Slot(name, Place.parse(entry.substring(equals + 1).strip()));
  }
}
