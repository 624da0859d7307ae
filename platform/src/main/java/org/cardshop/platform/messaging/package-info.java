/// The message broker as Cardshop uses it: confirmed publishing, consumers that outlive outages,
/// requests with answers, and the queues of the design. Bodies are bytes; what they mean is decided
/// elsewhere. Only what RabbitMQ and the embedded broker do alike is used.
@NullMarked
package org.cardshop.platform.messaging;

import org.jspecify.annotations.NullMarked;
