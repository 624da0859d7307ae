package org.cardshop.writer.card;

/// The process behind `./cardshop card`.
public final class CardMain {
  private CardMain() {}

  public static void main(String[] args) {
    System.exit(CardCommand.run(args));
  }
}
