package org.cardshop.platform.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Optional;
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
    workers().saw(WorkersContract.reported(1, TIME, "sd-1"));
    workers().saw(latest);
    assertEquals(Optional.of(latest), workers().find("w-1"));
    assertEquals(1, workers().page(Map.of("kind", "write"), 0, 5).count());
  }
}
