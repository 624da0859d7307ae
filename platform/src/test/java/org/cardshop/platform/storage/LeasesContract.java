package org.cardshop.platform.storage;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// What is asked of whatever keeps leases.
public interface LeasesContract {
  Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  Duration TERM = Duration.ofSeconds(20);

  /// Empty at first; the same one for as long as a test runs.
  Leases leases();

  @Test
  default void aRoleIsHeldByOneAtATime() {
    assertTrue(leases().take("beat", "one", NOW, TERM));
    assertFalse(leases().take("beat", "other", NOW.plusSeconds(19), TERM));
    assertTrue(leases().take("beat", "one", NOW.plusSeconds(19), TERM));
    assertFalse(leases().take("beat", "other", NOW.plusSeconds(38), TERM));
    assertTrue(leases().take("beat", "other", NOW.plusSeconds(39), TERM));
  }

  @Test
  default void onlyItsHolderGivesARoleBack() {
    assertTrue(leases().take("beat", "other", NOW, TERM));
    leases().release("beat", "one");
    assertFalse(leases().take("beat", "one", NOW.plusSeconds(1), TERM));
    leases().release("beat", "other");
    assertTrue(leases().take("beat", "one", NOW.plusSeconds(1), TERM));
  }

  @Test
  default void aLeaseOfAClockThatIsFarAheadKeepsNobodyAway() {
    assertTrue(leases().take("beat", "one", NOW.plusSeconds(600), TERM));
    assertTrue(leases().take("beat", "other", NOW, TERM));
    assertFalse(leases().take("beat", "third", NOW.minusSeconds(20), TERM), "a little ahead");
  }

  @Test
  default void eachRoleHasALeaseOfItsOwn() {
    assertTrue(leases().take("beat", "one", NOW, TERM));
    assertTrue(leases().take("sweep", "other", NOW, TERM));
  }
}
