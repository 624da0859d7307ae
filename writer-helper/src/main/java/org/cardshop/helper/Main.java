package org.cardshop.helper;

import picocli.CommandLine;

/// The commands for writer hosts.
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new HelperCommand()).execute(args));
  }
}
