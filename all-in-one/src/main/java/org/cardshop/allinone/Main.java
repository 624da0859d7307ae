package org.cardshop.allinone;

/// The embedded product's commands.
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(Commands.run(args));
  }
}
