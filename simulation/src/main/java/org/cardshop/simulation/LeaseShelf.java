package org.cardshop.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.cardshop.platform.storage.Leases;

/// Who has which role, and until when.
final class LeaseShelf implements Leases {
  private record Lease(String holder, Instant until) {}

  private final Map<String, Lease> leases = new LinkedHashMap<>();

  @Override
  public boolean take(String role, String holder, Instant now, Duration term) {
    var lease = leases.get(role);
    if (lease != null
        && !lease.holder().equals(holder)
        && lease.until().isAfter(now)
        && !lease.until().isAfter(now.plus(term.multipliedBy(TOO_FAR)))) {
      return false;
    }
    leases.put(role, new Lease(holder, now.plus(term)));
    return true;
  }

  @Override
  public void release(String role, String holder) {
    leases.computeIfPresent(role, (_, l) -> l.holder().equals(holder) ? null : l);
  }
}
