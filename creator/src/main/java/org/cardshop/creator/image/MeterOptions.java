package org.cardshop.creator.image;

import picocli.CommandLine.Option;

/// How a command shows its progress.
final class MeterOptions {
  @Option(
      names = "--json",
      description = "Progress and result as lines of JSON on standard output, for programs.")
  private boolean isJson;

  Meter meter() {
    return isJson ? Meter.json() : Meter.onStandardError();
  }
}
