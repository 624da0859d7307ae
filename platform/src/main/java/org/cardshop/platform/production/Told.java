package org.cardshop.platform.production;

import java.util.Map;

/// Something that happened to an order or a task.
///
/// @param payload what the history shall say of it
/// @param <V> the flow's events
public record Told<V>(V event, Map<String, String> payload) {
  public Told {
    payload = Map.copyOf(payload);
  }
}
