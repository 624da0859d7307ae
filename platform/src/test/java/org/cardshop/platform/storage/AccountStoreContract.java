package org.cardshop.platform.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bson.Document;
import org.cardshop.core.identity.Action;
import org.cardshop.core.identity.Role;
import org.cardshop.platform.storage.KeyStore.Purpose;
import org.cardshop.platform.wire.Json;
import org.junit.jupiter.api.Test;

/// Users, sessions, tokens, keys, failed logins and the audit.
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
  default void aPasswordIsHashedAnewWhenTheCostRose() {
    users().insert(olga(), "a good password");
    var dearer = new UserStore(database(), new Passwords(5));
    assertTrue(dearer.login("olga", "a good password").isPresent());
    var hash = only("users").getString("password");
    assertEquals("$2a$05$", hash.substring(0, 7));
    assertTrue(users().login("olga", "a good password").isPresent());
    assertEquals(hash, only("users").getString("password"));
  }

  private Document only(String collection) {
    var all = database().collection(collection).find().into(new ArrayList<Document>());
    assertEquals(1, all.size());
    return all.getFirst();
  }

  @Test
  default void theLastManagerIsTheOneWhoIsActive() {
    var olga = new User(Ids.next(), "olga", "", Role.MANAGER, "", true);
    users().insert(olga, "a good password");
    users().insert(new User(Ids.next(), "otto", "", Role.MANAGER, "", false), "a good password");
    assertTrue(users().isLastManager(olga));
    users().insert(new User(Ids.next(), "oona", "", Role.MANAGER, "", true), "a good password");
    assertFalse(users().isLastManager(olga));
  }

  private static String refreshed(SessionStore sessions, String token, Instant now) {
    return assertInstanceOf(Session.Alive.class, sessions.refresh(token, now)).refreshToken();
  }

  @Test
  default void allWhoRefreshAtOnceGetTheSameSuccessor() {
    var sessions = new SessionStore(database());
    var token = sessions.open("u1", NOW).refreshToken();
    var successors =
        IntStream.range(0, 8)
            .parallel()
            .mapToObj(_ -> refreshed(new SessionStore(database()), token, NOW))
            .collect(Collectors.toSet());
    assertEquals(1, successors.size());
    assertFalse(successors.contains(token));
  }

  @Test
  default void whoMissedTheAnswerGetsItAgainForFiveSeconds() {
    var sessions = new SessionStore(database());
    var session = sessions.open("u1", NOW);
    var second = refreshed(sessions, session.refreshToken(), NOW);
    assertEquals(second, refreshed(sessions, session.refreshToken(), NOW.plusSeconds(5)));
    assertEquals(
        new Session.Stolen("u1"), sessions.refresh(session.refreshToken(), NOW.plusSeconds(6)));
    assertFalse(sessions.isOpen(session.id(), NOW));
    assertEquals(new Session.Over(), sessions.refresh(second, NOW.plusSeconds(6)));
  }

  @Test
  default void onlyTheImmediatePredecessorIsForgiven() {
    var sessions = new SessionStore(database());
    var first = sessions.open("u1", NOW).refreshToken();
    var second = refreshed(sessions, first, NOW);
    refreshed(sessions, second, NOW);
    assertEquals(new Session.Stolen("u1"), sessions.refresh(first, NOW));
  }

  @Test
  default void aSessionEndsAfterThirtyDaysHoweverOftenItIsRefreshed() {
    var sessions = new SessionStore(database());
    var session = sessions.open("u1", NOW);
    var late = NOW.plus(SessionStore.LIFE).minusSeconds(1);
    var second = refreshed(sessions, session.refreshToken(), late);
    assertTrue(sessions.isOpen(session.id(), late));
    assertFalse(sessions.isOpen(session.id(), late.plusSeconds(1)));
    assertEquals(new Session.Over(), sessions.refresh(second, late.plusSeconds(1)));
  }

  @Test
  default void aUsersSessionsEndTogetherAndNobodyElses() {
    var sessions = new SessionStore(database());
    var olgas = List.of(sessions.open("u1", NOW), sessions.open("u1", NOW));
    var ottos = sessions.open("u2", NOW);
    sessions.endAllOf("u1");
    olgas.forEach(s -> assertEquals(new Session.Over(), sessions.refresh(s.refreshToken(), NOW)));
    assertTrue(sessions.isOpen(ottos.id(), NOW));
  }

  @Test
  default void noTokenIsKeptInClear() {
    var sessions = new SessionStore(database());
    var first = sessions.open("u1", NOW).refreshToken();
    var second = refreshed(sessions, first, NOW);
    var api = new ApiTokenStore(database());
    var third = api.insert(apiToken(NOW.plusSeconds(60)));
    for (var name : List.of("refresh_tokens", "api_tokens")) {
      var kept = only(name).toJson();
      for (var token : List.of(first, second, third)) {
        assertFalse(kept.contains(token.substring(token.length() - 20)), kept);
      }
    }
  }

  @Test
  default void anApiTokenIsGoodUntilItExpiresOrIsDeleted() {
    var api = new ApiTokenStore(database());
    var token = apiToken(NOW.plusSeconds(60));
    var text = api.insert(token);
    assertTrue(ApiTokenStore.isOne(text));
    assertEquals(Optional.of(token), api.find(text, NOW));
    assertEquals(Optional.empty(), api.find(text, NOW.plusSeconds(60)));
    assertEquals(Optional.empty(), api.find(text.substring(0, 50) + "A".repeat(26), NOW));
    assertFalse(api.delete("u2", token.id()));
    assertTrue(api.delete("u1", token.id()));
    assertEquals(Optional.empty(), api.find(text, NOW));
  }

  private static ApiToken apiToken(Instant expires) {
    return new ApiToken(
        Ids.next(), "u1", "script", Set.of(Action.READ_ORDERS, Action.READ_TASKS), NOW, expires);
  }

  @Test
  default void failuresAreCountedUntilASuccess() {
    var attempts = new AttemptStore(database());
    attempts.fail("x", NOW);
    attempts.fail("x", NOW.plusSeconds(1));
    assertEquals(new AttemptStore.Tally(2, NOW.plusSeconds(1), false), attempts.of("x"));
    attempts.succeed("x", NOW.plusSeconds(2));
    assertEquals(new AttemptStore.Tally(0, NOW.plusSeconds(2), true), attempts.of("x"));
    attempts.prune(NOW.plusSeconds(3).plus(AttemptStore.MEMORY));
    assertFalse(attempts.of("x").isFamiliar());
  }

  @Test
  default void allWhoStartAtOnceSignWithTheSameKeys() {
    var keys =
        IntStream.range(0, 6)
            .parallel()
            .mapToObj(_ -> new KeyStore(database()))
            .map(store -> List.of(store.pair(NOW).open(), secret(store, Purpose.TICKET)))
            .distinct()
            .count();
    assertEquals(1, keys);
  }

  private static ByteBuffer secret(KeyStore keys, Purpose purpose) {
    return ByteBuffer.wrap(keys.secret(purpose, NOW).bytes());
  }

  @Test
  default void eachPurposeHasASecretOfItsOwn() {
    var keys = new KeyStore(database());
    assertNotEquals(secret(keys, Purpose.TICKET), secret(keys, Purpose.REFRESH));
  }

  @Test
  default void aPairThatWasReplacedIsKnownForADayMore() {
    var keys = new KeyStore(database());
    var first = keys.pair(NOW);
    var later = NOW.plus(Duration.ofDays(30));
    keys.rotate(later);
    keys.rotate(later); // two beats at once
    var other = new KeyStore(database());
    var second = other.pair(later);
    assertEquals(List.of(second.id(), first.id()), ids(other, later));
    assertTrue(other.find(first.id(), later).isPresent());
    var muchLater = later.plus(Duration.ofDays(30));
    keys.rotate(muchLater);
    assertEquals(Optional.empty(), other.find(first.id(), muchLater));
    assertEquals(2, ids(other, muchLater).size());
  }

  private static List<String> ids(KeyStore keys, Instant now) {
    return keys.pairs(now).stream().map(KeyStore.Pair::id).toList();
  }

  @Test
  default void noTwoSecretsAreTheSameAndEachHas256Bits() {
    var sessions = new SessionStore(database());
    var texts = new HashSet<String>();
    var names = new HashSet<String>();
    for (int i = 0; i < 500; i++) {
      var session = sessions.open("u1", NOW);
      names.add(session.id());
      texts.add(session.refreshToken());
    }
    assertEquals(500, names.size());
    assertEquals(500, texts.size());
    for (var text : texts) {
      assertEquals(16 + 32, Base64.getUrlDecoder().decode(text).length);
    }
    var keys = new KeyStore(database());
    var secrets =
        Arrays.stream(KeyStore.Purpose.values()).map(p -> keys.secret(p, NOW).bytes()).toList();
    assertTrue(secrets.stream().allMatch(s -> s.length >= 32));
    assertEquals(secrets.size(), secrets.stream().map(Arrays::hashCode).distinct().count());
  }

  private static AuditEntry entry(String by) {
    var change = Optional.of(Json.object().put("role", "client").put("active", true));
    return new AuditEntry(
        NOW, by, "10.0.0.7", "PATCH /users/{id}", "/users/olga", 200, "", Optional.empty(), change);
  }

  @Test
  default void ofManyWhoAddToTheAuditEachGetsAPlaceInTheChain() {
    IntStream.range(0, 24)
        .parallel()
        .forEach(i -> new AuditStore(database()).append(entry("user-" + i % 3)));
    var audit = new AuditStore(database());
    var verdict = audit.verify();
    assertEquals(24, verdict.length());
    assertEquals(Optional.empty(), verdict.wrong());
    var page = audit.page(Map.of("by", "user-1"), Optional.empty(), Optional.empty(), 0, 5);
    assertEquals(8, page.count());
    assertEquals(entry("user-1"), page.items().getFirst().entry());
  }

  @Test
  default void theAuditIsFoundByItsTimes() {
    var audit = new AuditStore(database());
    audit.append(entry("olga"));
    assertEquals(1, between(audit, NOW, NOW.plusMillis(1)));
    assertEquals(0, between(audit, NOW.plusMillis(1), NOW.plusSeconds(9)));
    assertEquals(0, between(audit, NOW.minusSeconds(9), NOW));
  }

  private static long between(AuditStore audit, Instant since, Instant until) {
    return audit.page(Map.of(), Optional.of(since), Optional.of(until), 0, 5).count();
  }

  @Test
  default void aChangeThatACrashCutOffIsInTheAuditLater() {
    var crashed = new AuditStore(database());
    crashed.announce(entry("olga"));
    var audit = new AuditStore(database());
    audit.withdraw(audit.announce(entryAt(NOW.plus(AuditStore.LONGEST), "otto")));
    assertEquals(0, audit.verify().length());
    audit.end(
        audit.announce(entryAt(NOW.plus(AuditStore.LONGEST).plusMillis(1), "otto")), entry("otto"));
    var links = audit.page(Map.of(), Optional.empty(), Optional.empty(), 0, 5).items();
    assertEquals(List.of("otto", "olga"), links.stream().map(l -> l.entry().by()).toList());
    assertEquals(Optional.empty(), audit.verify().wrong());
    assertEquals(0, database().collection("audit_announced").countDocuments());
  }

  private static AuditEntry entryAt(Instant at, String by) {
    var e = entry(by);
    return new AuditEntry(
        at, by, e.from(), e.what(), e.object(), e.status(), "", e.before(), e.after());
  }

  @Test
  default void whatIsChangedOrMissingInTheAuditIsFound() {
    var audit = new AuditStore(database());
    IntStream.range(0, 5).forEach(_ -> audit.append(entry("olga")));
    var entries = database().collection("audit");
    var sound = audit.verify();
    entries.updateOne(new Document("_id", 3L), new Document("$set", new Document("by", "otto")));
    assertEquals(2, audit.verify().length());
    assertTrue(audit.verify().wrong().orElseThrow().contains("entry 3 was changed"));
    entries.updateOne(new Document("_id", 3L), new Document("$set", new Document("by", "olga")));
    assertEquals(sound, audit.verify());
    entries.deleteOne(new Document("_id", 2L));
    assertTrue(audit.verify().wrong().orElseThrow().contains("entry 2 is missing"));
  }
}
