package org.cardshop.manager.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class SealingTest {
  private final Sealing sealing = new Sealing(Optional.of("a key that both know"));

  @Test
  void whoHasTheKeyOpensItAndNobodyElse() {
    var sealed = sealing.seal("session", "été");
    assertEquals(
        Optional.of("été"),
        new Sealing(Optional.of("a key that both know")).open("session", sealed));
    assertEquals(Optional.empty(), new Sealing(Optional.of("another")).open("session", sealed));
    assertEquals(Optional.empty(), new Sealing(Optional.empty()).open("session", sealed));
  }

  @Test
  void whatIsForSomethingElseIsNotOpened() {
    assertEquals(Optional.empty(), sealing.open("notice", sealing.seal("session", "text")));
  }

  @Test
  void anyChangeIsSeen() {
    var sealed = sealing.seal("session", "text");
    for (int i = 0; i < sealed.length() - 1; i++) {
      var other = sealed.charAt(i) == 'A' ? 'B' : 'A';
      var changed = sealed.substring(0, i) + other + sealed.substring(i + 1);
      assertEquals(Optional.empty(), sealing.open("session", changed));
      assertEquals(Optional.empty(), sealing.open("session", sealed.substring(0, i)));
    }
  }

  @Test
  void theSameTextIsSealedInAnotherWayEachTime() {
    assertNotEquals(sealing.seal("session", "text"), sealing.seal("session", "text"));
  }
}
