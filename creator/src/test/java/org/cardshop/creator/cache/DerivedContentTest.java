package org.cardshop.creator.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.cardshop.core.image.Sha256;
import org.cardshop.creator.map.Holes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DerivedContentTest {
  private static final long SIZE = 64L << 20;

  @TempDir Path folder;
  private final AtomicInteger makings = new AtomicInteger();

  @Test
  void itIsMadeOncePerKeyHoweverManyAsk() throws Exception {
    var asks = new ArrayList<Callable<FileContent>>();
    for (int i = 0; i < 8; i++) {
      var cache = cache(1 << 20);
      var link = folder.resolve("link" + i);
      asks.add(() -> cache.derive("key", link, part -> write(part, "made")));
    }
    var identities = new HashSet<Sha256>();
    try (var threads = Executors.newFixedThreadPool(8)) {
      for (var done : threads.invokeAll(asks)) {
        assertEquals("made", text(done.get()));
        identities.add(done.get().identity());
      }
    }
    assertEquals(1, makings.get());
    assertEquals(1, identities.size());
    cache(1 << 20).derive("other", folder.resolve("other"), part -> write(part, "other"));
    assertEquals(2, makings.get());
  }

  @Test
  void aSparseOneStaysSparseAndCountsWhatItTakes() throws Exception {
    var cache = cache(8 << 20);
    for (int i = 0; i < 4; i++) {
      var content =
          cache.derive("sparse" + i, folder.resolve("link" + i), DerivedContentTest::hole);
      assertEquals(SIZE, content.size());
      assertTrue(Holes.onDisk(content.path(), SIZE) < 1 << 20);
    }
    try (var kept = Files.list(folder.resolve("cache/objects"))) {
      assertEquals(4, kept.count(), "four times 64 MiB of holes fit into 8 MiB");
    }
  }

  @Test
  void oneThatFailedIsMadeAnewAndLeavesNothingWhole() throws Exception {
    var cache = cache(1 << 20);
    assertThrows(
        IOException.class,
        () ->
            cache.derive(
                "key",
                folder.resolve("link"),
                part -> {
                  write(part, "half");
                  throw new IOException("broken");
                }));
    assertFalse(Files.exists(folder.resolve("link")));
    var content = cache.derive("key", folder.resolve("link"), part -> write(part, "whole"));
    assertEquals("whole", text(content));
  }

  @Test
  void itOutlivesItsEvictionWhileItIsLinked() throws Exception {
    var cache = cache(10);
    var first = cache.derive("1", folder.resolve("1"), part -> write(part, "12345678"));
    cache.derive("2", folder.resolve("2"), part -> write(part, "87654321"));
    assertEquals("12345678", text(first));
    cache.derive("1", folder.resolve("1 again"), part -> write(part, "12345678"));
    assertEquals(3, makings.get(), "evicted, so made again");
  }

  @Test
  void aFileInPlaceThatChangesIsNoticed() throws Exception {
    var file = Files.writeString(folder.resolve("file"), "before");
    var content = FileContent.inPlace(file);
    assertEquals("before", text(content));
    assertEquals(content.identity(), FileContent.inPlace(file).identity());
    Files.writeString(file, "after!");
    var refused = assertThrows(IOException.class, () -> text(content));
    assertTrue(
        String.valueOf(refused.getMessage()).contains("changed while it was used"),
        refused::toString);
    assertFalse(content.identity().equals(FileContent.inPlace(file).identity()));
  }

  private ContentCache cache(long bytes) throws IOException {
    return new ContentCache(folder.resolve("cache"), bytes, InstantSource.system());
  }

  private void write(Path part, String text) throws IOException {
    makings.incrementAndGet();
    Files.writeString(part, text);
  }

  private static void hole(Path part) throws IOException {
    try (var file =
        FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.wrap(new byte[] {1}), SIZE - 1);
    }
  }

  private static String text(FileContent content) throws IOException {
    var buffer = ByteBuffer.allocate((int) content.size());
    content.read(0, buffer);
    return new String(buffer.array(), StandardCharsets.UTF_8);
  }
}
