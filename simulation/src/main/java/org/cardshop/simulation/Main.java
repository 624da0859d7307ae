package org.cardshop.simulation;

import java.util.List;
import java.util.Set;
import org.cardshop.platform.runtime.Words;
import org.cardshop.platform.runtime.WrongUsageException;

/// `cardshop simulate [--seeds N] [--from N]`, or `--seed N` for the story of one.
public final class Main {
  private Main() {}

  public static void main(String[] args) throws InterruptedException {
    try {
      var words = Words.of(List.of(args), Set.of("--seeds", "--from", "--seed"), Set.of());
      var seeds = new Seeds(System.out);
      var one = words.value("--seed");
      boolean isSound =
          one.isPresent()
              ? seeds.replay(number(one.get()))
              : seeds.run(
                  number(words.value("--from").orElse("1")),
                  number(words.value("--seeds").orElse("1000")));
      System.exit(isSound ? 0 : 1);
    } catch (WrongUsageException e) {
      System.err.println(e.getMessage());
      System.exit(2);
    }
  }

  private static long number(String text) {
    if (!text.matches("[1-9][0-9]{0,17}")) {
      throw new WrongUsageException("'" + text + "' is no number of a seed or of seeds, from 1.");
    }
    return Long.parseLong(text);
  }
}
