/// A message broker inside this JVM that speaks AMQP 0-9-1 on the loopback interface and keeps its
/// messages on disk.
@NullMarked
package org.cardshop.embedded.broker;

import org.jspecify.annotations.NullMarked;
