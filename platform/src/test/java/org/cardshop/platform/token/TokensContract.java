package org.cardshop.platform.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.cardshop.core.identity.Claims;
import org.cardshop.core.identity.Claims.Direction;
import org.cardshop.core.identity.Role;
import org.cardshop.platform.storage.Database;
import org.cardshop.platform.storage.KeyStore;
import org.cardshop.platform.wire.ClaimsJson;
import org.cardshop.platform.wire.Json;
import org.junit.jupiter.api.Test;

/// Tokens, signed with keys from the database.
public interface TokensContract {
  Instant START = Instant.parse("2026-03-01T12:00:00Z");
  Instant END = START.plus(Tokens.ACCESS_LIFE);
  Claims ACCESS = new Claims.Access("u1", "olga", Role.OPERATOR, "mali", END);
  Claims TICKET = new Claims.Ticket("w-1", "t1", 3, Direction.UPLOAD, "mali", "img", 1L << 42, END);

  Database database();

  private Tokens at(Instant time) {
    return new Tokens(new KeyStore(database()), InstantSource.fixed(time));
  }

  private String refusal(Tokens tokens, String token) {
    return String.valueOf(
        assertThrows(TokenRefusedException.class, () -> tokens.check(token)).getMessage());
  }

  @Test
  default void whatOneProcessIssuesAnotherChecks() throws TokenRefusedException {
    assertEquals(ACCESS, at(START).check(at(START).issue(ACCESS)));
    assertEquals(TICKET, at(END.minusSeconds(1)).check(at(START).issue(TICKET)));
  }

  @Test
  default void anExpiredTokenSaysWhen() {
    var token = at(START).issue(ACCESS);
    assertTrue(refusal(at(END.plusSeconds(1)), token).contains("expired at " + END));
  }

  @Test
  default void aChangedTokenIsRefused() {
    var parts = at(START).issue(ACCESS).split("\\.", 3);
    var other = at(START).issue(TICKET).split("\\.", 3);
    var mixed = parts[0] + "." + other[1] + "." + parts[2];
    assertTrue(refusal(at(START), mixed).contains("not one of this Cardshop"));
    assertTrue(refusal(at(START), "nonsense").contains("not a token"));
  }

  @Test
  default void anUnsignedTokenAndAForeignKeyAreRefused() {
    at(START).issue(ACCESS);
    var unsigned =
        JWT.create()
            .withKeyId("1")
            .withIssuer("cardshop")
            .withAudience("cardshop")
            .withExpiresAt(END)
            .sign(Algorithm.none());
    assertTrue(refusal(at(START), unsigned).contains("not one of this Cardshop"));
    var foreign = JWT.create().withKeyId("7").sign(Algorithm.HMAC256("secret"));
    assertTrue(refusal(at(START), foreign).contains("key that is not known"));
  }

  @Test
  default void theKeyDecidesHowATokenIsChecked() {
    var pair = new KeyStore(database()).pair();
    var secret = new KeyStore(database()).secret();
    var asSecret = Algorithm.HMAC256(pair.open().getEncoded());
    var asPair = Algorithm.ECDSA256(pair.open(), pair.secret());
    for (var forged : List.of(forged(pair.id(), asSecret), forged(secret.id(), asPair))) {
      assertTrue(refusal(at(START), forged).contains("not one of this Cardshop"));
    }
  }

  private static String forged(String key, Algorithm algorithm) {
    return JWT.create()
        .withPayload(Json.text(ClaimsJson.write(ACCESS)))
        .withKeyId(key)
        .withIssuer("cardshop")
        .withAudience("cardshop")
        .sign(algorithm);
  }

  @Test
  default void aTokenForSomethingElseIsRefused() {
    var key = new KeyStore(database()).pair();
    var algorithm = Algorithm.ECDSA256(key.open(), key.secret());
    var foreign =
        JWT.create()
            .withKeyId(key.id())
            .withIssuer("cardshop")
            .withAudience("bank")
            .withExpiresAt(END);
    assertTrue(refusal(at(START), foreign.sign(algorithm)).contains("not one of this Cardshop"));
    var endless = JWT.create().withKeyId(key.id()).withIssuer("cardshop").withAudience("cardshop");
    assertTrue(refusal(at(START), endless.sign(algorithm)).contains("not one of this Cardshop"));
  }
}
