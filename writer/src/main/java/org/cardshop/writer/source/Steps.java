package org.cardshop.writer.source;

import java.security.MessageDigest;

/// Feeds digests in small steps. One long call would spend the first images of a process in the
/// slow form of the digest's loop, since the fast one is taken up only where a call begins.
final class Steps {
  private static final int STEP = 16 << 10;

  private Steps() {}

  static void update(MessageDigest digest, byte[] bytes, int from, int to) {
    for (int at = from; at < to; at += STEP) {
      digest.update(bytes, at, Math.min(STEP, to - at));
    }
  }
}
