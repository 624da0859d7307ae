package org.cardshop.writer.chunk;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import org.cardshop.core.image.Chunk;

/// As many decoders as there are processors, each made when it is first needed (its buffer takes 4
/// MiB); who finds none free waits.
final class FrameDecoders implements AutoCloseable {
  private final Semaphore permits = new Semaphore(Runtime.getRuntime().availableProcessors());
  private final Deque<FrameDecoder> idle = new ArrayDeque<>();

  /// As [FrameDecoder#decode].
  boolean decode(Path frame, Chunk chunk, MemorySegment into)
      throws IOException, InterruptedException {
    permits.acquire();
    try {
      var decoder = take();
      try {
        return decoder.decode(frame, chunk, into);
      } finally {
        giveBack(decoder);
      }
    } finally {
      permits.release();
    }
  }

  @Override
  public synchronized void close() {
    idle.forEach(FrameDecoder::close);
    idle.clear();
  }

  private synchronized FrameDecoder take() {
    return idle.isEmpty() ? new FrameDecoder() : idle.pop();
  }

  private synchronized void giveBack(FrameDecoder decoder) {
    idle.push(decoder);
  }
}
