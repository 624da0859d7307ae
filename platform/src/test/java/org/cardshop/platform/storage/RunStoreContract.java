package org.cardshop.platform.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

interface RunStoreContract extends RunsContract {
  Database database();

  @Override
  default RunStore runs() {
    return new RunStore(database());
  }

  @Test
  default void oldRunsAreForgotten() {
    runs().insert(RUN, NOW);
    assertEquals(0, runs().prune(NOW));
    assertEquals(1, runs().prune(NOW.plusMillis(1)));
  }
}
