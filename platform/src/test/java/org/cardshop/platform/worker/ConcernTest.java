package org.cardshop.platform.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.cardshop.platform.wire.Command;
import org.junit.jupiter.api.Test;

class ConcernTest {
  @Test
  void aGrantIsCalledOffWithAllBeforeItAndNoneAfterIt() {
    var cancel = new Command.Cancel("task", 2);
    assertEquals(Concern.STOP, Concern.of(cancel, "task", 1));
    assertEquals(Concern.STOP, Concern.of(cancel, "task", 2));
    assertEquals(Concern.NOTHING, Concern.of(cancel, "task", 3));
    assertEquals(Concern.NOTHING, Concern.of(cancel, "another", 2));
  }

  @Test
  void whatIsSaidOfACardIsForItsTaskAlone() {
    var confirmed = new Command.CardConfirmed("task", "A-01", "card");
    assertEquals(Concern.HEAR, Concern.of(confirmed, "task", 1));
    assertEquals(Concern.NOTHING, Concern.of(confirmed, "another", 1));
  }
}
