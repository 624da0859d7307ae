package org.cardshop.platform.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.cardshop.platform.wire.Json;
import org.junit.jupiter.api.Test;

class TempoTest {
  private static final long MILLI = 1_000_000;

  private final Tempo tempo = new Tempo();

  private static ObjectNode writing(long done) {
    return Json.object().put("step", "writing").put("done", done).put("total", 1000);
  }

  @Test
  void ofManyReportsOneInAWhileIsSentAndTheLast() {
    assertTrue(tempo.isNews(writing(0), 0), "the first");
    assertFalse(tempo.isNews(writing(10), 100 * MILLI));
    assertTrue(tempo.isNews(writing(20), 600 * MILLI), "half a second later");
    assertFalse(tempo.isNews(writing(30), 700 * MILLI));
    assertTrue(tempo.isNews(writing(1000), 800 * MILLI), "the last");
  }

  @Test
  void anotherStepAndWhatHasNoAmountAreSentAtOnce() {
    assertTrue(tempo.isNews(writing(0), 0));
    assertTrue(tempo.isNews(writing(0).put("step", "verifying"), MILLI));
    var asks = Json.object().put("step", "waiting_for_card").put("asks", "insert");
    assertTrue(tempo.isNews(asks, 2 * MILLI));
    assertTrue(tempo.isNews(asks.deepCopy().put("asks", "confirm"), 3 * MILLI));
  }

  @Test
  void aSpeedIsSaidOnceItIsKnownAndOfThisStepOnly() {
    for (long second = 0; second < 5; second++) {
      tempo.isNews(writing(second * 50), second * 1000 * MILLI);
      assertEquals(second < 2 ? 0 : 50, tempo.withRate(writing(0)).path("rate").asLong());
    }
    tempo.isNews(writing(0).put("step", "verifying"), 5000 * MILLI);
    assertFalse(tempo.withRate(writing(0)).has("rate"));
  }
}
