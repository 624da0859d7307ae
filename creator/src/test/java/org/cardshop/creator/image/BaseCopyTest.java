package org.cardshop.creator.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaseCopyTest {
  private static final int MIB = 1 << 20;

  @TempDir private Path folder;

  private Path zeros(int bytes) throws IOException {
    var packed = folder.resolve("base.img.gz");
    try (var out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      out.write(new byte[bytes]);
    }
    return packed;
  }

  @Test
  void aBaseThatUnpacksToMoreThanItMayIsStopped() throws Exception {
    var packed = zeros(MIB + 1);
    assertTrue(Files.size(packed) < 2_000);
    var image = folder.resolve("base.img");
    var refused =
        assertThrows(IOException.class, () -> BaseCopy.run(packed, MIB, image, written -> {}));
    assertTrue(String.valueOf(refused.getMessage()).contains("take a smaller one"));
    assertTrue(Files.size(image) <= MIB);
  }

  @Test
  void aBaseOfJustThatSizeIsTaken() throws Exception {
    var image = folder.resolve("base.img");
    BaseCopy.run(zeros(MIB), MIB, image, written -> {});
    assertEquals(MIB, Files.size(image));
  }
}
