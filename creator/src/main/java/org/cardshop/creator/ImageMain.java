package org.cardshop.creator;

import org.cardshop.creator.image.ImageCommand;

/// `cardshop image …`
public final class ImageMain {
  private ImageMain() {}

  public static void main(String[] args) {
    System.exit(ImageCommand.run(args));
  }
}
