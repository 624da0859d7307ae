package org.cardshop.testing;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/// Hears all that is published to an exchange from now on, without taking anything from anybody.
public final class Tap implements AutoCloseable {
  private final Connection connection;
  private final List<byte[]> heard = new CopyOnWriteArrayList<>();

  Tap(Connection connection, String exchange) throws IOException {
    this.connection = connection;
    Channel channel = connection.createChannel();
    var queue = channel.queueDeclare("", false, true, true, Map.of()).getQueue();
    channel.queueBind(queue, exchange, "#");
    channel.basicConsume(queue, true, (_, message) -> heard.add(message.getBody()), _ -> {});
  }

  /// The bodies of the messages so far, in their order.
  public List<byte[]> heard() {
    return new ArrayList<>(heard);
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
