package org.cardshop.writer.card;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The process behind `./cardshop card`. Stopped by a signal, it lets the cards end in order.
public final class CardMain {
  private static final int PATIENCE_SECONDS = 15;

  private CardMain() {}

  public static void main(String[] args) {
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
    int status = CardCommand.run(args);
    ended.countDown();
    System.exit(status);
  }
}
