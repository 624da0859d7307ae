package org.cardshop.writer.card;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.cardshop.writer.device.DeviceException;
import org.cardshop.writer.device.Stat;

/// The process behind `./cardshop card`. Stopped by a signal, it lets the cards end in order.
public final class CardMain {
  private static final int PATIENCE_SECONDS = 15;

  private CardMain() {}

  public static void main(String[] args) {
    PlainLog.choose();
    var main = Thread.currentThread();
    var ended = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .unstarted(() -> {
                  main.interrupt();
                  try {
                    var _ = ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
                  } catch (InterruptedException e) {
                    // The machine does not want to wait.
                  }
                }));
    warmUp();
    int status = CardCommand.run(args);
    ended.countDown();
    System.exit(status);
  }

  /// The calls into the C library take a while to link: meanwhile the command line is read and the
  /// image opened.
  private static void warmUp() {
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try {
            Stat.of(Path.of("/"));
          } catch (DeviceException e) {
            // Whoever really wants to look hears of it.
          }
        });
  }
}
