package org.cardshop.platform.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.stream.Stream;
import org.cardshop.core.identity.Claims;
import org.cardshop.core.identity.Claims.Direction;
import org.cardshop.core.identity.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ClaimsJsonTest {
  private static final Instant EXPIRY = Instant.ofEpochSecond(1_800_000_000);

  static Stream<Claims> claims() {
    return Stream.of(
        new Claims.Access("s1", "68a1", "anna", Role.OPERATOR, "default", EXPIRY),
        new Claims.Ticket(
            "creator-1", "68b2", 3, Direction.UPLOAD, "default", "68a1", 8_000_000_000L, EXPIRY),
        new Claims.Ticket("scheduler", "", 0, Direction.DELETE, "default", "68a1", 0, EXPIRY));
  }

  @ParameterizedTest
  @MethodSource("claims")
  void whatIsWrittenIsReadAsTheSame(Claims claims) {
    assertEquals(claims, ClaimsJson.read(new Fields(ClaimsJson.write(claims))));
  }

  @Test
  void namesOfStandardClaimsAreThoseOfTheStandard() {
    var json =
        ClaimsJson.write(new Claims.Access("s1", "68a1", "anna", Role.OPERATOR, "default", EXPIRY));
    assertEquals(
        """
        {"sub":"anna","exp":1800000000,"kind":"access","sid":"s1","user":"68a1","role":"operator","channel":"default"}\
        """,
        Json.text(json));
  }

  @Test
  void anUnknownKindOfTokenIsRefused() {
    var json = ClaimsJson.write(claims().findFirst().orElseThrow()).put("kind", "master");
    assertThrows(MalformedException.class, () -> ClaimsJson.read(new Fields(json)));
  }

  @Test
  void aMissingClaimIsNamed() {
    var json = ClaimsJson.write(claims().findFirst().orElseThrow());
    json.remove("role");
    var thrown = assertThrows(MalformedException.class, () -> ClaimsJson.read(new Fields(json)));
    assertTrue(String.valueOf(thrown.getMessage()).contains("'role'"));
  }
}
