package org.cardshop.platform.storage;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import org.cardshop.core.task.Mark;
import org.cardshop.platform.wire.Fact;
import org.junit.jupiter.api.Test;

/// What is asked of whatever keeps facts.
public interface FactsContract {
  /// Empty at first; the same one for as long as a test runs.
  Facts facts();

  @Test
  default void aFactIsAddedOnce() {
    assertFalse(facts().contains(said(1, "first")));
    assertTrue(facts().add(said(1, "first"), Instant.EPOCH));
    assertFalse(facts().add(said(1, "again"), Instant.EPOCH));
    assertTrue(facts().contains(said(1, "again")));
    assertFalse(facts().contains(said(2, "first")));
  }

  private static Fact said(long seq, String what) {
    return new Fact("w", new Mark(1, seq), Instant.EPOCH, new Fact.WorkerOffline(what));
  }
}
