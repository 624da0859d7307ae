package org.cardshop.writer.card;

import java.io.IOException;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.cardshop.writer.chunk.ChunkMemory;
import org.cardshop.writer.chunk.ImageSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes images to cards. Each call does one card with threads of its own and answers when nothing
/// goes on any more, but for what a kernel that is stuck does not give back. Calls for several
/// cards run side by side and share the memory and, where they are close to each other, the
/// decoding.
public final class CardWriter {
  private static final Logger LOG = LoggerFactory.getLogger(CardWriter.class);

  private final Tools tools;

  public CardWriter(ChunkMemory memory, InstantSource clock) {
    this(memory, clock, Tuning.USUAL, System::nanoTime);
  }

  /// @param ticker nanoseconds from any beginning, for speeds and patience
  public CardWriter(ChunkMemory memory, InstantSource clock, Tuning tuning, LongSupplier ticker) {
    tools = new Tools(memory, clock, tuning, ticker);
  }

  /// Writes and proves one card. To cancel, interrupt the calling thread: the call answers as soon
  /// as the requests that the kernel already has (at most 32 MiB) are done.
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
    try (var watch = new Watch(card::isStillThere, tools.tuning().lookEvery())) {
      var run = new CardRun(card, image, mode, tools, listener, watch);
      try {
        return new CardOutcome.Written(run.run());
      } catch (IOException | BadCardException | InterruptedException e) {
        return failed(run, card, e);
      }
    }
  }

  private static CardOutcome failed(CardRun run, ProvenCard card, Exception failure) {
    var step = run.step();
    var sentence = String.valueOf(failure.getMessage());
    boolean isCancelled = failure instanceof InterruptedException || Thread.interrupted();
    try {
      if (failure instanceof StalledException) {
        // Nothing more can be asked of it.
        return new CardOutcome.Bad(step, sentence);
      }
      if (failure instanceof PulledException || !spoil(run)) {
        return new CardOutcome.Pulled(step, card.place() + " no longer holds the card it held.");
      }
      if (isCancelled) {
        return new CardOutcome.Cancelled(step);
      }
      return failure instanceof SourceException
          ? new CardOutcome.SourceFailed(step, sentence)
          : new CardOutcome.Bad(step, sentence);
    } finally {
      if (isCancelled) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// @return whether the card is still there
  private static boolean spoil(CardRun run) {
    try {
      run.spoil();
      return true;
    } catch (PulledException e) {
      return false;
    } catch (IOException | BadCardException e) {
      LOG.warn("the first MiB of a failed card cannot be emptied; it was not written either", e);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
