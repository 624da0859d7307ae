package org.cardshop.platform.runtime;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Does something again and again in a thread of its own until closed. A turn that fails is logged
/// and does not end the loop.
public final class Loop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Loop.class);
  private static final Duration LAST_TURN = Duration.ofSeconds(10);

  private final CountDownLatch end = new CountDownLatch(1);
  private final Thread thread;

  private Loop(String name, Duration interval, Runnable turn) {
    thread = Thread.ofPlatform().name(name).start(() -> run(interval, turn));
  }

  /// @param interval from the end of one turn to the start of the next
  public static Loop every(Duration interval, String name, Runnable turn) {
    return new Loop(name, interval, turn);
  }

  @Override
  public void close() {
    end.countDown();
    if (!Threads.join(thread, LAST_TURN)) {
      thread.interrupt();
    }
  }

  private void run(Duration interval, Runnable turn) {
    try {
      while (!end.await(interval.toMillis(), TimeUnit.MILLISECONDS)) {
        try {
          turn.run();
        } catch (RuntimeException e) {
          LOG.warn("{}: {}. Trying again.", Thread.currentThread().getName(), e.toString(), e);
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("interrupted", e);
    }
  }
}
