package org.cardshop.writer.card;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StampPlanTest {
  private static final long MIB = 1 << 20;

  /// Cards of many sizes with stretches anywhere: no stamp lies on one, below the first MiB, beyond
  /// the end, or on another stamp.
  @Test
  void stampsKeepClearOfTheImageAndOfEachOther() {
    var random = new Random(1);
    for (int round = 0; round < 100; round++) {
      int block = random.nextBoolean() ? 512 : 4096;
      long capacity = (1 + random.nextLong(1 << 20)) * 4096 + (block == 512 ? 512 : 0);
      var stretches = stretches(random, block, capacity);
      long end = Math.min(MIB, capacity);
      for (long at : StampPlan.of(stretches, end, capacity, block, random)) {
        assertTrue(at >= end && at % block == 0, "at " + at);
        end = at + Stamp.SIZE;
        for (var stretch : stretches) {
          assertTrue(end <= stretch.offset() || at >= stretch.end(), "on the image at " + at);
        }
      }
      assertTrue(end <= capacity);
    }
  }

  @Test
  void theLastBlockTheSurroundingsOfPowersAndEveryPartOfTheRoomAreStamped() {
    long capacity = 64_000_000_512L;
    var stamps = StampPlan.of(List.of(), MIB, capacity, 512, new Random(1));
    assertTrue(stamps.contains(capacity - Stamp.SIZE));
    for (long power = 2 * MIB; power < capacity; power *= 2) {
      assertTrue(stamps.contains(power) && stamps.contains(power - Stamp.SIZE), "at " + power);
    }
    for (int i = 0; i < 64; i++) {
      long from = capacity / 64 * i;
      long to = capacity / 64 * (i + 1);
      assertTrue(stamps.stream().anyMatch(a -> a >= from && a < to), "in part " + i);
    }
  }

  @Test
  void anImageThatFillsTheCardLeavesNoRoom() {
    var whole = new Stretch(0, 1 << 24, List.of(), List.of());
    assertEquals(List.of(), StampPlan.of(List.of(whole), MIB, 1 << 24, 512, new Random(1)));
  }

  private static List<Stretch> stretches(Random random, int block, long capacity) {
    var stretches = new ArrayList<Stretch>();
    for (long at = random.nextInt(100) * (long) block; at < capacity; ) {
      long length = Math.min((1 + random.nextInt(8000)) * (long) block, capacity - at);
      stretches.add(new Stretch(at, (int) length, List.of(), List.of()));
      at += length + (1 + random.nextInt(9000)) * (long) block;
    }
    return stretches;
  }
}
