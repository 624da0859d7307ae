package org.cardshop.platform.storage;

import java.time.Instant;
import java.util.Map;

/// One line of what a document has lived through.
///
/// @param status the status on the wire that it came to
/// @param payload who, which epoch, why: what is known, as text
public record HistoryEntry(String status, Instant on, Map<String, String> payload) {
  public HistoryEntry {
    payload = Map.copyOf(payload);
  }
}
