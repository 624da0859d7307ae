package org.cardshop.scheduler.event;

import java.time.Instant;
import org.cardshop.scheduler.http.Caller;

/// The state of an order or a task after it changed.
///
/// @param kind `order` or `task`
/// @param owner the user name of whoever placed the order
/// @param state as JSON
record Change(String kind, String id, Instant at, String owner, String state) {
  static final String ORDER = "order";
  static final String TASK = "task";

  /// Clients hear of their own orders, and of no tasks.
  boolean isFor(Caller listener) {
    return kind.equals(ORDER) ? listener.reaches(owner) : listener.reachesAll();
  }

  /// As a server-sent event.
  String text() {
    return "id: " + at.toEpochMilli() + "\nevent: " + kind + "\ndata: " + state + "\n\n";
  }
}
