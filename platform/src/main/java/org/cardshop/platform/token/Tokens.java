package org.cardshop.platform.token;

import com.auth0.jwt.JWT;
import com.auth0.jwt.JWTVerifier;
import com.auth0.jwt.algorithms.Algorithm;
import com.auth0.jwt.exceptions.JWTDecodeException;
import com.auth0.jwt.exceptions.JWTVerificationException;
import com.auth0.jwt.exceptions.TokenExpiredException;
import com.auth0.jwt.interfaces.DecodedJWT;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Base64;
import org.cardshop.core.identity.Claims;
import org.cardshop.platform.storage.KeyStore;
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

  private static final String CARDSHOP = "cardshop";

  private final KeyStore keys;
  private final InstantSource clock;

  public Tokens(KeyStore keys, InstantSource clock) {
    this.keys = keys;
    this.clock = clock;
  }

  @Override
  public String issue(Claims claims) {
    var key =
        switch (claims) {
          case Claims.Access _ -> keys.pair();
          case Claims.Ticket _ -> keys.secret();
        };
    return JWT.create()
        .withPayload(Json.text(ClaimsJson.write(claims)))
        .withKeyId(key.id())
        .withIssuer(CARDSHOP)
        .withAudience(CARDSHOP)
        .withIssuedAt(clock.instant())
        .sign(algorithm(key));
  }

  public Claims check(String token) throws TokenRefusedException {
    var unchecked = decoded(token);
    var id = unchecked.getKeyId();
    var key = id == null ? null : keys.find(id).orElse(null);
    if (key == null) {
      throw new TokenRefusedException(
          "The token was signed with a key that is not known here. Log in again.");
    }
    try {
      var checks =
          JWT.require(algorithm(key))
              .withIssuer(CARDSHOP)
              .withAudience(CARDSHOP)
              .withClaimPresence("exp")
              // When it was made decides nothing (RFC 7519 §4.1.6), and the clock of who made it
              // may be ahead.
              .ignoreIssuedAt();
      var verifier = ((JWTVerifier.BaseVerification) checks).build(clock.withZone(ZoneOffset.UTC));
      return claims(verifier.verify(unchecked));
    } catch (TokenExpiredException e) {
      throw new TokenRefusedException(
          "The token expired at " + e.getExpiredOn() + ". Log in again or refresh it.", e);
    } catch (JWTVerificationException e) {
      throw new TokenRefusedException("The token is not one of this Cardshop. Log in again.", e);
    }
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

  private static Algorithm algorithm(SigningKey key) {
    // The key decides, not what the token says of itself.
    return switch (key) {
      case KeyStore.Pair(_, var open, var secret) -> Algorithm.ECDSA256(open, secret);
      case KeyStore.Secret(_, var bytes) -> Algorithm.HMAC256(bytes);
    };
  }
}
