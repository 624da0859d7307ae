package org.cardshop.writer.card;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.cardshop.core.image.Span;

/// Where stamps go: only where the image has nothing, spread over all of it. Real capacities are
/// often powers of two, and a fake mirrors or loses what lies beyond its own: hence the addresses
/// around them. The random ones lie in equal parts of the room, so that no long part has none.
final class StampPlan {
  private static final int RANDOM = 64;
  private static final int NEAR = 256;
  private static final int SMALLEST_POWER = 20;

  private final List<Span> room;
  private final long capacity;
  private final int block;
  private final TreeSet<Long> chosen = new TreeSet<>();

  private StampPlan(List<Span> room, long capacity, int block) {
    this.room = room;
    this.capacity = capacity;
    this.block = block;
  }

  /// @param stretches ascending, what the image needs
  /// @param from nothing below is stamped
  /// @param block unit of direct I/O, at most the size of a stamp
  /// @return addresses, ascending; none when there is no room
  static List<Long> of(
      List<Stretch> stretches, long from, long capacity, int block, RandomGenerator random) {
    var plan = new StampPlan(room(stretches, from, capacity), capacity, block);
    plan.addLast();
    plan.addPowers(random);
    plan.addRandom(random);
    return List.copyOf(plan.chosen);
  }

  /// The parts of the card outside the stretches.
  static List<Span> room(List<Stretch> stretches, long from, long capacity) {
    var room = new ArrayList<Span>();
    long at = from;
    for (var stretch : stretches) {
      if (stretch.offset() > at) {
        room.add(new Span(at, stretch.offset() - at));
      }
      at = Math.max(at, stretch.end());
    }
    if (capacity > at) {
      room.add(new Span(at, capacity - at));
    }
    return List.copyOf(room);
  }

  private void addLast() {
    add(capacity / block * block - Stamp.SIZE);
  }

  private void addPowers(RandomGenerator random) {
    for (long power = 1L << SMALLEST_POWER; power < capacity; power <<= 1) {
      add(power - Stamp.SIZE);
      add(power);
      add(power + Stamp.SIZE * random.nextLong(1, NEAR));
    }
  }

  private void addRandom(RandomGenerator random) {
    long blocks = room.stream().mapToLong(s -> blocks(s)).sum();
    long parts = Math.min(RANDOM, blocks);
    for (int i = 0; i < parts; i++) {
      long from = blocks * i / parts;
      long to = blocks * (i + 1) / parts;
      add(address(from + random.nextLong(to - from)));
    }
  }

  private static long blocks(Span span) {
    long first = Math.ceilDiv(span.offset(), (long) Stamp.SIZE);
    return Math.max(0, span.end() / Stamp.SIZE - first);
  }

  private long address(long block) {
    long left = block;
    for (var span : room) {
      long blocks = blocks(span);
      if (left < blocks) {
        return (Math.ceilDiv(span.offset(), (long) Stamp.SIZE) + left) * Stamp.SIZE;
      }
      left -= blocks;
    }
    throw new IllegalArgumentException("there is no block " + block);
  }

  private void add(long address) {
    var before = chosen.floor(address);
    var after = chosen.ceiling(address);
    boolean isFree =
        (before == null || before + Stamp.SIZE <= address)
            && (after == null || address + Stamp.SIZE <= after);
    if (isFree
        && room.stream().anyMatch(s -> s.offset() <= address && address + Stamp.SIZE <= s.end())) {
      chosen.add(address);
    }
  }
}
