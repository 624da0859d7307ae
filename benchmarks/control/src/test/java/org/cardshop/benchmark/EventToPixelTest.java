package org.cardshop.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.cardshop.benchmark.EventToPixel.Sent;
import org.cardshop.benchmark.Watcher.Sight;
import org.junit.jupiter.api.Test;

class EventToPixelTest {
  private static final Map<String, List<Sent>> SENT =
      Map.of(
          "A-01", List.of(new Sent(1, 1_000), new Sent(2, 2_000), new Sent(3, 3_000)),
          "A-02", List.of(new Sent(1, 1_010), new Sent(2, 2_010)));

  @Test
  void whatIsNotSeenIsSupersededOrLost() {
    var seen =
        List.of(
            new Sight("A-01", 1, 1_100), new Sight("A-02", 1, 1_310), new Sight("A-01", 3, 3_200));
    var figures = EventToPixel.compared(SENT, seen);
    assertEquals(3, figures.get("seen"));
    assertEquals(1, figures.get("superseded"), "the second of A-01");
    assertEquals(1, figures.get("lost"), "the second of A-02");
    assertEquals(200, figures.get("p50 ms"));
    assertEquals(300, figures.get("most ms"));
  }

  @Test
  void whatAPageShowedBeforeIsNotWhatWasSent() {
    var seen = List.of(new Sight("A-01", 3, 900));
    assertThrows(IllegalStateException.class, () -> EventToPixel.compared(SENT, seen));
  }
}
