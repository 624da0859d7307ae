package org.cardshop.writer.chunk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.cardshop.core.image.Chunk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChunkFolderTest {
  private static final Duration LONG = Duration.ofMinutes(2);

  @TempDir Path directory;
  private final TestImage image = TestImage.sketch("d:4m d:1m z:2m");

  @Test
  void aChunkThatIsNotThereIsSaidAtOnceWhenNobodyFills() throws Exception {
    put(image.chunk(0));
    try (var folder = new ChunkFolder(directory, image.manifest(), Duration.ZERO)) {
      folder.fetch(image.chunk(0));
      var failure = assertThrows(IOException.class, () -> folder.fetch(image.chunk(1)));
      assertTrue(String.valueOf(failure.getMessage()).contains("--wait"), failure::toString);
      assertEquals(1, folder.missing());
    }
  }

  @Test
  void aChunkStillToComeIsWaitedFor() throws Exception {
    var chunk = image.chunk(1);
    try (var folder = new ChunkFolder(directory, image.manifest(), LONG);
        var threads = Executors.newSingleThreadExecutor()) {
      var begun = new CountDownLatch(1);
      var data =
          threads.submit(() -> {
            begun.countDown();
            folder.fetch(chunk);
            return read(folder, chunk);
          });
      begun.await();
      put(chunk);
      assertArrayEquals(image.data(chunk), data.get());
    }
  }

  @Test
  void aFrameThatIsStillBeingWrittenIsReadWhenItIsWhole() throws Exception {
    var chunk = image.chunk(0);
    var frame = image.frame(chunk.sha256());
    Files.write(path(chunk), Arrays.copyOf(frame, frame.length / 2));
    try (var folder = new ChunkFolder(directory, image.manifest(), LONG);
        var threads = Executors.newSingleThreadExecutor()) {
      var begun = new CountDownLatch(1);
      var data =
          threads.submit(() -> {
            begun.countDown();
            return read(folder, chunk);
          });
      begun.await();
      put(chunk);
      assertArrayEquals(image.data(chunk), data.get());
    }
  }

  @Test
  void aDamagedFrameNeverGivesBytes() throws Exception {
    var chunk = image.chunk(1);
    var frame = image.frame(chunk.sha256());
    frame[frame.length / 2] ^= 1;
    Files.write(path(chunk), frame);
    try (var folder = new ChunkFolder(directory, image.manifest(), Duration.ZERO)) {
      var failure = assertThrows(IOException.class, () -> read(folder, chunk));
      assertTrue(String.valueOf(failure.getMessage()).contains("damaged"), failure::toString);
    }
  }

  private Path path(Chunk chunk) {
    return directory.resolve(chunk.sha256() + ".zst");
  }

  private void put(Chunk chunk) throws IOException {
    var part = Files.write(directory.resolve("part"), image.frame(chunk.sha256()));
    Files.move(part, path(chunk), StandardCopyOption.REPLACE_EXISTING);
  }

  private static byte[] read(ImageSource source, Chunk chunk)
      throws IOException, InterruptedException {
    try (var arena = Arena.ofConfined()) {
      var into = arena.allocate(chunk.length());
      source.read(chunk, into);
      return into.toArray(ValueLayout.JAVA_BYTE);
    }
  }
}
