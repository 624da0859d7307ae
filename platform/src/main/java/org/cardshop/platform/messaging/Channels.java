package org.cardshop.platform.messaging;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens and leaves channels.
final class Channels {
  private static final Logger LOG = LoggerFactory.getLogger(Channels.class);

  private Channels() {}

  static Channel open(Connection connection) throws IOException {
    return connection
        .openChannel()
        .orElseThrow(() -> new IOException("the broker allows no further channel"));
  }

  /// Whether it was still open or not.
  static void leave(Channel channel) {
    try {
      channel.abort();
    } catch (IOException e) {
      LOG.debug("a channel broke while it was left", e);
    }
  }
}
