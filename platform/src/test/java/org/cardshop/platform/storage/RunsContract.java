package org.cardshop.platform.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is asked of whatever keeps the runs of schedules.
public interface RunsContract {
  Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  Run RUN = new Run("nightly", NOW, "tidy");

  /// Empty at first; the same one for as long as a test runs.
  Runs runs();

  @Test
  default void aDueTimeIsNotedOnce() {
    assertTrue(runs().insert(RUN, NOW));
    assertFalse(runs().insert(RUN, NOW));
    assertFalse(runs().insert(new Run("nightly", NOW, "another job"), NOW));
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
    assertEquals(List.of(RUN), runs().unpublishedSince(NOW.plusSeconds(1), 1));
    assertTrue(runs().takeUp(RUN, NOW, NOW.plusSeconds(2)));
    assertFalse(runs().takeUp(RUN, NOW, NOW.plusSeconds(2)), "another has taken it up");
    assertEquals(List.of(later), runs().unpublishedSince(NOW.plusSeconds(1), 9));
    runs().setPublished(RUN);
    assertEquals(List.of(later), runs().unpublishedSince(NOW.plusSeconds(9), 9));
    assertFalse(runs().takeUp(RUN, NOW.plusSeconds(9), NOW.plusSeconds(9)), "nothing waits");
  }

  @Test
  default void aRunIsOpenUntilItEnds() {
    assertFalse(runs().isOpen(RUN), "unknown");
    runs().setEnded(RUN, NOW);
    runs().setPublished(RUN);
    assertFalse(runs().isOpen(RUN), "still unknown");
    runs().insert(RUN, NOW);
    assertTrue(runs().isOpen(RUN));
    assertTrue(runs().hasOpen("nightly", NOW));
    assertFalse(runs().hasOpen("nightly", NOW.plusMillis(1)));
    assertFalse(runs().hasOpen("daily", NOW));
    runs().setEnded(RUN, NOW);
    assertFalse(runs().isOpen(RUN));
    assertFalse(runs().hasOpen("nightly", NOW));
    assertFalse(runs().insert(RUN, NOW), "a run that ended is noted still");
  }
}
