package org.cardshop.beat;

import java.time.InstantSource;
import org.cardshop.platform.runtime.Start;

/// The beat as a process of its own.
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(
        Start.untilStopped(
            "beat", env -> new BeatProcess(BeatConfig.from(env), InstantSource.system())));
  }
}
