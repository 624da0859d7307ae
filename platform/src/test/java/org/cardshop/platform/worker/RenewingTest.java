package org.cardshop.platform.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.cardshop.platform.wire.Answer;
import org.junit.jupiter.api.Test;

class RenewingTest {
  private static final OptionalLong LEASE = OptionalLong.of(90_000);

  @Test
  void anAnswerSpeaksOfItsOwnGrantAlone() {
    var answer =
        new Answer.Renewals(
            List.of(
                new Answer.Renewal("one", 2, Optional.of("ticket"), "renewed"),
                new Answer.Renewal("other", 1, Optional.empty(), "another grant is newer")));
    assertEquals(Optional.of(new Renewing.Renewed("ticket")), Renewing.verdict(answer, "one", 2));
    assertEquals(Optional.empty(), Renewing.verdict(answer, "one", 1));
    assertEquals(Optional.empty(), Renewing.verdict(answer, "third", 2));
    assertEquals(
        Optional.of(new Renewing.Fenced("another grant is newer")),
        Renewing.verdict(answer, "other", 1));
  }

  @Test
  void aLeaseIsRenewedEveryQuarterOfItAndSoonerByChance() {
    assertEquals(22_500, Renewing.pause(LEASE, true, _ -> 0));
    assertEquals(18_000, Renewing.pause(LEASE, true, bound -> bound - 1));
  }

  @Test
  void whoeverGotNoAnswerAsksAgainSoon() {
    assertEquals(2_000, Renewing.pause(LEASE, false, _ -> 0));
    assertEquals(100, Renewing.pause(OptionalLong.of(400), false, _ -> 0), "a short lease");
  }
}
