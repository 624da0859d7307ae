package org.cardshop.embedded.store;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Refuses what the server beneath would pass over in silence, so that a query either means here
/// what it means on MongoDB or fails. The lists name what is understood; all else is refused.
final class Refusals {
  private static final Set<String> OF_EVERY_COMMAND =
      Set.of("$db", "$readPreference", "readConcern", "writeConcern", "maxTimeMS", "comment");

  private static final Map<String, Set<String>> OF_COMMAND =
      Map.ofEntries(
          Map.entry(
              "find",
              Set.of(
                  "filter",
                  "sort",
                  "skip",
                  "limit",
                  "batchSize",
                  "singleBatch",
                  "projection",
                  "hint",
                  "allowDiskUse",
                  "noCursorTimeout")),
          Map.entry("count", Set.of("query", "skip", "limit", "hint")),
          Map.entry("distinct", Set.of("key", "query", "hint")),
          Map.entry("aggregate", Set.of("pipeline", "cursor", "allowDiskUse", "hint")),
          Map.entry("insert", Set.of("documents", "ordered")),
          Map.entry("update", Set.of("updates", "ordered")),
          Map.entry("delete", Set.of("deletes", "ordered")),
          Map.entry(
              "findandmodify",
              Set.of(
                  "query",
                  "sort",
                  "remove",
                  "update",
                  "new",
                  "fields",
                  "upsert",
                  "arrayFilters",
                  "hint")),
          Map.entry("create", Set.of()),
          Map.entry("createindexes", Set.of("indexes", "commitQuorum")),
          Map.entry("dropindexes", Set.of("index")),
          Map.entry("listcollections", Set.of("cursor", "nameOnly", "authorizedCollections")),
          Map.entry("listindexes", Set.of("cursor")));

  private static final Set<String> OF_INDEX =
      Set.of("key", "name", "unique", "sparse", "background", "v", "ns");
  private static final Set<String> OF_UPDATE =
      Set.of("q", "u", "multi", "upsert", "arrayFilters", "hint");
  private static final Set<String> OF_DELETE = Set.of("q", "limit", "hint");
  private static final Set<Set<String>> PROJECTION_OPERATORS =
      Set.of(Set.of("$slice"), Set.of("$elemMatch"));

  private Refusals() {}

  static void check(String command, Document query) {
    var name = command.toLowerCase(Locale.ROOT);
    if (name.equals("renamecollection")) {
      throw refusal("renaming a collection");
    }
    var known = OF_COMMAND.get(name);
    if (known == null) {
      return;
    }
    for (var field : query.keySet()) {
      if (!field.equals(command) && !known.contains(field) && !OF_EVERY_COMMAND.contains(field)) {
        throw refusal("'" + field + "' of the command " + command);
      }
    }
    documents(query.get("indexes")).forEach(Refusals::checkIndex);
    documents(query.get("updates")).forEach(s -> checkStatement(s, OF_UPDATE, "an update"));
    documents(query.get("deletes")).forEach(s -> checkStatement(s, OF_DELETE, "a delete"));
    checkOrder(query);
    checkPipeline(query.get("update"));
    checkProjection(query.get("projection"));
    checkProjection(query.get("fields"));
    if ("*".equals(query.get("index"))) {
      throw refusal("dropping all indexes at once; name them one by one");
    }
  }

  private static void checkIndex(Document index) {
    checkStatement(index, OF_INDEX, "an index");
    if (index.get("key") instanceof Document keys) {
      keys.forEach((field, direction) -> {
        if (!(direction instanceof Number) || field.contains("$")) {
          throw refusal("an index on '%s: %s'".formatted(field, direction));
        }
      });
    }
  }

  private static void checkStatement(Document statement, Set<String> known, String what) {
    for (var field : statement.keySet()) {
      if (!known.contains(field)) {
        throw refusal("'" + field + "' of " + what);
      }
    }
    checkPipeline(statement.get("u"));
  }

  /// The server beneath goes on after an update that failed.
  private static void checkOrder(Document query) {
    if (!Boolean.FALSE.equals(query.get("ordered"))
        && query.get("updates") instanceof Collection<?> updates
        && updates.size() > 1) {
      throw refusal("several ordered updates in one command; send them unordered");
    }
  }

  private static void checkPipeline(@Nullable Object update) {
    if (update instanceof Collection) {
      throw refusal("an update by a pipeline");
    }
  }

  private static void checkProjection(@Nullable Object projection) {
    if (!(projection instanceof Document fields)) {
      return;
    }
    fields.forEach((field, value) -> {
      boolean understood =
          value instanceof Number
              || value instanceof Boolean
              || (value instanceof Document operator
                  && PROJECTION_OPERATORS.contains(operator.keySet()));
      if (!understood || List.of(field.split("\\.")).contains("$")) {
        throw refusal("the projection '%s: %s'".formatted(field, value));
      }
    });
  }

  private static Stream<Document> documents(@Nullable Object list) {
    return list instanceof Collection<?> items
        ? items.stream().filter(Document.class::isInstance).map(Document.class::cast)
        : Stream.empty();
  }

  private static MongoServerError refusal(String what) {
    return new MongoServerError(
        238, "NotImplemented", "The embedded store does not support " + what + ".");
  }
}
