package org.cardshop.platform.runtime;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Closes what was added, in reverse order, each even when another fails. Closing twice does
/// nothing.
public final class Closer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Closer.class);

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();

  /// Answers the part, so that it can be made and added in one line.
  public synchronized <T extends AutoCloseable> T add(T part) {
    parts.push(part);
    return part;
  }

  @Override
  public void close() {
    for (var part = pop(); part != null; part = pop()) {
      try {
        part.close();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        LOG.warn("interrupted while closing {}", part);
      } catch (Exception e) {
        LOG.warn("could not close {}", part, e);
      }
    }
  }

  private synchronized @Nullable AutoCloseable pop() {
    return parts.poll();
  }
}
