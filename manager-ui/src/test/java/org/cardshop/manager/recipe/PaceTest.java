package org.cardshop.manager.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.cardshop.platform.wire.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaceTest {
  private static final long GB = 1_000_000_000L;

  @Test
  void theMiddleOfWhatSucceededOfLateIsThePace() {
    var order = Json.object();
    var tasks = order.putObject("tasks");
    task(tasks.putObject("create"), "succeeded", "building", 100)
        .putObject("product")
        .put("size", GB);
    var write = tasks.putArray("write");
    task(write.addObject(), "succeeded", "writing", 50);
    task(write.addObject(), "succeeded", "writing", 200);
    task(write.addObject(), "succeeded", "writing", 1_000);
    task(write.addObject(), "discarded", "writing", 1);
    var pace = Pace.read(Pace.of(List.of(order)).text());
    assertEquals(Optional.of(Duration.ofMinutes(5)), pace.image(3 * GB));
    assertEquals(Optional.of(Duration.ofMinutes(10)), pace.card(3 * GB));
    assertEquals(3, pace.cards().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ";", "x;y", "1;-1", "0;0", "1E999;", ".;.", "<b>"})
  void nothingKnownIsNothingSaid(String text) {
    assertEquals(Optional.empty(), Pace.read(text).card(GB));
    assertEquals(Optional.empty(), Pace.UNKNOWN.image(GB));
  }

  private static ObjectNode task(ObjectNode task, String life, String step, int seconds) {
    task.put("life", life);
    var begun = Instant.EPOCH.plusSeconds(1_000);
    var statuses = task.putArray("statuses");
    statuses.addObject().put("status", "pending").put("on", "1970-01-01T00:00:00Z");
    statuses.addObject().put("status", step).put("on", begun.toString());
    statuses.addObject().put("status", "done").put("on", begun.plusSeconds(seconds).toString());
    return task;
  }
}
