package org.cardshop.manager.web;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.cardshop.core.identity.Claims;
import org.cardshop.platform.scheduler.Login;
import org.cardshop.platform.scheduler.SchedulerApi;
import org.cardshop.platform.scheduler.SignedInClient;
import org.cardshop.platform.scheduler.TokenPair;
import org.cardshop.platform.wire.ClaimsJson;
import org.cardshop.platform.wire.Fields;
import org.cardshop.platform.wire.Json;
import org.cardshop.platform.wire.MalformedException;

/// Who is signed in, as sealed cookies say it. Any number of managers with the same key know the
/// same people, and a restart signs nobody out. Safe for many threads.
public final class Sessions {
  private static final String PURPOSE = "session";
  private static final String MAC = "HmacSHA256";
  private static final int SECRET_BYTES = 32;
  private static final int NONCE_DIGITS = 32;

  private final SchedulerApi scheduler;
  private final Sealing sealing;
  private final InstantSource clock;
  private final Renewals renewals;

  public Sessions(SchedulerApi scheduler, Sealing sealing, InstantSource clock) {
    this.scheduler = scheduler;
    this.sealing = sealing;
    this.clock = clock;
    this.renewals = new Renewals(scheduler, clock);
  }

  Instant now() {
    return clock.instant();
  }

  Sealing sealing() {
    return sealing;
  }

  /// A session of nobody, with a secret that nobody had before.
  Session nobodys() {
    return new Session(secret(), now(), Optional.empty());
  }

  /// Likewise, of who has just signed in.
  Session begun(Login login) {
    return new Session(secret(), now(), Optional.of(login));
  }

  String write(Session session) {
    var json =
        Json.object().put("secret", session.secret()).put("seen", session.seen().toEpochMilli());
    session
        .login()
        .ifPresent(login ->
            json.put("access", login.tokens().access())
                .put("refresh", login.tokens().refresh())
                .set("claims", ClaimsJson.write(login.claims())));
    return sealing.seal(PURPOSE, Json.text(json));
  }

  /// Empty when it was not written by us or lay idle for too long.
  Optional<Session> read(String cookie) {
    return sealing.open(PURPOSE, cookie).flatMap(Sessions::parse).filter(s -> !s.isIdle(now()));
  }

  SignedInClient client(Login login) {
    return scheduler.as(login, renewals);
  }

  /// What a form brings back to prove that one of our pages was its origin: another one on each
  /// page, so that compression tells nothing of the secret (BREACH).
  String formToken(Session session) {
    var nonce = HexFormat.of().formatHex(sealing.random(NONCE_DIGITS / 2));
    return nonce + proof(session, nonce);
  }

  boolean isFormToken(Session session, String token) {
    if (token.length() <= NONCE_DIGITS) {
      return false;
    }
    var proof = proof(session, token.substring(0, NONCE_DIGITS));
    return MessageDigest.isEqual(
        proof.getBytes(StandardCharsets.UTF_8),
        token.substring(NONCE_DIGITS).getBytes(StandardCharsets.UTF_8));
  }

  private static String proof(Session session, String nonce) {
    try {
      var mac = Mac.getInstance(MAC);
      mac.init(new SecretKeySpec(session.secret().getBytes(StandardCharsets.UTF_8), MAC));
      return HexFormat.of().formatHex(mac.doFinal(nonce.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + MAC, e);
    }
  }

  private String secret() {
    return HexFormat.of().formatHex(sealing.random(SECRET_BYTES));
  }

  private static Optional<Session> parse(String text) {
    try {
      var json = new Fields(Json.parseObject(text.getBytes(StandardCharsets.UTF_8)));
      return Optional.of(
          new Session(
              json.text("secret"),
              Instant.ofEpochMilli(json.whole("seen")),
              json.optionalText("access").map(access -> login(access, json))));
    } catch (MalformedException e) {
      // Of another version: they sign in again.
      return Optional.empty();
    }
  }

  private static Login login(String access, Fields json) {
    return switch (ClaimsJson.read(json.fields("claims"))) {
      case Claims.Access claims -> new Login(new TokenPair(access, json.text("refresh")), claims);
      case Claims.Ticket _ -> throw new MalformedException("a ticket signs nobody in");
    };
  }
}
