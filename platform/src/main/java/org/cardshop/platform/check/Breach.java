package org.cardshop.platform.check;

/// Something that must never be and is.
///
/// @param invariant its number, `I1` to `I10` (docs/invariants.md)
/// @param subject what it is about, like `order 68a1…`
/// @param sentence what is wrong, for a person
public record Breach(String invariant, String subject, String sentence) {
  @Override
  public String toString() {
    return invariant + ": " + subject + ": " + sentence;
  }
}
