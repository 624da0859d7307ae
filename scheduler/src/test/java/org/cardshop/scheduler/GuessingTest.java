package org.cardshop.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GuessingTest {
  private static final String HOME = "192.0.2.1";
  private static final String ELSEWHERE = "198.51.100.7";
  private static final String PASSWORD = "a good password";

  private final Api api = new Api();

  @BeforeEach
  void makeOlga() {
    api.user("olga", "operator");
    assertEquals(200, api.loginFrom(HOME, "olga", PASSWORD).status());
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private int guess(String address, String username) {
    return api.loginFrom(address, username, "a wrong password").status();
  }

  @Test
  void ofTenThousandGuessesOnOneAccountHardlyAnyIsLookedAt() {
    int lookedAt = 0;
    for (int i = 0; i < 10_000; i++) {
      api.clock.pass(Duration.ofMillis(100));
      // A thousand addresses do not help.
      lookedAt += guess("198.51." + i % 10 + "." + i / 10 % 100, "olga") == 401 ? 1 : 0;
    }
    // 1000 s hold the waits of 1, 2, 4 … 256 s.
    assertTrue(lookedAt >= 9 && lookedAt <= 11, lookedAt + " were looked at");
    assertEquals(200, api.loginFrom(HOME, "olga", PASSWORD).status());
  }

  @Test
  void theWaitDoublesUpToAQuarterOfAnHour() {
    for (long wait : new long[] {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900}) {
      assertEquals(401, guess(ELSEWHERE, "olga"));
      api.clock.pass(Duration.ofSeconds(wait).minusMillis(1));
      var refused = api.loginFrom(ELSEWHERE, "olga", PASSWORD);
      assertEquals(429, refused.status());
      assertEquals("1", refused.response().headers().firstValue("Retry-After").orElse(""));
      api.clock.pass(Duration.ofMillis(1));
    }
    assertEquals(200, api.loginFrom(ELSEWHERE, "olga", PASSWORD).status());
    assertEquals(401, guess(ELSEWHERE, "olga"));
  }

  @Test
  void whoDoesNotExistIsWaitedForAlike() {
    for (var name : new String[] {"olga", "nobody"}) {
      assertEquals(401, guess(ELSEWHERE, name));
      assertEquals(429, guess(ELSEWHERE, name));
    }
  }

  @Test
  void anAddressThatTriesManyNamesIsSlowedDown() {
    IntStream.range(0, 21).forEach(i -> assertEquals(401, guess(ELSEWHERE, "name-" + i)));
    assertEquals(429, guess(ELSEWHERE, "name-21"));
    assertEquals(401, guess("203.0.113.1", "name-21"));
  }

  @Test
  void theLastManagerIsDelayedByNobodyElse() {
    IntStream.range(0, 5).forEach(i -> guess("203.0.113." + i, "admin"));
    assertEquals(200, api.loginFrom(ELSEWHERE, "admin", Api.ADMIN_PASSWORD).status());
    var boss = "{\"username\": \"boss\", \"password\": \"a good password\", \"role\": \"manager\"}";
    assertEquals(201, api.post(api.admin(), "/users/", boss).status());
    guess("203.0.113.9", "admin");
    assertEquals(429, api.loginFrom("203.0.113.10", "admin", Api.ADMIN_PASSWORD).status());
  }

  @Test
  void whoGuessesAtTheBrokerKeepsAWorkerOutForTenSecondsAtMost() {
    api.user("writer-1", "writer");
    for (int i = 0; i < 8; i++) {
      assertEquals("deny", atTheBroker("a wrong password"));
      assertEquals("deny", atTheBroker(PASSWORD));
      api.clock.pass(Duration.ofSeconds(10));
    }
    assertEquals("allow", atTheBroker(PASSWORD));
  }

  private String atTheBroker(String password) {
    return api.postForm(
        "/auth/rabbitmq/user" + BrokerQuestionsTest.SECRET,
        Map.of("username", "writer-1", "password", password));
  }

  @Test
  void aSuccessElsewhereForgivesTheName() {
    guess(ELSEWHERE, "olga");
    api.clock.pass(Duration.ofSeconds(1));
    assertEquals(200, api.loginFrom(ELSEWHERE, "olga", PASSWORD).status());
    assertEquals(401, guess("203.0.113.1", "olga"));
    api.clock.pass(Duration.ofSeconds(1));
    assertEquals(401, guess("203.0.113.1", "olga"));
  }
}
