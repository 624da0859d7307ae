package org.cardshop.platform.messaging;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Return;
import java.io.IOException;
import java.util.NavigableMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/// A channel on which many messages may await their confirmation at once.
///
/// A message that no queue takes comes back first and is confirmed after: RabbitMQ with an ack, the
/// embedded broker with a nack. Both mean "unroutable" here.
final class ConfirmingChannel {
  private final Channel channel;
  private final ConcurrentNavigableMap<Long, CompletableFuture<Void>> outstanding =
      new ConcurrentSkipListMap<>();

  ConfirmingChannel(Connection connection) throws IOException {
    channel = Channels.open(connection);
    channel.addShutdownListener(cause -> failAll(Dialer.reason(cause)));
    channel.addReturnListener(this::returned);
    channel.addConfirmListener(this::acked, this::nacked);
    channel.confirmSelect();
  }

  boolean isOpen() {
    return channel.isOpen();
  }

  /// Hands a message to the broker. One caller at a time: numbers follow the order on the wire.
  CompletableFuture<Void> send(
      String exchange, String routingKey, BasicProperties.Builder properties, byte[] body)
      throws IOException {
    long number = channel.getNextPublishSeqNo();
    var confirmed = new CompletableFuture<Void>();
    outstanding.put(number, confirmed);
    try {
      // The number travels as the message id: a returned message says nothing else of itself.
      var numbered = properties.messageId(Long.toString(number)).build();
      channel.basicPublish(exchange, routingKey, true, numbered, body);
    } catch (IOException | RuntimeException e) {
      outstanding.remove(number);
      throw e;
    }
    return confirmed;
  }

  void close() {
    Channels.leave(channel);
  }

  private void returned(Return message) {
    var confirmed = outstanding.get(Long.parseLong(message.getProperties().getMessageId()));
    if (confirmed != null) {
      confirmed.completeExceptionally(
          new UnroutableException(
              "no queue takes what is published to '"
                  + message.getExchange()
                  + "' with the routing key '"
                  + message.getRoutingKey()
                  + "'"));
    }
  }

  private void acked(long number, boolean multiple) {
    for (var confirmed : taken(number, multiple).values()) {
      confirmed.complete(null);
    }
  }

  private void nacked(long number, boolean multiple) {
    for (var confirmed : taken(number, multiple).values()) {
      confirmed.completeExceptionally(
          new BrokerLostException("the message broker did not keep the message"));
    }
  }

  private NavigableMap<Long, CompletableFuture<Void>> taken(long number, boolean multiple) {
    var settled = new ConcurrentSkipListMap<Long, CompletableFuture<Void>>();
    var range = outstanding.subMap(multiple ? 0 : number, true, number, true);
    for (var entry = range.pollFirstEntry(); entry != null; entry = range.pollFirstEntry()) {
      settled.put(entry.getKey(), entry.getValue());
    }
    return settled;
  }

  private void failAll(String reason) {
    for (var confirmed : taken(Long.MAX_VALUE, true).values()) {
      confirmed.completeExceptionally(
          new BrokerLostException("the channel was lost before the confirmation: " + reason));
    }
  }
}
