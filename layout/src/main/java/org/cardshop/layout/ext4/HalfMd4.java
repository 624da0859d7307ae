package org.cardshop.layout.ext4;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;

/// The hash by which large folders find their names: MD4 with half its steps, over 32 bytes of the
/// name at a time, taken as signed.
final class HalfMd4 {
  /// Its number in the super block and in hashed folders.
  static final byte VERSION = 1;

  private static final int WORDS = 8;
  private static final int BYTES = WORDS * Integer.BYTES;
  private static final int SECOND = 0x5a82_7999;
  private static final int THIRD = 0x6ed9_eba1;

  /// Stands for the end of a folder and is no hash of a name.
  private static final int END = 0xffff_fffe;

  private final int[] seed = new int[4];

  HalfMd4(UUID seed) {
    ByteBuffer.wrap(Checksum.bytes(seed))
        .order(ByteOrder.LITTLE_ENDIAN)
        .asIntBuffer()
        .get(this.seed);
  }

  /// Even, to be compared unsigned. The lowest bit says elsewhere that a hash goes on.
  int of(byte[] name) {
    var state = seed.clone();
    var words = new int[WORDS];
    for (int from = 0; from < name.length; from += BYTES) {
      read(name, from, words);
      mix(state, words);
    }
    int hash = state[1] & ~1;
    return hash == END ? END - 2 : hash;
  }

  private static void read(byte[] name, int from, int[] words) {
    int left = name.length - from;
    int padding = left | left << 8;
    padding |= padding << 16;
    for (int word = 0; word < WORDS; word++) {
      int value = padding;
      for (int i = word * 4; i < Math.min(word * 4 + 4, left); i++) {
        value = name[from + i] + (value << 8);
      }
      words[word] = value;
    }
  }

  private static void mix(int[] state, int[] in) {
    int a = state[0];
    int b = state[1];
    int c = state[2];
    int d = state[3];
    for (int i = 0; i < WORDS; i += 4) {
      a = Integer.rotateLeft(a + choose(b, c, d) + in[i], 3);
      d = Integer.rotateLeft(d + choose(a, b, c) + in[i + 1], 7);
      c = Integer.rotateLeft(c + choose(d, a, b) + in[i + 2], 11);
      b = Integer.rotateLeft(b + choose(c, d, a) + in[i + 3], 19);
    }
    for (int i = 1; i >= 0; i--) {
      a = Integer.rotateLeft(a + most(b, c, d) + in[i] + SECOND, 3);
      d = Integer.rotateLeft(d + most(a, b, c) + in[i + 2] + SECOND, 5);
      c = Integer.rotateLeft(c + most(d, a, b) + in[i + 4] + SECOND, 9);
      b = Integer.rotateLeft(b + most(c, d, a) + in[i + 6] + SECOND, 13);
    }
    for (int i = 3; i >= 1; i -= 2) {
      a = Integer.rotateLeft(a + (b ^ c ^ d) + in[i] + THIRD, 3);
      d = Integer.rotateLeft(d + (a ^ b ^ c) + in[i + 4] + THIRD, 9);
      c = Integer.rotateLeft(c + (d ^ a ^ b) + in[i - 1] + THIRD, 11);
      b = Integer.rotateLeft(b + (c ^ d ^ a) + in[i + 3] + THIRD, 15);
    }
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
  }

  private static int choose(int x, int y, int z) {
    return z ^ (x & (y ^ z));
  }

  private static int most(int x, int y, int z) {
    return (x & y) + ((x ^ y) & z);
  }
}
