package org.cardshop.fuzz;

/// What must hold of whatever is read.
final class Check {
  private Check() {}

  static void same(Object expected, Object actual) {
    if (!expected.equals(actual)) {
      throw new AssertionError("read " + expected + ", and after it was written " + actual);
    }
  }

  static void saysWhy(Exception refusal) {
    var message = refusal.getMessage();
    if (message == null || message.isBlank()) {
      throw new AssertionError("refused without a word", refusal);
    }
  }
}
