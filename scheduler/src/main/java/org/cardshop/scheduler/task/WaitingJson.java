package org.cardshop.scheduler.task;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.cardshop.core.waiting.Waiting;
import org.cardshop.platform.wire.Json;

/// Why something waits, as the API shows it.
public final class WaitingJson {
  private WaitingJson() {}

  public static ObjectNode write(Waiting waiting) {
    return Json.object()
        .put("waits", waiting.cause() != Waiting.Cause.NOTHING)
        .put("cause", waiting.cause().wire())
        .put("sentence", waiting.sentence())
        .put("until", waiting.until().map(Instant::toString).orElse(null));
  }
}
