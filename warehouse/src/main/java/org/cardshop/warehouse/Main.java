package org.cardshop.warehouse;

import java.io.IOException;
import java.time.InstantSource;
import org.cardshop.platform.runtime.Printable;
import org.cardshop.platform.runtime.Settings;
import org.cardshop.platform.runtime.Threads;
import org.cardshop.platform.runtime.WrongUsageException;

/// Runs a warehouse until it is told to stop.
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    Threads.logDeaths();
    try {
      var config = WarehouseConfig.from(new Settings(System.getenv()));
      var process = WarehouseProcess.start(config, InstantSource.system());
      Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(process::close));
    } catch (WrongUsageException e) {
      System.err.println(Printable.lines(String.valueOf(e.getMessage())));
      System.exit(2);
    } catch (IOException e) {
      System.err.println(Printable.lines(String.valueOf(e.getMessage())));
      System.exit(1);
    }
  }
}
