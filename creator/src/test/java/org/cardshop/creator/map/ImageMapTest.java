package org.cardshop.creator.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cardshop.core.image.Chunk;
import org.cardshop.core.image.Manifest;
import org.cardshop.core.image.Sha256;
import org.cardshop.core.image.Span;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageMapTest {
  private static final int MIB = 1 << 20;
  @TempDir Path folder;

  @Test
  void dataIsCutAtWindowsAndAtLongRunsOfZero() throws Exception {
    var bytes = new byte[9 * MIB + 512];
    fill(bytes, 3 * MIB, 5 * MIB); // across the end of a window
    fill(bytes, 6 * MIB, 6 * MIB + 10); // then zeros, too few to part it from:
    fill(bytes, 6 * MIB + 65536, 6 * MIB + 70000);
    fill(bytes, 7 * MIB, 7 * MIB + 1); // after more zeros than are joined
    fill(bytes, 9 * MIB + 511, 9 * MIB + 512); // the image's last byte
    var manifest = map(bytes, List.of());
    assertEquals(
        List.of(
            new Span(3 * MIB, MIB),
            new Span(4 * MIB, MIB),
            new Span(6 * MIB, 65536 + 8192),
            new Span(7 * MIB, 4096),
            new Span(9 * MIB, 512)),
        manifest.chunks().stream().map(Chunk::span).toList());
    assertEquals(Sha256.of(bytes), manifest.sha256());
    assertEquals(0, manifest.free().size());
  }

  @Test
  void freeIsNeverReadAsDataAndOnlyWholeBlocksAreFree() throws Exception {
    var bytes = new byte[8 * MIB];
    fill(bytes, 0, MIB + 100);
    var manifest = map(bytes, List.of(new Span(MIB + 100, MIB), new Span(2 * MIB + 100, MIB)));
    assertEquals(List.of(new Span(MIB + 4096, 2 * MIB - 4096)), manifest.free());
    assertEquals(List.of(new Span(3 * MIB, 5 * MIB)), manifest.zero());
  }

  @Test
  void freeThatIsNotZeroIsRefused() {
    var bytes = new byte[8 * MIB];
    bytes[5 * MIB + 7] = 1;
    var refused =
        assertThrows(IOException.class, () -> map(bytes, List.of(new Span(5 * MIB, MIB))));
    assertTrue(String.valueOf(refused.getMessage()).contains("free"), refused::toString);
  }

  @Test
  void anImageOfNothingIsAllZero() throws Exception {
    assertEquals(List.of(new Span(0, 30L * MIB)), map(new byte[30 * MIB], List.of()).zero());
  }

  private Manifest map(byte[] bytes, List<Span> free) throws Exception {
    return ImageMap.of(Files.write(folder.resolve("i"), bytes), "i", free, done -> {});
  }

  private static void fill(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      bytes[i] = (byte) (i * 31 + (i >> 8) | 1);
    }
  }
}
