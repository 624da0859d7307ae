package org.cardshop.writer.chunk;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.atomic.AtomicInteger;
import org.cardshop.core.image.Chunk;
import org.cardshop.core.image.Manifest;
import org.junit.jupiter.api.Test;

class ChunkMemoryTest {
  private final TestImage image = TestImage.sketch("d:4m d:4m d:4m d:1m");
  private final AtomicInteger decoded = new AtomicInteger();
  private final ImageSource source = new Counted();

  @Test
  void cardsCloseToEachOtherShareOneDecoding() throws Exception {
    try (var memory = new ChunkMemory(2)) {
      try (var first = memory.chunk(source, image.chunk(0));
          var second = memory.chunk(source, image.chunk(0))) {
        assertEquals(first.bytes().address(), second.bytes().address());
      }
      memory.chunk(source, image.chunk(0)).close();
      assertEquals(1, decoded.get());
    }
  }

  @Test
  void aSlowCardHoldsUpNobodyAndDecodesAgain() throws Exception {
    try (var memory = new ChunkMemory(2)) {
      try (var slow = memory.chunk(source, image.chunk(0))) {
        for (int i = 1; i < 4; i++) {
          try (var fast = memory.chunk(source, image.chunk(i))) {
            assertArrayEquals(
                image.data(image.chunk(i)), fast.bytes().toArray(ValueLayout.JAVA_BYTE));
          }
        }
        assertArrayEquals(image.data(image.chunk(0)), slow.bytes().toArray(ValueLayout.JAVA_BYTE));
      }
      assertEquals(4, decoded.get());
      memory.chunk(source, image.chunk(1)).close();
      assertEquals(5, decoded.get());
    }
  }

  @Test
  void whoFindsNoBufferFreeWaitsForOne() throws Exception {
    try (var memory = new ChunkMemory(1)) {
      var held = memory.blank();
      var waiting = Thread.ofPlatform().start(() -> takeAndGiveBack(memory));
      await().atMost(20, SECONDS).until(() -> waiting.getState() == Thread.State.WAITING);
      held.close();
      waiting.join();
      assertEquals(1, decoded.get());
    }
  }

  @Test
  void aChunkThatCannotBeHadLeavesItsBufferToOthers() throws Exception {
    try (var memory = new ChunkMemory(1)) {
      var none =
          new Counted() {
            @Override
            public void read(Chunk chunk, MemorySegment into) throws IOException {
              throw new IOException("cut off");
            }
          };
      assertThrows(IOException.class, () -> memory.chunk(none, image.chunk(0)));
      memory.chunk(source, image.chunk(0)).close();
      assertEquals(1, decoded.get());
    }
  }

  private void takeAndGiveBack(ChunkMemory memory) {
    try {
      memory.chunk(source, image.chunk(0)).close();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private class Counted implements ImageSource {
    @Override
    public Manifest manifest() {
      return image.manifest();
    }

    @Override
    public void read(Chunk chunk, MemorySegment into) throws IOException {
      decoded.incrementAndGet();
      into.copyFrom(MemorySegment.ofArray(image.data(chunk)));
    }
  }
}
