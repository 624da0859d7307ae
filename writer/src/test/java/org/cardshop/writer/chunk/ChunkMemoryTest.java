package org.cardshop.writer.chunk;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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

  /// Whoever goes through the image finds the next chunks decoded; nobody had to ask for them.
  @Test
  void theNextChunksAreDecodedAhead() throws Exception {
    try (var memory = new ChunkMemory(4)) {
      memory.chunk(source, image.chunk(0)).close();
      assertEquals(1, decoded.get());
      memory.chunk(source, image.chunk(1)).close();
      await().atMost(20, SECONDS).until(() -> decoded.get() == 4);
    }
  }

  @Test
  void aChunkOutOfTheOrderIsReadAlone() throws Exception {
    try (var memory = new ChunkMemory(4, 1)) {
      memory.chunk(source, image.chunk(2)).close();
      memory.chunk(source, image.chunk(0)).close();
      assertEquals(2, decoded.get());
    }
  }

  /// Only the chunk that nobody has yet makes its card wait, and it takes neither a buffer nor a
  /// thread from the others meanwhile.
  @Test
  void aChunkStillToComeHoldsUpOnlyWhoWantsIt() throws Exception {
    var asked = new CountDownLatch(1);
    var came = new CountDownLatch(1);
    var filling =
        new Counted() {
          @Override
          public void fetch(Chunk chunk) throws InterruptedException {
            if (chunk.equals(image.chunk(2))) {
              asked.countDown();
              came.await();
            }
          }

          @Override
          public boolean has(Chunk chunk) {
            return !chunk.equals(image.chunk(2)) || came.getCount() == 0;
          }
        };
    try (var memory = new ChunkMemory(1, 1);
        var cards = Executors.newSingleThreadExecutor()) {
      var early =
          cards.submit(() -> {
            try (var lease = memory.chunk(filling, image.chunk(2))) {
              return lease.bytes().toArray(ValueLayout.JAVA_BYTE);
            }
          });
      asked.await();
      memory.chunk(filling, image.chunk(0)).close();
      memory.chunk(filling, image.chunk(1)).close();
      assertEquals(2, decoded.get());
      came.countDown();
      assertArrayEquals(image.data(image.chunk(2)), early.get());
    }
  }

  @Test
  void aCardWhoseSourceBrokeDoesNotSpoilTheChunkForOthers() throws Exception {
    var begun = new CountDownLatch(1);
    var breaks = new CountDownLatch(1);
    var broken =
        new Counted() {
          @Override
          public void read(Chunk chunk, MemorySegment into) throws IOException {
            begun.countDown();
            try {
              breaks.await();
            } catch (InterruptedException e) {
              throw new AssertionError(e);
            }
            throw new IOException("closed");
          }
        };
    try (var memory = new ChunkMemory(2, 1);
        var cards = Executors.newFixedThreadPool(2)) {
      var first = cards.submit(() -> memory.chunk(broken, image.chunk(0)));
      begun.await();
      var second = new Thread[1];
      var other =
          cards.submit(() -> {
            second[0] = Thread.currentThread();
            memory.chunk(source, image.chunk(0)).close();
            return true;
          });
      await()
          .atMost(20, SECONDS)
          .until(() -> second[0] != null && second[0].getState() == Thread.State.WAITING);
      breaks.countDown();
      assertTrue(other.get());
      assertThrows(ExecutionException.class, first::get);
    }
  }

  /// Cards far apart with little memory: never more buffers in use than there are.
  @Test
  void theBoundHoldsWhateverCardsDo() throws Exception {
    var segments = ConcurrentHashMap.<Long>newKeySet();
    var watched =
        new Counted() {
          @Override
          public void read(Chunk chunk, MemorySegment into) throws IOException {
            segments.add(into.address());
            super.read(chunk, into);
          }
        };
    try (var memory = new ChunkMemory(3);
        var cards = Executors.newFixedThreadPool(4)) {
      var done = new ArrayList<Future<?>>();
      for (int card = 0; card < 4; card++) {
        int from = card;
        done.add(
            cards.submit(() -> {
              for (int i = 0; i < 40; i++) {
                var chunk = image.chunk((from + i) % 4);
                try (var lease = memory.chunk(watched, chunk)) {
                  assertArrayEquals(
                      image.data(chunk), lease.bytes().toArray(ValueLayout.JAVA_BYTE));
                }
              }
              return true;
            }));
      }
      for (var card : done) {
        card.get();
      }
    }
    assertTrue(segments.size() <= 3, segments::toString);
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
