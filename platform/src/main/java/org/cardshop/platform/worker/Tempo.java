package org.cardshop.platform.worker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import org.cardshop.platform.runtime.Pace;

/// How fast one task goes on, and which of its reports are worth sending. Times are nanoseconds of
/// a clock that never jumps.
final class Tempo {
  /// Nobody looks more often.
  private static final Duration INTERVAL = Duration.ofMillis(500);

  /// A step that is younger has no speed yet: what buffers swallow at first says nothing.
  private static final Duration SETTLED = Duration.ofSeconds(2);

  private Pace pace = new Pace();
  private String doing = "";
  private long begun;
  private long sent;
  private long rate;

  /// Whether the report is to be sent: the first of a step, the last, what has no amount, and of
  /// all others one in a while.
  synchronized boolean isNews(ObjectNode now, long time) {
    var what = now.path("step").asText() + " " + now.path("phase").asText();
    boolean isNew = !what.equals(doing);
    if (isNew) {
      doing = what;
      begun = time;
      pace = new Pace();
    }
    boolean isAmount = now.path("done").isNumber() && now.path("total").isNumber();
    long done = now.path("done").asLong();
    if (isAmount) {
      pace.on(time, done);
    }
    rate = isAmount && time - begun >= SETTLED.toNanos() ? pace.rate() : 0;
    boolean isLast = isAmount && done >= now.path("total").asLong();
    if (isAmount && !isNew && !isLast && time - sent < INTERVAL.toNanos()) {
      return false;
    }
    sent = time;
    return true;
  }

  /// The report that was looked at last, with its `rate` in bytes a second when that is known.
  synchronized ObjectNode withRate(ObjectNode now) {
    return rate > 0 ? now.deepCopy().put("rate", rate) : now;
  }
}
