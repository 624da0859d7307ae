package org.cardshop.embedded.store;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The pipeline in which MongoDB's drivers count documents: `$match`, then `$group` into one with
/// the field `n`. Answered by the collection's own count, which need not read them.
///
/// @param group the `_id` of that one
record Counting(String collection, Document filter, Object group) {
  private static final Document ONE_EACH = new Document("$sum", 1);

  static Optional<Counting> in(Document command) {
    if (!(command.get("pipeline") instanceof List<?> stages)
        || stages.size() != 2
        || !(stages.getFirst() instanceof Document first)
        || !(stages.getLast() instanceof Document last)
        || !(first.get("$match") instanceof Document filter)
        || !(last.get("$group") instanceof Document group)
        || first.size() + last.size() != 2
        || group.size() != 2
        || !ONE_EACH.equals(group.get("n"))
        || !(group.get("_id") instanceof Number id)
        || !(command.get("aggregate") instanceof String collection)) {
      return Optional.empty();
    }
    return Optional.of(new Counting(collection, filter, id));
  }

  /// @param counted null when there is no such collection
  Document answer(String database, @Nullable MongoCollection<?> counted) {
    int n = counted == null ? 0 : counted.count(filter, 0, 0);
    var batch = n == 0 ? List.of() : List.of(new Document("_id", group).append("n", n));
    var answer =
        new Document(
            "cursor",
            new Document("id", 0L)
                .append("ns", database + "." + collection)
                .append("firstBatch", batch));
    Utils.markOkay(answer);
    return answer;
  }
}
