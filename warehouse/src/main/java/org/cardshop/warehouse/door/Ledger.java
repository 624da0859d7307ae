package org.cardshop.warehouse.door;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.cardshop.core.identity.Claims;

/// How many bytes each grant has moved since the start, whichever of its tickets it used. Of grants
/// long unheard of it forgets the oldest.
public final class Ledger {
  private static final int REMEMBERED = 10_000;

  private record Grant(String task, long epoch, Claims.Direction direction, String image) {}

  private final Map<Grant, AtomicLong> moved =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Grant, AtomicLong> eldest) {
          return size() > REMEMBERED;
        }
      };

  public synchronized AtomicLong account(Claims claims) {
    return switch (claims) {
      case Claims.Access _ -> new AtomicLong();
      case Claims.Ticket t ->
          moved.computeIfAbsent(
              new Grant(t.task(), t.epoch(), t.direction(), t.channel() + "/" + t.image()),
              _ -> new AtomicLong());
    };
  }
}
