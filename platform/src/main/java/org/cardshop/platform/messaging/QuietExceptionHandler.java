package org.cardshop.platform.messaging;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.impl.ForgivingExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Leaves it to [Outage] to report a connection that broke.
final class QuietExceptionHandler extends ForgivingExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(QuietExceptionHandler.class);

  @Override
  public void handleUnexpectedConnectionDriverException(Connection connection, Throwable e) {
    LOG.debug("a connection broke", e);
  }
}
