package org.cardshop.warehouse.ftp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.cardshop.warehouse.ftp.Limits.Presence;
import org.cardshop.warehouse.ftp.Limits.Stay;
import org.junit.jupiter.api.Test;

class LimitsTest {
  private static final Instant START = Instant.parse("2026-05-01T12:00:00Z");
  private static final Instant NEVER = START.plus(Duration.ofDays(9));

  private final Limits limits =
      new Limits(Duration.ofSeconds(300), Duration.ofSeconds(60), Duration.ofSeconds(900));

  @Test
  void whoDoesNotLogInHasAMinute() {
    var stranger = new Presence.Stranger(START);
    assertStays(stranger, 59);
    assertEquals(new Stay.Out("nobody logged in"), at(stranger, 60));
  }

  @Test
  void whoSaysNothingIsShownOut() {
    var idle = new Presence.Idle(NEVER, START);
    assertStays(idle, 299);
    assertEquals(new Stay.Out("no command came for 300 s"), at(idle, 300));
  }

  @Test
  void whoseTokenHasRunOutIsShownOutBetweenTwoCommands() {
    var idle = new Presence.Idle(START.plusSeconds(10), START);
    assertStays(idle, 9);
    assertEquals(new Stay.Out("the token has run out"), at(idle, 10));
  }

  @Test
  void whoseTokenHasRunOutEndsTheCommandAtHandInTime() {
    var busy = new Presence.Busy(START.plusSeconds(10), Optional.empty());
    assertStays(busy, 909);
    assertInstanceOf(Stay.Out.class, at(busy, 910));
  }

  @Test
  void aTransferIsCutWhenNothingMovesAndACheckIsNot() {
    var transfer = new Presence.Busy(NEVER, Optional.of(START.plusSeconds(60)));
    assertStays(transfer, 59);
    assertInstanceOf(Stay.Cut.class, at(transfer, 60));
    assertStays(new Presence.Busy(NEVER, Optional.empty()), 100_000);
  }

  private void assertStays(Presence presence, long seconds) {
    assertEquals(new Stay.On(), at(presence, seconds));
  }

  private Stay at(Presence presence, long seconds) {
    return limits.of(presence, START.plusSeconds(seconds));
  }
}
