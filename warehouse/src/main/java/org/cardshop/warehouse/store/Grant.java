package org.cardshop.warehouse.store;

import org.cardshop.core.identity.Claims.Ticket;
import org.cardshop.platform.wire.Fields;
import org.cardshop.platform.wire.Json;

/// By whom an image was published: which task, granted the how-manieth time.
public record Grant(String task, long epoch) {
  public static Grant of(Ticket ticket) {
    return new Grant(ticket.task(), ticket.epoch());
  }

  /// An image is replaced by a newer grant of its task, or by another task: that one's ticket
  /// holds, so the order is being built again.
  public boolean mayReplace(Grant older) {
    return !task.equals(older.task) || epoch > older.epoch;
  }

  byte[] toJson() {
    return Json.bytes(Json.object().put("task", task).put("epoch", epoch));
  }

  static Grant read(byte[] json) {
    var fields = Fields.of(json);
    return new Grant(fields.text("task"), fields.whole("epoch"));
  }
}
