package org.cardshop.writer.card;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.cardshop.writer.device.DeviceException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks again and again whether a card is still where it was, in a thread of its own: the looking
/// itself may hang in the kernel.
final class Watch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

  @FunctionalInterface
  interface Look {
    boolean isStillThere() throws IOException;
  }

  private final CountDownLatch end = new CountDownLatch(1);
  private final Look look;
  private volatile boolean isGone;

  Watch(Look look, Duration every) {
    this.look = look;
    Thread.ofPlatform().daemon().name("card-watch").start(() -> run(every));
  }

  boolean isGone() {
    return isGone;
  }

  @Override
  public void close() {
    end.countDown();
  }

  private void run(Duration every) {
    try {
      while (!isGone && !end.await(every.toMillis(), TimeUnit.MILLISECONDS)) {
        isGone = !look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean look() {
    try {
      return look.isStillThere();
    } catch (DeviceException e) {
      if (e.isGone()) {
        return false;
      }
      LOG.warn("cannot see whether the card is still there; looking again", e);
      return true;
    } catch (IOException e) {
      LOG.warn("cannot see whether the card is still there; looking again", e);
      return true;
    }
  }
}
