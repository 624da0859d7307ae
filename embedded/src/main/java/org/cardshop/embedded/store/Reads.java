package org.cardshop.embedded.store;

import de.bwaldvogel.mongo.bson.Document;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;

/// Which commands only read. A command that is not known here is taken to write, which is slower
/// but never wrong.
final class Reads {
  private static final Set<String> READS =
      Set.of(
          "find",
          "getmore",
          "killcursors",
          "count",
          "distinct",
          "aggregate",
          "listcollections",
          "listindexes",
          "ismaster",
          "hello",
          "ping",
          "buildinfo",
          "serverstatus",
          "endsessions",
          "getlasterror",
          "dbstats",
          "collstats");

  private Reads() {}

  static boolean isRead(String command, Document query) {
    return READS.contains(command.toLowerCase(Locale.ROOT)) && !storesItsResult(query);
  }

  private static boolean storesItsResult(Document query) {
    return query.get("pipeline") instanceof Collection<?> stages
        && stages.stream()
            .anyMatch(stage ->
                stage instanceof Document s && (s.containsKey("$out") || s.containsKey("$merge")));
  }
}
