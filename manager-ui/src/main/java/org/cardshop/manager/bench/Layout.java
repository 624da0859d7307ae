package org.cardshop.manager.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.cardshop.manager.bench.BenchView.Slot;

/// Slots as they lie before whoever stands at the bench. A name like `A-03` says where: the row,
/// and the place in it. All other slots come after the rows.
public record Layout(List<Row> rows) {
  private static final Pattern PLACE = Pattern.compile("([A-Za-z]{1,3})-?([0-9]{1,3})");

  /// A row that is longer keeps no gaps: it is not one that anybody built.
  private static final int LONGEST = 64;

  public Layout {
    rows = List.copyOf(rows);
  }

  /// Slots side by side.
  ///
  /// @param name in capitals; empty for slots whose names say nothing
  /// @param places from the first on; empty where there is no slot
  public record Row(String name, List<Optional<Slot>> places) {
    public Row {
      places = List.copyOf(places);
    }
  }

  static Layout of(List<Slot> slots) {
    var named = new TreeMap<String, TreeMap<Integer, Slot>>();
    var others = new TreeMap<String, Slot>();
    for (var slot : slots) {
      var place = PLACE.matcher(slot.name());
      var isTaken =
          !place.matches()
              || named
                      .computeIfAbsent(row(place.group(1)), _ -> new TreeMap<>())
                      .putIfAbsent(Integer.parseInt(place.group(2)), slot)
                  != null;
      if (isTaken) {
        others.put(slot.name(), slot);
      }
    }
    var rows = new ArrayList<Row>();
    named.forEach((name, places) -> rows.add(new Row(name, places(places))));
    if (!others.isEmpty()) {
      rows.add(new Row("", others.values().stream().map(Optional::of).toList()));
    }
    return new Layout(rows);
  }

  private static String row(String letters) {
    return letters.toUpperCase(Locale.ROOT);
  }

  private static List<Optional<Slot>> places(TreeMap<Integer, Slot> slots) {
    int first = Math.min(1, slots.firstKey());
    if (slots.lastKey() > LONGEST) {
      return slots.values().stream().map(Optional::of).toList();
    }
    var places = new ArrayList<Optional<Slot>>();
    for (int n = first; n <= slots.lastKey(); n++) {
      places.add(Optional.ofNullable(slots.get(n)));
    }
    return places;
  }
}
