package org.cardshop.creator;

import java.time.InstantSource;
import org.cardshop.creator.work.CreatorConfig;
import org.cardshop.creator.work.CreatorProcess;
import org.cardshop.platform.runtime.Start;

/// The creator as a process of its own.
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(
        Start.untilStopped(
            "creator", env -> new CreatorProcess(CreatorConfig.from(env), InstantSource.system())));
  }
}
