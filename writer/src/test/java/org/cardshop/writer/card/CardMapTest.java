package org.cardshop.writer.card;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.cardshop.core.image.Chunk;
import org.cardshop.core.image.Manifest;
import org.cardshop.core.image.Sha256;
import org.cardshop.core.image.Span;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CardMapTest {
  private static final int WINDOW = 8192;
  private static final Sha256 ANY = Sha256.of(new byte[0]);

  /// Images cut at random, in many ways within one block: whatever the cut, nothing is left out,
  /// nothing is covered twice, and free blocks are left alone.
  @ParameterizedTest
  @ValueSource(ints = {512, 4096})
  void everyByteThatMattersIsInExactlyOneStretch(int block) {
    var random = new Random(1);
    for (int round = 0; round < 2000; round++) {
      var states = states(random);
      var manifest = manifest(states);
      boolean freeToo = random.nextBoolean();
      long capacity = random.nextBoolean() ? states.length : states.length + 100_000L;
      var seen = new int[states.length];
      long end = 0;
      var emptied = freeToo ? manifest.free() : List.<Span>of();
      for (var stretch : CardMap.of(manifest, block, capacity, emptied)) {
        assertTrue(stretch.offset() >= end, "stretches overlap");
        assertEquals(0, stretch.offset() % block);
        assertTrue(stretch.end() % block == 0 || stretch.end() == capacity);
        assertEquals(stretch.offset() / WINDOW, (stretch.end() - 1) / WINDOW);
        end = stretch.end();
        stretch.chunks().forEach(c -> count(seen, c.span(), stretch));
        stretch.zero().forEach(s -> count(seen, s, stretch));
        assertTrue(touches(states, stretch, freeToo), "a stretch of nothing but free bytes");
      }
      for (int i = 0; i < states.length; i++) {
        assertEquals(states[i] == 'f' && !freeToo ? 0 : 1, seen[i]);
      }
    }
  }

  @Test
  void anImageCutInAWayThatBlocksCannotFollowIsNotTaken() {
    var manifest =
        new Manifest("x", 1000, ANY, 1000, List.of(new Span(0, 1000)), List.of(), List.of());
    assertThrows(IllegalArgumentException.class, () -> CardMap.of(manifest, 512, 4096, List.of()));
  }

  private static void count(int[] seen, Span span, Stretch stretch) {
    assertTrue(span.offset() >= stretch.offset() && span.end() <= stretch.end());
    for (long at = span.offset(); at < span.end(); at++) {
      seen[(int) at]++;
    }
  }

  private static boolean touches(char[] states, Stretch stretch, boolean freeToo) {
    for (long at = stretch.offset(); at < Math.min(stretch.end(), states.length); at++) {
      if (freeToo || states[(int) at] != 'f') {
        return true;
      }
    }
    return false;
  }

  private static char[] states(Random random) {
    var states = new char[1 + random.nextInt(5 * WINDOW)];
    for (int at = 0; at < states.length; ) {
      int run = 1 + random.nextInt(random.nextBoolean() ? 300 : 6000);
      char state = "dzf".charAt(random.nextInt(3));
      for (int end = Math.min(states.length, at + run); at < end; at++) {
        states[at] = state;
      }
    }
    return states;
  }

  private static Manifest manifest(char[] states) {
    var chunks = new ArrayList<Chunk>();
    var zero = new ArrayList<Span>();
    var free = new ArrayList<Span>();
    for (int at = 0; at < states.length; ) {
      int end = at;
      while (end < states.length
          && states[end] == states[at]
          && (states[at] != 'd' || end / WINDOW == at / WINDOW)) {
        end++;
      }
      switch (states[at]) {
        case 'd' -> chunks.add(new Chunk(at, end - at, ANY, 0, 1));
        case 'z' -> zero.add(new Span(at, end - at));
        default -> free.add(new Span(at, end - at));
      }
      at = end;
    }
    return new Manifest("x", states.length, ANY, WINDOW, zero, free, chunks);
  }
}
