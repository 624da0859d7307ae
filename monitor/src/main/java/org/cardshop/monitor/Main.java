package org.cardshop.monitor;

import java.time.InstantSource;
import org.cardshop.platform.runtime.Start;

/// The monitor as a process of its own.
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(
        Start.untilStopped(
            "monitor", env -> new MonitorProcess(MonitorConfig.from(env), InstantSource.system())));
  }
}
