package org.cardshop.platform.messaging;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Return;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;

/// A channel on which many messages may await their confirmation at once.
///
/// RabbitMQ returns what no queue takes and acknowledges it after; the embedded broker nacks it.
/// Both mean "unroutable" here.
final class ConfirmingChannel {
  private final Channel channel;
  private final Dialect dialect;
  private final ConcurrentNavigableMap<Long, Outstanding> outstanding =
      new ConcurrentSkipListMap<>();

  ConfirmingChannel(Connection connection) throws IOException {
    dialect = Dialect.of(connection);
    channel = Channels.open(connection);
    channel.addShutdownListener(cause -> lost(Dialer.reason(cause)));
    channel.addReturnListener(this::returned);
    channel.addConfirmListener(this::acked, this::nacked);
    channel.confirmSelect();
  }

  boolean isOpen() {
    return channel.isOpen();
  }

  /// Hands a message to the broker. One caller at a time: numbers follow the order on the wire.
  CompletableFuture<Void> send(Letter letter) throws IOException {
    long number = channel.getNextPublishSeqNo();
    var message =
        new Outstanding(letter.exchange(), letter.routingKey(), new CompletableFuture<>());
    outstanding.put(number, message);
    try {
      // The number travels as the message id: a returned message says nothing else of itself.
      var numbered = letter.properties().messageId(Long.toString(number)).build();
      channel.basicPublish(letter.exchange(), letter.routingKey(), true, numbered, letter.body());
    } catch (IOException | RuntimeException e) {
      outstanding.remove(number);
      throw e;
    }
    return message.confirmed;
  }

  void close() {
    Channels.leave(channel);
  }

  private void returned(Return message) {
    var unroutable = outstanding.get(Long.parseLong(message.getProperties().getMessageId()));
    if (unroutable != null) {
      unroutable.failUnroutable();
    }
  }

  private void acked(long number, boolean multiple) {
    settle(number, multiple, message -> message.confirmed.complete(null));
  }

  private void nacked(long number, boolean multiple) {
    settle(
        number,
        multiple,
        dialect.nacksTheUnroutable()
            ? Outstanding::failUnroutable
            : message -> message.failLost("the message broker did not keep the message"));
  }

  private void lost(String reason) {
    settle(
        Long.MAX_VALUE,
        true,
        message -> message.failLost("the channel was lost before the confirmation: " + reason));
  }

  private void settle(long number, boolean multiple, Consumer<Outstanding> fate) {
    var range = outstanding.subMap(multiple ? 0 : number, true, number, true);
    for (var entry = range.pollFirstEntry(); entry != null; entry = range.pollFirstEntry()) {
      fate.accept(entry.getValue());
    }
  }

  private record Outstanding(
      String exchange, String routingKey, CompletableFuture<Void> confirmed) {
    void failUnroutable() {
      confirmed.completeExceptionally(
          new UnroutableException(
              "no queue takes what is published to '%s' with the routing key '%s'"
                  .formatted(exchange, routingKey)));
    }

    void failLost(String sentence) {
      confirmed.completeExceptionally(new BrokerLostException(sentence));
    }
  }
}
