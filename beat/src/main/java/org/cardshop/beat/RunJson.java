package org.cardshop.beat;

import org.cardshop.platform.storage.Run;
import org.cardshop.platform.wire.Fields;
import org.cardshop.platform.wire.Json;

/// Runs on the wire: `{schedule, job, due}`.
public final class RunJson {
  private RunJson() {}

  public static byte[] write(Run run) {
    return Json.bytes(
        Json.object()
            .put("schedule", run.schedule())
            .put("job", run.job())
            .put("due", run.due().toString()));
  }

  /// @throws org.cardshop.platform.wire.MalformedException when it is no run
  public static Run read(byte[] bytes) {
    var fields = Fields.of(bytes);
    return new Run(fields.text("schedule"), fields.instant("due"), fields.text("job"));
  }
}
