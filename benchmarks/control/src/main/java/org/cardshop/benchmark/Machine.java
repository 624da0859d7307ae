package org.cardshop.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// What the figures come from.
final class Machine {
  private Machine() {}

  static String describe() {
    try {
      var memory = Files.readAllLines(Path.of("/proc/meminfo")).getFirst().replaceAll("\\D", "");
      return String.format(
          Locale.ROOT,
          "%d cores (%s), %d GiB, Linux %s, Java %s.",
          Runtime.getRuntime().availableProcessors(),
          System.getProperty("os.arch"),
          Math.round(Long.parseLong(memory) / 1024.0 / 1024.0),
          System.getProperty("os.version"),
          System.getProperty("java.version"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
