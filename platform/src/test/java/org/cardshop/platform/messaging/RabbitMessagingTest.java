package org.cardshop.platform.messaging;

import static org.awaitility.Awaitility.await;
import static org.cardshop.platform.messaging.MessagingFixture.declared;
import static org.cardshop.platform.messaging.MessagingFixture.unique;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.util.Set;
import org.cardshop.testing.RabbitNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RabbitMessagingTest
    implements PublishingContract,
        ConsumingContract,
        DeadLetterContract,
        RequestContract,
        OutageContract {
  // More than fit into one flush to disk.
  private static final int ENOUGH = 5_000;

  private static RabbitNode rabbit;

  @BeforeAll
  static void start() {
    rabbit = RabbitNode.started(USERS);
  }

  @AfterAll
  static void stop() {
    rabbit.close();
  }

  @Override
  public Server server() {
    return new Server() {
      @Override
      public URI uri() {
        return rabbit.uri();
      }

      @Override
      public void stop() {
        rabbit.stop();
      }

      @Override
      public void start() {
        rabbit.start();
      }
    };
  }

  @Test
  void killedWithoutWarningTheBrokerStillHasWhatItConfirmed() throws Exception {
    try (var broker = connect()) {
      var job = unique("job");
      var queue = declared(broker, job);
      var confirmed = OutageContract.publishedThrough(broker, job, ENOUGH, rabbit::kill);
      rabbit.start();
      var sink = new Sink();
      broker.consume(queue, 100, sink);
      await()
          .atMost(RECOVERY)
          .untilAsserted(() -> assertEquals(Set.of(), OutageContract.lacking(confirmed, sink)));
    }
  }
}
