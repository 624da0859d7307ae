package org.cardshop.allinone;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Hosts whose clocks are ten minutes ahead or behind.
@Tag("faults")
@Tag("long-faults")
@ExtendWith(FactoryExtension.class)
final class ClockFaultTest {
  @ParameterizedTest
  @CsvSource({
    "scheduler, 600",
    "scheduler, -600",
    "monitor, 600",
    "monitor, -600",
    "beat, 600",
    "beat, -600",
    "creator, 600",
    "creator, -600",
    "writer, 600",
    "writer, -600",
  })
  void anOrderEndsRightAlthoughAClockIsWrong(String part, int seconds, Factory factory)
      throws Exception {
    factory.stop(part);
    try (var _ = factory.withWrongClock(part, seconds)) {
      var id = factory.orders().placeSmall("clock-of-" + part + seconds, 2);
      var order = factory.orders().awaitGoodCards(id);
      assertEquals(1, Orders.create(order).path("epoch").asInt(), order::toPrettyString);
    }
    factory.start(part);
    assertEquals(List.of(), factory.breaches());
  }
}
