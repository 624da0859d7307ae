package org.cardshop.writer.card;

import java.time.InstantSource;
import org.cardshop.writer.chunk.ChunkMemory;
import org.cardshop.writer.chunk.ImageSource;

/// Writes images to cards. Each call does one card with threads of its own and answers when nothing
/// goes on any more; calls for several cards run side by side and share the memory and, where they
/// are close to each other, the decoding.
public final class CardWriter {
  private final ChunkMemory memory;
  private final InstantSource clock;

  public CardWriter(ChunkMemory memory, InstantSource clock) {
    this.memory = memory;
    this.clock = clock;
  }

  /// Writes and proves one card. To cancel, interrupt the calling thread: the call answers as soon
  /// as the requests that the kernel already has (at most 16 MiB) are done.
  ///
  /// @throws IllegalArgumentException when this program cannot write images so cut
  public CardOutcome write(ProvenCard card, ImageSource image, CardListener listener) {
    return write(card, image, WriteMode.PLAIN, listener);
  }

  /// The same in the given mode.
  ///
  /// @throws IllegalArgumentException when this program cannot write images so cut
  public CardOutcome write(
      ProvenCard card, ImageSource image, WriteMode mode, CardListener listener) {
    return new CardRun(card, image, mode, memory, listener, clock).run();
  }
}
