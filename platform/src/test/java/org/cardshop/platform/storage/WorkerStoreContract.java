package org.cardshop.platform.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.cardshop.core.task.TaskKind;
import org.cardshop.core.worker.Cordon;
import org.junit.jupiter.api.Test;

/// The workers.
public interface WorkerStoreContract {
  Instant TIME = Instant.parse("2026-03-01T12:00:00Z");

  Database database();

  private WorkerStore workers() {
    return new WorkerStore(database());
  }

  private static Worker reported(long boot, Instant at, String medium) {
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
    workers().saw(reported(1, TIME.plusSeconds(9), "sd-1"));
    workers().saw(reported(2, TIME.minusSeconds(1), "sd-2"));
    workers().saw(latest);
    workers().saw(reported(2, TIME.minusSeconds(1), "sd-2"));
    workers().saw(reported(1, TIME.plusSeconds(10), "sd-1"));
    assertEquals(latest, workers().find("w-1").orElseThrow());
    assertEquals(1, workers().page(Map.of("kind", "write"), 0, 5).count());
  }

  @Test
  default void aWorkerThatLeftOrFellSilentIsOffline() {
    workers().saw(reported(2, TIME, ""));
    workers().left("w-1", 1);
    assertTrue(workers().find("w-1").orElseThrow().online());
    assertEquals(0, workers().silentSince(TIME));
    assertEquals(1, workers().silentSince(TIME.plusSeconds(1)));
    workers().saw(reported(2, TIME.plusSeconds(2), ""));
    assertTrue(workers().find("w-1").orElseThrow().online());
    workers().left("w-1", 2);
    assertFalse(workers().find("w-1").orElseThrow().online());
  }

  @Test
  default void aCordonOutlivesEveryReportUntilItIsTakenAway() {
    var cordon = new Cordon("olga", TIME, true);
    assertFalse(workers().cordon("w-1", Optional.of(cordon)), "there is no such worker yet");
    workers().saw(reported(2, TIME, ""));
    assertTrue(workers().cordon("w-1", Optional.of(cordon)));
    workers().saw(reported(2, TIME.plusSeconds(30), "sd-1"));
    workers().saw(reported(3, TIME.plusSeconds(60), "sd-2"));
    workers().left("w-1", 3);
    var worker = workers().find("w-1").orElseThrow();
    assertEquals(Optional.of(cordon), worker.cordon());
    assertEquals("sd-2", worker.slots().getFirst().medium());
    assertEquals(List.of(worker), workers().ofChannel("mali"));
    assertTrue(workers().cordon("w-1", Optional.empty()));
    assertEquals(Optional.empty(), workers().find("w-1").orElseThrow().cordon());
  }

  @Test
  default void whatAWorkerNoLongerSaysIsForgotten() {
    workers().saw(reported(2, TIME, ""));
    var told = reported(2, TIME.plusSeconds(30), "");
    workers()
        .saw(
            new Worker(
                told.name(),
                told.kind(),
                told.channel(),
                told.boot(),
                told.version(),
                told.lastHeartbeat(),
                true,
                List.of(),
                OptionalLong.empty()));
    assertEquals(OptionalLong.empty(), workers().find("w-1").orElseThrow().diskFree());
  }
}
