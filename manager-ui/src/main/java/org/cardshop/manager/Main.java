package org.cardshop.manager;

import org.cardshop.platform.runtime.Start;

/// The manager as a process of its own.
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(Start.untilStopped("manager", env -> new ManagerProcess(ManagerConfig.from(env))));
  }
}
