package org.cardshop.platform.storage;

import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/// Reads BSON fields that are known to be there, and writes those that may be absent.
final class Bson {
  private Bson() {}

  static Instant instant(Document d, String name) {
    return d.getDate(name).toInstant();
  }

  static Optional<Instant> optionalInstant(Document d, String name) {
    return Optional.ofNullable(d.getDate(name)).map(Date::toInstant);
  }

  static Date date(Instant instant) {
    return Date.from(instant);
  }

  static long whole(Document d, String name) {
    return d.get(name, Number.class).longValue();
  }

  static int small(Document d, String name) {
    return d.get(name, Number.class).intValue();
  }

  static Document document(Document d, String name) {
    return d.get(name, Document.class);
  }

  static List<Document> documents(Document d, String name) {
    return d.getList(name, Document.class, List.of());
  }

  /// Sets the field, or leaves it out: sparse indexes count fields that are there.
  static void put(Document d, String name, @Nullable Object value) {
    if (value != null) {
      d.put(name, value);
    }
  }

  static Document history(HistoryEntry entry) {
    return new Document("status", entry.status())
        .append("on", date(entry.on()))
        .append("payload", new Document(new LinkedHashMap<>(entry.payload())));
  }

  static HistoryEntry history(Document d) {
    var payload = new LinkedHashMap<String, String>();
    document(d, "payload").forEach((k, v) -> payload.put(k, String.valueOf(v)));
    return new HistoryEntry(d.getString("status"), instant(d, "on"), Map.copyOf(payload));
  }
}
