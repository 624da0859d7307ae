package org.cardshop.scheduler;

import java.time.InstantSource;
import org.cardshop.platform.runtime.Start;

/// The scheduler as a process of its own.
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(
        Start.untilStopped(
            "scheduler",
            settings -> {
              var floor = FloorConfig.from(settings);
              var config = SchedulerConfig.from(settings);
              return new ConnectedScheduler(config, floor, InstantSource.system());
            }));
  }
}
