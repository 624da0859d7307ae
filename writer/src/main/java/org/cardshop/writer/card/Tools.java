package org.cardshop.writer.card;

import java.time.InstantSource;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.cardshop.writer.chunk.ChunkMemory;

/// What all cards of a process are worked on with.
///
/// @param clock for what people read
/// @param ticker nanoseconds from any beginning, for speeds and patience
record Tools(ChunkMemory memory, InstantSource clock, Tuning tuning, LongSupplier ticker) {
  /// For the order in which a card is asked about its stamps; a card must not foresee it.
  RandomGenerator random() {
    return new SplittableRandom();
  }
}
