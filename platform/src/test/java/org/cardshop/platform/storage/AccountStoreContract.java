package org.cardshop.platform.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.cardshop.core.identity.Role;
import org.junit.jupiter.api.Test;

/// Users, refresh tokens and keys.
public interface AccountStoreContract {
  Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  Database database();

  private UserStore users() {
    return new UserStore(database(), new Passwords(4));
  }

  private static User olga() {
    return new User(Ids.next(), "olga", "", Role.OPERATOR, "mali", true);
  }

  @Test
  default void aUserLogsInWithTheirPasswordWhileActive() {
    var olga = olga();
    assertTrue(users().insert(olga, "a good password"));
    assertEquals(Optional.of(olga), users().login("olga", "a good password"));
    assertTrue(users().login("olga", "another password").isEmpty());
    assertTrue(users().login("nobody", "a good password").isEmpty());
    users().setPassword(olga.id(), "another password");
    assertTrue(users().login("olga", "another password").isPresent());
    users().replace(new User(olga.id(), "olga", "", Role.OPERATOR, "mali", false));
    assertTrue(users().login("olga", "another password").isEmpty());
  }

  @Test
  default void aPasswordThatWouldBeCutIsRefused() {
    var long73 = "é".repeat(36) + "x";
    assertThrows(IllegalArgumentException.class, () -> users().insert(olga(), long73));
    var long72 = "é".repeat(36);
    assertTrue(users().insert(olga(), long72));
    assertTrue(users().login("olga", long72).isPresent());
    assertTrue(users().login("olga", long73).isEmpty());
  }

  @Test
  default void aNameIsTakenOnce() {
    assertTrue(users().insert(olga(), "a good password"));
    assertFalse(users().insert(olga(), "a good password"));
    assertEquals(1, users().page(Map.of("role", "operator"), 0, 10).count());
  }

  @Test
  default void ofManyWhoSpendATokenAtOnceOneSucceeds() {
    var tokens = new RefreshTokenStore(database());
    var token = tokens.issue("u1", NOW);
    long spent =
        IntStream.range(0, 8).parallel().filter(_ -> tokens.spend(token, NOW).isPresent()).count();
    assertEquals(1, spent);
  }

  @Test
  default void aTokenIsVoidWhenRevokedOrExpired() {
    var tokens = new RefreshTokenStore(database());
    var revoked = tokens.issue("u1", NOW);
    var expired = tokens.issue("u2", NOW);
    tokens.revoke("u1");
    assertTrue(tokens.spend(revoked, NOW).isEmpty());
    assertTrue(tokens.spend(expired, NOW.plus(RefreshTokenStore.LIFE)).isEmpty());
  }

  @Test
  default void allWhoStartAtOnceSignWithTheSameKeys() {
    var keys =
        IntStream.range(0, 6)
            .parallel()
            .mapToObj(_ -> new KeyStore(database()))
            .map(store -> List.of(store.pair().open(), ByteBuffer.wrap(store.secret().bytes())))
            .distinct()
            .count();
    assertEquals(1, keys);
  }
}
