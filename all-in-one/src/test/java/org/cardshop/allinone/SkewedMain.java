package org.cardshop.allinone;

import java.time.Duration;
import java.time.InstantSource;
import org.cardshop.beat.BeatConfig;
import org.cardshop.beat.BeatProcess;
import org.cardshop.creator.work.CreatorConfig;
import org.cardshop.creator.work.CreatorProcess;
import org.cardshop.monitor.MonitorConfig;
import org.cardshop.monitor.MonitorProcess;
import org.cardshop.platform.runtime.Settings;
import org.cardshop.platform.runtime.Start;
import org.cardshop.scheduler.ConnectedScheduler;
import org.cardshop.scheduler.FloorConfig;
import org.cardshop.scheduler.SchedulerConfig;
import org.cardshop.writer.work.WriterConfig;
import org.cardshop.writer.work.WriterProcess;

/// A process of the distributed product on a host whose clock is wrong.
final class SkewedMain {
  private SkewedMain() {}

  /// @param args the process, and by how many seconds its clock is ahead
  public static void main(String[] args) {
    var clock =
        InstantSource.offset(InstantSource.system(), Duration.ofSeconds(Long.parseLong(args[1])));
    System.exit(Start.untilStopped(args[0], settings -> open(args[0], settings, clock)));
  }

  private static AutoCloseable open(String process, Settings settings, InstantSource clock)
      throws Exception {
    return switch (process) {
      case "scheduler" -> {
        var floor = FloorConfig.from(settings);
        yield new ConnectedScheduler(SchedulerConfig.from(settings), floor, clock);
      }
      case "monitor" -> new MonitorProcess(MonitorConfig.from(settings), clock);
      case "beat" -> new BeatProcess(BeatConfig.from(settings), clock);
      case "creator" -> new CreatorProcess(CreatorConfig.from(settings), clock);
      case "writer" -> new WriterProcess(WriterConfig.from(settings), clock);
      default -> throw new IllegalArgumentException(process);
    };
  }
}
