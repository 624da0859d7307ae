package org.cardshop.writer.card;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/// What is written in a block to see whether a card keeps it there: text that says what it is, the
/// key of this run, the address, and bytes that follow from both. Nobody who does not know the key
/// can make one up; one that turns up elsewhere says where it was written.
///
/// @param key two random numbers, new for each run
record Stamp(long key, long tweak) {
  /// Bytes of a stamp.
  static final int SIZE = 4096;

  private static final byte[] TITLE = "Cardshop stamp. ".getBytes(StandardCharsets.US_ASCII);
  private static final int KEY = TITLE.length;
  private static final int ADDRESS = KEY + 2 * Long.BYTES;
  private static final int REST = ADDRESS + Long.BYTES;

  /// Where a boot sector and an ext file system have their signatures: no stamp must look like one.
  private static final int BOOT_SIGNATURE = 510;

  private static final int EXT_SIGNATURE = 1080;

  static Stamp ofThisRun() {
    var random = new SecureRandom();
    return new Stamp(random.nextLong(), random.nextLong());
  }

  /// Fills the segment with the stamps of the blocks from `address` on; a last part is left zero.
  void fill(MemorySegment into, long address) {
    into.fill((byte) 0);
    for (long at = 0; at + SIZE <= into.byteSize(); at += SIZE) {
      fillOne(into.asSlice(at, SIZE), address + at);
    }
  }

  private void fillOne(MemorySegment block, long address) {
    var random = new SplittableRandom(key ^ Long.rotateLeft(tweak, 32) ^ address);
    // An array: setting each long in the segment takes ten times as long, and a MiB is so filled.
    var noise = new long[SIZE / Long.BYTES];
    for (int i = REST / Long.BYTES; i < noise.length; i++) {
      noise[i] = random.nextLong();
    }
    MemorySegment.copy(MemorySegment.ofArray(noise), 0, block, 0, SIZE);
    MemorySegment.copy(MemorySegment.ofArray(TITLE), 0, block, 0, TITLE.length);
    block.set(JAVA_LONG_UNALIGNED, KEY, key);
    block.set(JAVA_LONG_UNALIGNED, KEY + Long.BYTES, tweak);
    block.set(JAVA_LONG_UNALIGNED, ADDRESS, address);
    block.asSlice(BOOT_SIGNATURE, 2).fill((byte) 0);
    block.asSlice(EXT_SIGNATURE, 2).fill((byte) 0);
  }

  /// For what address the block was written in this run, when it was.
  OptionalLong addressIn(MemorySegment block) {
    boolean isOurs =
        MemorySegment.mismatch(
                    block, 0, TITLE.length, MemorySegment.ofArray(TITLE), 0, TITLE.length)
                < 0
            && block.get(JAVA_LONG_UNALIGNED, KEY) == key
            && block.get(JAVA_LONG_UNALIGNED, KEY + Long.BYTES) == tweak;
    return isOurs ? OptionalLong.of(block.get(JAVA_LONG_UNALIGNED, ADDRESS)) : OptionalLong.empty();
  }
}
