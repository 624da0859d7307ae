package org.cardshop.allinone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.cardshop.platform.runtime.Threads;

/// Starts processes again that died, as the service manager of a real host does, until closed.
final class Supervisor implements AutoCloseable {
  private static final int LOOK_MILLIS = 20;

  private final List<Part> parts;
  private final CountDownLatch end = new CountDownLatch(1);
  private final Thread thread;

  Supervisor(List<Part> parts) {
    this.parts = List.copyOf(parts);
    thread = Thread.ofVirtual().name("supervisor").start(this::run);
  }

  @Override
  public void close() {
    end.countDown();
    Threads.join(thread, Duration.ofSeconds(10));
    parts.stream().filter(Part::isAlive).forEach(Part::awaitReady);
  }

  private void run() {
    try {
      while (!end.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        for (var part : parts) {
          if (!part.isAlive()) {
            part.start();
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
