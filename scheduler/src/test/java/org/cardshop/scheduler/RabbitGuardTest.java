package org.cardshop.scheduler;

import java.net.URI;
import java.util.Map;
import org.cardshop.platform.messaging.BrokerManagement;
import org.cardshop.platform.messaging.Door;
import org.cardshop.testing.RabbitNode;

class RabbitGuardTest extends BrokerGuardContract {
  private final RabbitNode rabbit =
      closer.add(
          RabbitNode.managed(
              Map.of("monitor", PASSWORD), api.uri("/auth/rabbitmq" + BrokerQuestionsTest.SECRET)));

  @Override
  URI broker() {
    return rabbit.uri();
  }

  @Override
  Door door() {
    return new BrokerManagement(rabbit.management(), "monitor", PASSWORD);
  }
}
