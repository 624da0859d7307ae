package org.cardshop.platform.messaging;

import com.rabbitmq.client.AMQP.BasicProperties;

/// What is handed to the broker.
///
/// @param exchange empty to go straight to the queue that the routing key names
@SuppressWarnings("ArrayRecordComponent") // never compared
record Letter(
    String exchange, String routingKey, BasicProperties.Builder properties, byte[] body) {}
