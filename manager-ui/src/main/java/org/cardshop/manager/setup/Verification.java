package org.cardshop.manager.setup;

import org.cardshop.platform.wire.Fields;

/// Whether each entry of the audit has the hash of the one before.
///
/// @param hash of the last entry
/// @param problem where it is broken; empty when it is sound
public record Verification(boolean isSound, long entries, String hash, String problem) {
  static Verification of(Fields verdict) {
    return new Verification(
        verdict.flag("sound"),
        verdict.whole("entries"),
        verdict.text("hash"),
        verdict.text("problem"));
  }
}
