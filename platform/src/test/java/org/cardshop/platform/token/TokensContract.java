package org.cardshop.platform.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.KeyFactory;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.cardshop.core.identity.Claims;
import org.cardshop.core.identity.Claims.Direction;
import org.cardshop.core.identity.Role;
import org.cardshop.platform.storage.Database;
import org.cardshop.platform.storage.KeyStore;
import org.cardshop.platform.storage.KeyStore.Purpose;
import org.cardshop.platform.wire.ClaimsJson;
import org.cardshop.platform.wire.Json;
import org.cardshop.testing.SettableClock;
import org.junit.jupiter.api.Test;

/// Tokens, signed with keys from the database.
public interface TokensContract {
  Instant START = Instant.parse("2026-03-01T12:00:00Z");
  Instant END = START.plus(Tokens.ACCESS_LIFE);
  Claims ACCESS = new Claims.Access("s1", "u1", "olga", Role.OPERATOR, "mali", END);
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
    assertTrue(refusal(at(END.plusSeconds(61)), token).contains("expired at " + END));
  }

  @Test
  default void aClockMayBeAMinuteWrong() throws TokenRefusedException {
    var token = at(START).issue(ACCESS);
    assertEquals(ACCESS, at(END.plusSeconds(59)).check(token));
    assertEquals(ACCESS, at(START.minusSeconds(60)).check(token));
    assertTrue(refusal(at(START.minusSeconds(62)), token).contains("not one of this Cardshop"));
  }

  @Test
  default void theKeySetHoldsPublicHalvesOnly() {
    at(START).issue(TICKET);
    var token = JWT.decode(at(START).issue(ACCESS));
    var keys = at(START).keySet().path("keys");
    assertEquals(1, keys.size());
    assertEquals(token.getKeyId(), keys.get(0).path("kid").textValue());
    assertEquals("ES256", keys.get(0).path("alg").textValue());
    assertEquals(
        Set.of("kty", "crv", "use", "alg", "kid", "x", "y"),
        keys.get(0).propertyStream().map(Map.Entry::getKey).collect(Collectors.toSet()));
  }

  @Test
  default void whatTheKeySetSaysChecksATokenElsewhere() throws Exception {
    var token = at(START).issue(ACCESS);
    var jwk = at(START).keySet().path("keys").get(0);
    var parameters = AlgorithmParameters.getInstance("EC");
    parameters.init(new ECGenParameterSpec("secp256r1"));
    var point = new ECPoint(number(jwk.path("x")), number(jwk.path("y")));
    var open =
        KeyFactory.getInstance("EC")
            .generatePublic(
                new ECPublicKeySpec(point, parameters.getParameterSpec(ECParameterSpec.class)));
    Algorithm.ECDSA256((ECPublicKey) open, null).verify(JWT.decode(token));
  }

  private static BigInteger number(JsonNode text) {
    return new BigInteger(1, Base64.getUrlDecoder().decode(text.textValue()));
  }

  @Test
  default void aTokenSignedBeforeAKeyWasReplacedStaysGood() throws TokenRefusedException {
    var before = at(START).issue(ACCESS);
    new KeyStore(database()).rotate(START.plusSeconds(10));
    var after = at(START.plusSeconds(20)).issue(ACCESS);
    assertNotEquals(JWT.decode(before).getKeyId(), JWT.decode(after).getKeyId());
    assertEquals(ACCESS, at(START.plusSeconds(20)).check(before));
    assertEquals(ACCESS, at(START.plusSeconds(20)).check(after));
  }

  @Test
  default void aKeySignsNothingButWhatItIsFor() {
    var refresh = new KeyStore(database()).secret(Purpose.REFRESH, START);
    var ticket = new KeyStore(database()).secret(Purpose.TICKET, START);
    for (var secret : List.of(refresh, ticket)) {
      var forged = forged(secret.id(), Algorithm.HMAC256(secret.bytes()));
      assertTrue(refusal(at(START), forged).contains("wrong key"));
    }
  }

  /// That its signature was good once spares it nothing else.
  @Test
  default void aTokenThatWasCheckedIsCheckedAgain() throws TokenRefusedException {
    var clock = new SettableClock(START);
    var tokens = new Tokens(new KeyStore(database()), clock);
    var token = tokens.issue(ACCESS);
    assertEquals(ACCESS, tokens.check(token));
    assertEquals(ACCESS, tokens.check(token));
    var ours = token.split("\\.", 3);
    var changed = ours[0] + "." + at(START).issue(TICKET).split("\\.", 3)[1] + "." + ours[2];
    assertTrue(refusal(tokens, changed).contains("not one of this Cardshop"));
    assertTrue(refusal(tokens, changed).contains("not one of this Cardshop"), "again");
    clock.advance(Tokens.ACCESS_LIFE.plusSeconds(61));
    assertTrue(refusal(tokens, token).contains("expired at " + END));
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
    var pair = new KeyStore(database()).pair(START);
    var secret = new KeyStore(database()).secret(Purpose.TICKET, START);
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
    var key = new KeyStore(database()).pair(START);
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
