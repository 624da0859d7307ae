package org.cardshop.platform.runtime;

import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs a process until it is told to stop, and answers its exit status (design §10).
public final class Start {
  private static final Logger LOG = LoggerFactory.getLogger(Start.class);

  /// How a process comes to life.
  public interface Opening {
    /// @throws WrongUsageException when the configuration is not complete
    AutoCloseable open(Settings environment) throws Exception;
  }

  private Start() {}

  /// Opens the process, waits for SIGTERM or SIGINT, closes it in order.
  ///
  /// @return 0 done, 1 failed, 2 wrong usage
  public static int untilStopped(String name, Opening process) {
    Threads.logDeaths();
    var stop = new CountDownLatch(1);
    var ended = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stopAndWait(stop, ended), "stop"));
    try (var opened = process.open(new Settings(System.getenv()))) {
      LOG.info("{} is ready ({})", name, opened.getClass().getSimpleName());
      stop.await();
      LOG.info("{} stops", name);
      return 0;
    } catch (WrongUsageException e) {
      System.err.println(Printable.lines(String.valueOf(e.getMessage())));
      return 2;
    } catch (InterruptedException e) {
      return 0;
    } catch (Exception e) {
      LOG.error("{} cannot go on", name, e);
      System.err.println(Printable.line(name + " cannot go on: " + e.getMessage()));
      return 1;
    } finally {
      ended.countDown();
    }
  }

  private static void stopAndWait(CountDownLatch stop, CountDownLatch ended) {
    stop.countDown();
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
