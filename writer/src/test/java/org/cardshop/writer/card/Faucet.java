package org.cardshop.writer.card;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.cardshop.core.image.Chunk;
import org.cardshop.core.image.Manifest;
import org.cardshop.writer.chunk.ImageSource;

/// An image of which only so many chunks can be had until the tap is opened.
record Faucet(ImageSource image, AtomicInteger left, CountDownLatch dry, CountDownLatch opened)
    implements ImageSource {
  Faucet(ImageSource image, int chunks, CountDownLatch dry, CountDownLatch opened) {
    this(image, new AtomicInteger(chunks), dry, opened);
  }

  @Override
  public Manifest manifest() {
    return image.manifest();
  }

  @Override
  public void read(Chunk chunk, MemorySegment into) throws IOException, InterruptedException {
    if (left.getAndDecrement() <= 0) {
      dry.countDown();
      opened.await();
    }
    image.read(chunk, into);
  }
}
