package org.cardshop.platform.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.cardshop.core.task.TaskKind;
import org.junit.jupiter.api.Test;

/// What is asked of whatever keeps the workers.
public interface WorkersContract {
  Instant TIME = Instant.parse("2026-03-01T12:00:00Z");

  /// Empty at first; the same one for as long as a test runs.
  Workers workers();

  static Worker reported(long boot, Instant at, String medium) {
    return new Worker(
        "w-1",
        TaskKind.WRITE,
        "mali",
        boot,
        "1",
        at,
        true,
        List.of(new Worker.Slot("A-01", "ready", medium, 8, "")),
        OptionalLong.of(9));
  }

  @Test
  default void theLatestReportOfTheLatestStartStays() {
    var latest = reported(2, TIME, "sd-3");
    workers().saw(reported(1, TIME, "sd-1"), 9);
    workers().saw(reported(2, TIME.plusSeconds(99), "sd-2"), 1);
    workers().saw(latest, 2);
    workers().saw(reported(2, TIME.plusSeconds(99), "sd-2"), 1);
    workers().saw(reported(1, TIME.plusSeconds(99), "sd-1"), 10);
    assertEquals(List.of(latest), workers().ofChannel("mali"));
    assertEquals(List.of(), workers().ofChannel("another"));
  }

  @Test
  default void aWorkerThatLeftOrFellSilentIsOffline() {
    workers().saw(reported(2, TIME, ""), 1);
    workers().left("w-1", 1);
    workers().left("w-2", 2);
    assertTrue(isOnline());
    assertEquals(0, workers().silentSince(TIME));
    assertEquals(1, workers().silentSince(TIME.plusSeconds(1)));
    assertEquals(0, workers().silentSince(TIME.plusSeconds(1)), "it is known already");
    assertFalse(isOnline());
    workers().saw(reported(2, TIME.plusSeconds(2), ""), 2);
    assertTrue(isOnline());
    workers().left("w-1", 2);
    assertFalse(isOnline());
  }

  private boolean isOnline() {
    return workers().ofChannel("mali").getFirst().online();
  }
}
