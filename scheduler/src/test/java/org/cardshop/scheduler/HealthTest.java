package org.cardshop.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Duration;
import java.util.List;
import org.cardshop.platform.storage.LeaseStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HealthTest {
  private final Api api = new Api();

  @AfterEach
  void stop() {
    api.close();
  }

  private Api.Answer health(String token) {
    api.clock.pass(Duration.ofSeconds(2));
    new LeaseStore(api.database).take("beat", "one", api.clock.instant(), Duration.ofSeconds(9));
    return api.get(token, "/health/factory");
  }

  @Test
  void whatStandsStillIsSaidToEverybodyAndToNobodyElse() {
    api.warehouse();
    var client = api.user("chloe", "client");
    assertEquals("working", health(client).text("/state"));
    api.placed(client, Api.order());
    var stopped = health(client);
    assertEquals("stopped", stopped.text("/state"));
    assertEquals("no_worker", stopped.text("/concerns/0/concern"));
    assertEquals("create", stopped.text("/concerns/0/kind"));
    assertEquals(1, stopped.json().at("/queues/0/waiting").asInt());
    assertEquals(401, api.get("", "/health/factory").status());
    assertEquals(
        List.of("status"),
        List.copyOf(api.get("", "/health").json().properties()).stream()
            .map(p -> p.getKey())
            .toList());
  }

  @Test
  void aBeatThatFellSilentIsMissed() {
    var admin = api.admin();
    assertEquals("working", health(admin).text("/state"));
    api.clock.pass(Duration.ofMinutes(1));
    var missed = api.get(admin, "/health/factory");
    assertEquals("no_beat", missed.text("/concerns/0/concern"));
    assertFalse(missed.text("/concerns/0/sentence").isEmpty());
  }
}
