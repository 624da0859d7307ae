package org.cardshop.manager.label;

import org.cardshop.platform.wire.Fields;
import org.cardshop.platform.wire.Json;

/// Parcels to try things with.
final class Parcels {
  static final String ORDER = "0123456789abcdef01234567";

  private Parcels() {}

  /// Every card is verified but the last one, which is being written.
  static Parcel of(int cards, String name) {
    var order = Json.object().put("_id", ORDER).put("status", "writing").put("quantity", cards);
    order.putObject("recipient").put("name", name).put("address", "1 Road\nTown");
    order.putObject("cards").put("good", cards - 1);
    var tasks = order.putObject("tasks").putArray("write");
    for (int unit = 1; unit <= cards; unit++) {
      var task = tasks.addObject().put("unit", unit);
      if (unit < cards) {
        task.put("life", "succeeded")
            .putObject("product")
            .put("medium", "sd-" + unit)
            .put("slot", "A-03");
      } else {
        task.put("life", "running").putNull("product");
      }
    }
    return Parcel.of(new Fields(order));
  }
}
