package org.cardshop.creator.image;

import org.cardshop.platform.runtime.Words;

/// How a command shows its progress.
///
/// @param isJson to a program, not to a person
record MeterOptions(boolean isJson) {
  static final String JSON = "--json";

  static MeterOptions of(Words words) {
    return new MeterOptions(words.has(JSON));
  }

  Meter meter() {
    return isJson ? Meter.json() : Meter.onStandardError();
  }
}
