package org.cardshop.manager.order;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.cardshop.platform.wire.Fields;
import org.cardshop.platform.wire.Json;
import org.junit.jupiter.api.Test;

class CardViewTest {
  @Test
  void theSpeedOfACardIsThatOfItsLastWriting() {
    var task =
        Json.object()
            .put("_id", "1")
            .put("kind", "write")
            .put("order", "2")
            .put("unit", 42)
            .put("status", "written");
    var statuses = task.putArray("statuses");
    var steps = List.of("writing", "waiting_for_card", "writing", "verifying", "written");
    for (int i = 0; i < steps.size(); i++) {
      statuses
          .addObject()
          .put("status", steps.get(i))
          .put("on", "2026-01-01T00:0" + i * i / 2 + ":00Z");
    }
    task.putObject("product")
        .put("medium", "sd-1")
        .put("slot", "A-03")
        .put("verified", 6000)
        .put("rewrites", 3);
    var card = CardView.of(new Fields(task));
    assertEquals(OptionalLong.of(50), card.rate(), "6000 bytes in two minutes");
    assertEquals(Optional.of("A-03-0042"), card.label());
    assertEquals(OptionalLong.of(3), card.rewrites());
  }
}
