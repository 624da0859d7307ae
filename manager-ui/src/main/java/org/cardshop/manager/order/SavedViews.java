package org.cardshop.manager.order;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cardshop.platform.wire.Fields;
import org.cardshop.platform.wire.Json;
import org.cardshop.platform.wire.MalformedException;

/// Filters of the list of orders that people gave a name. The browser keeps them, for all who sign
/// in there; each sees their own.
///
/// @param views oldest first
public record SavedViews(List<View> views) {
  /// How many one may have.
  static final int MOST = 20;

  static final int LONGEST_NAME = 60;

  /// Sealing makes it a third more, and all cookies of a request share 8 KiB with its other
  /// headers.
  private static final int MOST_BYTES = 1_600;

  private static final String NAME = "name";

  /// @param user whose it is: an id
  public record View(String user, String name, OrderFilter filter) {}

  public SavedViews {
    views = List.copyOf(views);
  }

  /// What the browser kept; nothing when it is of another version.
  static SavedViews read(Optional<String> kept) {
    try {
      return new SavedViews(kept.map(SavedViews::parse).orElse(List.of()));
    } catch (MalformedException e) {
      return new SavedViews(List.of());
    }
  }

  String write() {
    var json = Json.object();
    for (var view : views) {
      var one = json.withArrayProperty(view.user()).addObject().put(NAME, view.name());
      view.filter().fields().forEach(one::put);
    }
    return Json.text(json);
  }

  List<View> of(String user) {
    return views.stream().filter(v -> v.user().equals(user)).toList();
  }

  /// With one more, which takes the place of one that has its name. Where there is no room, others'
  /// oldest go; empty when all that is left is the user's own.
  Optional<SavedViews> with(View added) {
    var all = new ArrayList<>(without(added.user(), added.name()).views);
    all.add(added);
    while (!isWithinBounds(all)) {
      var others = all.stream().filter(v -> !v.user().equals(added.user())).findFirst();
      if (others.isEmpty()) {
        return Optional.empty();
      }
      all.remove(others.get());
    }
    return Optional.of(new SavedViews(all));
  }

  SavedViews without(String user, String name) {
    return new SavedViews(
        views.stream().filter(v -> !v.user().equals(user) || !v.name().equals(name)).toList());
  }

  private static boolean isWithinBounds(List<View> views) {
    var bytes = new SavedViews(views).write().getBytes(StandardCharsets.UTF_8).length;
    return views.size() <= MOST && bytes <= MOST_BYTES;
  }

  private static List<View> parse(String kept) {
    var json = Fields.of(kept.getBytes(StandardCharsets.UTF_8));
    var views = new ArrayList<View>();
    json.object()
        .fieldNames()
        .forEachRemaining(user ->
            json.objects(user)
                .forEach(v ->
                    views.add(
                        new View(
                            user,
                            v.text(NAME),
                            OrderFilter.read(name -> v.optionalText(name).orElse(""))))));
    return views;
  }
}
