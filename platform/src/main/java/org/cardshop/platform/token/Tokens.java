package org.cardshop.platform.token;

import com.auth0.jwt.JWT;
import com.auth0.jwt.JWTCreator;
import com.auth0.jwt.JWTVerifier;
import com.auth0.jwt.algorithms.Algorithm;
import com.auth0.jwt.exceptions.JWTDecodeException;
import com.auth0.jwt.exceptions.JWTVerificationException;
import com.auth0.jwt.exceptions.TokenExpiredException;
import com.auth0.jwt.interfaces.DecodedJWT;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Base64;
import org.cardshop.core.identity.Claims;
import org.cardshop.platform.storage.KeyStore;
import org.cardshop.platform.storage.KeyStore.Purpose;
import org.cardshop.platform.storage.KeyStore.SigningKey;
import org.cardshop.platform.wire.ClaimsJson;
import org.cardshop.platform.wire.Fields;
import org.cardshop.platform.wire.Json;
import org.cardshop.platform.wire.MalformedException;

/// Issues and checks signed tokens (RFC 7519): ES256 for access, HS256 for tickets. Safe for many
/// threads.
public final class Tokens implements Tickets {
  /// How long an access token is good.
  public static final Duration ACCESS_LIFE = Duration.ofMinutes(60);

  /// How wrong the clock of who made a token may be.
  static final Duration SKEW = Duration.ofSeconds(60);

  private static final String CARDSHOP = "cardshop";

  private final KeyStore keys;
  private final InstantSource clock;
  private final OnceVerified verified = new OnceVerified();

  public Tokens(KeyStore keys, InstantSource clock) {
    this.keys = keys;
    this.clock = clock;
  }

  @Override
  public String issue(Claims claims) {
    var now = clock.instant();
    var unsigned =
        JWT.create()
            .withPayload(Json.text(ClaimsJson.write(claims)))
            .withIssuer(CARDSHOP)
            .withAudience(CARDSHOP)
            .withIssuedAt(now);
    return switch (claims) {
      // Issued and checked by schedulers only. A monitor, which issues tickets, may have a clock
      // that is ahead: they say from when on they are good to nobody.
      case Claims.Access _ -> signed(unsigned.withNotBefore(now), keys.pair(now));
      case Claims.Ticket _ -> signed(unsigned, keys.secret(Purpose.TICKET, now));
    };
  }

  /// The public halves of all keys that sign access tokens, as a JWK set (RFC 7517 §5).
  public ObjectNode keySet() {
    var set = Json.object();
    var list = set.putArray("keys");
    keys.pairs(clock.instant()).forEach(pair -> list.add(Jwk.of(pair)));
    return set;
  }

  /// @throws TokenRefusedException when it proves nothing; says why
  public Claims check(String token) throws TokenRefusedException {
    var unchecked = decoded(token);
    var id = unchecked.getKeyId();
    var key = id == null ? null : keys.find(id, clock.instant()).orElse(null);
    if (key == null) {
      throw new TokenRefusedException(
          "The token was signed with a key that is not known here. Log in again.");
    }
    try {
      var checks =
          JWT.require(verifying(key))
              .withIssuer(CARDSHOP)
              .withAudience(CARDSHOP)
              .withClaimPresence("exp")
              .acceptLeeway(SKEW.toSeconds())
              // When it was made decides nothing (RFC 7519 §4.1.6), and the clock of who made it
              // may be ahead.
              .ignoreIssuedAt();
      var verifier = ((JWTVerifier.BaseVerification) checks).build(clock.withZone(ZoneOffset.UTC));
      return fitting(key, claims(verifier.verify(unchecked)));
    } catch (TokenExpiredException e) {
      throw new TokenRefusedException(
          "The token expired at " + e.getExpiredOn() + ". Log in again or refresh it.", e);
    } catch (JWTVerificationException e) {
      throw new TokenRefusedException("The token is not one of this Cardshop. Log in again.", e);
    }
  }

  private static String signed(JWTCreator.Builder token, SigningKey key) {
    return token.withKeyId(key.id()).sign(algorithm(key));
  }

  /// Each kind of key signs one kind of claims.
  private static Claims fitting(SigningKey key, Claims claims) throws TokenRefusedException {
    boolean isFitting =
        switch (claims) {
          case Claims.Access _ -> key instanceof KeyStore.Pair;
          case Claims.Ticket _ ->
              key instanceof KeyStore.Secret secret && secret.isFor(Purpose.TICKET);
        };
    if (!isFitting) {
      throw new TokenRefusedException("The token was signed with a wrong key. Log in again.");
    }
    return claims;
  }

  private static DecodedJWT decoded(String token) throws TokenRefusedException {
    try {
      return JWT.decode(token);
    } catch (JWTDecodeException e) {
      throw new TokenRefusedException("This is not a token. Log in again.", e);
    }
  }

  private static Claims claims(DecodedJWT token) throws TokenRefusedException {
    try {
      return ClaimsJson.read(Fields.of(Base64.getUrlDecoder().decode(token.getPayload())));
    } catch (MalformedException e) {
      throw new TokenRefusedException("The token is of another version. Log in again.", e);
    }
  }

  private Algorithm verifying(SigningKey key) {
    return switch (key) {
      case KeyStore.Pair pair -> verified.with(pair.open());
      case KeyStore.Secret _ -> algorithm(key);
    };
  }

  private static Algorithm algorithm(SigningKey key) {
    // The key decides, not what the token says of itself.
    return switch (key) {
      case KeyStore.Pair(_, var open, var secret, _) -> Algorithm.ECDSA256(open, secret);
      case KeyStore.Secret(_, var bytes) -> Algorithm.HMAC256(bytes);
    };
  }
}
