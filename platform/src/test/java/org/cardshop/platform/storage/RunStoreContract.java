package org.cardshop.platform.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

interface RunStoreContract {
  Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  Run RUN = new Run("nightly", NOW, "tidy");

  Database database();

  private RunStore runs() {
    return new RunStore(database());
  }

  @Test
  default void aDueTimeIsNotedOnce() {
    assertTrue(runs().insert(RUN, NOW));
    assertFalse(runs().insert(RUN, NOW));
    assertTrue(runs().insert(new Run("nightly", NOW.plusSeconds(60), "tidy"), NOW));
    assertTrue(runs().insert(new Run("daily", NOW, "tidy"), NOW));
  }

  @Test
  default void aRunWaitsUntilItIsPublished() {
    var later = new Run("nightly", NOW.minusSeconds(60), "tidy");
    runs().insert(later, NOW.plusSeconds(1));
    runs().insert(RUN, NOW);
    assertEquals(List.of(RUN), runs().unpublishedSince(NOW, 9));
    assertEquals(List.of(RUN, later), runs().unpublishedSince(NOW.plusSeconds(1), 9));
    assertTrue(runs().takeUp(RUN, NOW, NOW.plusSeconds(2)));
    assertFalse(runs().takeUp(RUN, NOW, NOW.plusSeconds(2)), "another has taken it up");
    runs().setPublished(RUN);
    assertEquals(List.of(later), runs().unpublishedSince(NOW.plusSeconds(9), 9));
  }

  @Test
  default void aRunIsOpenUntilItEnds() {
    assertFalse(runs().isOpen(RUN), "unknown");
    runs().insert(RUN, NOW);
    assertTrue(runs().isOpen(RUN));
    assertTrue(runs().hasOpen("nightly", NOW));
    assertFalse(runs().hasOpen("nightly", NOW.plusMillis(1)));
    assertFalse(runs().hasOpen("daily", NOW));
    runs().setEnded(RUN, NOW);
    assertFalse(runs().isOpen(RUN));
    assertFalse(runs().hasOpen("nightly", NOW));
  }

  @Test
  default void oldRunsAreForgotten() {
    runs().insert(RUN, NOW);
    assertEquals(0, runs().prune(NOW));
    assertEquals(1, runs().prune(NOW.plusMillis(1)));
  }

  @Test
  default void aRoleIsHeldByOneAtATime() {
    var leases = new LeaseStore(database());
    var term = Duration.ofSeconds(20);
    assertTrue(leases.take("beat", "one", NOW, term));
    assertFalse(leases.take("beat", "other", NOW.plusSeconds(19), term));
    assertTrue(leases.take("beat", "one", NOW.plusSeconds(19), term));
    assertFalse(leases.take("beat", "other", NOW.plusSeconds(38), term));
    assertTrue(leases.take("beat", "other", NOW.plusSeconds(39), term));
    leases.release("beat", "one");
    assertFalse(leases.take("beat", "one", NOW.plusSeconds(40), term));
    leases.release("beat", "other");
    assertTrue(leases.take("beat", "one", NOW.plusSeconds(40), term));
  }
}
