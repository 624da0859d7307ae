package org.cardshop.scheduler.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cardshop.core.identity.Action;
import org.cardshop.platform.storage.Ids;
import org.cardshop.platform.storage.Registry;

/// The five routes of a registry: list, make, see, change, delete.
///
/// @param path as in `/channels`
/// @param noun as in `channel`
/// @param filters fields that a list can be narrowed by
/// @param example what a new one looks like, as JSON
public record RegistryRoutes<T extends Registry.Entry>(
    String path,
    String noun,
    List<String> filters,
    String example,
    Action change,
    Registry<T> registry,
    Kind<T> kind) {
  /// What differs between registries.
  public interface Kind<T> {
    /// Reads a form.
    ///
    /// @param before what is changed; empty for a new one
    /// @param id the new one's id
    T read(Form form, String id, Optional<T> before);

    ObjectNode view(T entry);

    /// It was made or changed.
    default void saved(T entry) {}

    /// Why it cannot be deleted.
    default Optional<String> isNeeded(T entry) {
      return Optional.empty();
    }
  }

  public List<Route> routes() {
    var one = path + "/{id}";
    return List.of(
        Route.list(path, Action.READ_SETUP, "Lists " + path.substring(1) + ".", this::list)
            .query(filters.toArray(String[]::new)),
        Route.of(Verb.POST, path, change, "Makes " + a() + ".", this::make).body(example),
        Route.of(Verb.GET, one, Action.READ_SETUP, "Shows " + a() + ".", this::show),
        Route.of(Verb.PATCH, one, change, "Changes the given fields of " + a() + ".", this::change)
            .body(example),
        Route.of(Verb.DELETE, one, change, "Deletes " + a() + ".", this::delete));
  }

  private String a() {
    return ("aeiou".indexOf(noun.charAt(0)) < 0 ? "a " : "an ") + noun;
  }

  private void list(Request request) {
    var filter = Map.<String, Object>copyOf(request.filter(filters.toArray(String[]::new)));
    request.list(registry.page(filter, request.skip(), request.limit()), kind::view);
  }

  private void make(Request request) {
    var form = request.form();
    var entry = kind.read(form, Ids.next(), Optional.empty());
    form.check();
    if (!registry.insert(entry)) {
      throw taken();
    }
    kind.saved(entry);
    request.audits(Optional.empty(), Optional.of(kind.view(entry)));
    request.created(entry.id());
  }

  private void show(Request request) {
    request.answer(kind.view(found(request)));
  }

  private void change(Request request) {
    var before = found(request);
    var form = request.form();
    var entry = kind.read(form, before.id(), Optional.of(before));
    form.check();
    if (!registry.replace(entry)) {
      throw taken();
    }
    kind.saved(entry);
    request.audits(Optional.of(kind.view(before)), Optional.of(kind.view(entry)));
    request.changed(entry.id());
  }

  private void delete(Request request) {
    var entry = found(request);
    kind.isNeeded(entry)
        .ifPresent(reason -> {
          throw HttpProblem.conflict(reason);
        });
    registry.delete(entry.id());
    request.audits(Optional.of(kind.view(entry)), Optional.empty());
    request.changed(entry.id());
  }

  private T found(Request request) {
    var id = request.path("id");
    return registry.find(id).orElseThrow(() -> HttpProblem.noSuch(noun + " " + id));
  }

  private HttpProblem taken() {
    return HttpProblem.conflict("There is " + a() + " of this name already; choose another.");
  }
}
