package org.cardshop.testing;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.util.concurrent.TimeoutException;

/// A bare client of a message broker: it tries what it is told, also what is forbidden, and does
/// not come back when it is cut off.
public final class Amqp {
  private Amqp() {}

  /// @param broker `amqp://host:port/virtual-host`
  /// @throws IOException when nobody is there or they do not let us in
  public static Connection connect(URI broker, String user, String password) throws IOException {
    var factory = new ConnectionFactory();
    factory.setUsername(user);
    factory.setPassword(password);
    factory.setAutomaticRecoveryEnabled(false);
    try {
      factory.setUri(broker);
      return factory.newConnection();
    } catch (TimeoutException e) {
      throw new IOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("no broker can be at " + broker, e);
    }
  }
}
