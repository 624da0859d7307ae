package org.cardshop.writer;

import java.time.InstantSource;
import org.cardshop.platform.runtime.Start;
import org.cardshop.writer.work.WriterConfig;
import org.cardshop.writer.work.WriterProcess;

/// The writer as a process of its own.
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(
        Start.untilStopped(
            "writer", env -> new WriterProcess(WriterConfig.from(env), InstantSource.system())));
  }
}
