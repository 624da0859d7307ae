package org.cardshop.benchmark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// Short commands of the system.
final class Commands {
  private Commands() {}

  /// Answers what it said.
  ///
  /// @throws IOException when it failed
  static String run(String... command) throws IOException, InterruptedException {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + " failed: " + said.strip());
    }
    return said;
  }
}
