package org.cardshop.platform.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.cardshop.core.worker.Cordon;
import org.junit.jupiter.api.Test;

/// The workers.
public interface WorkerStoreContract extends WorkersContract {
  Database database();

  @Override
  default WorkerStore workers() {
    return new WorkerStore(database());
  }

  @Test
  default void aWorkerIsOneHoweverOftenItReports() {
    var latest = WorkersContract.reported(2, TIME, "sd-3");
    workers().saw(WorkersContract.reported(1, TIME, "sd-1"), 1);
    workers().saw(latest, 2);
    assertEquals(Optional.of(latest), workers().find("w-1"));
    assertEquals(1, workers().page(Map.of("kind", "write"), 0, 5).count());
  }

  @Test
  default void aCordonOutlivesEveryReportUntilItIsTakenAway() {
    var cordon = new Cordon("olga", TIME, true);
    assertFalse(workers().cordon("w-1", Optional.of(cordon)), "there is no such worker yet");
    workers().saw(WorkersContract.reported(2, TIME, ""), 3);
    assertTrue(workers().cordon("w-1", Optional.of(cordon)));
    workers().saw(WorkersContract.reported(2, TIME.plusSeconds(30), "sd-1"), 4);
    workers().saw(WorkersContract.reported(3, TIME.plusSeconds(60), "sd-2"), 5);
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
    workers().saw(WorkersContract.reported(2, TIME, ""), 6);
    var told = WorkersContract.reported(2, TIME.plusSeconds(30), "");
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
                OptionalLong.empty()),
            99);
    assertEquals(OptionalLong.empty(), workers().find("w-1").orElseThrow().diskFree());
  }
}
