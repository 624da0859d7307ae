package org.cardshop.creator.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.cardshop.core.image.Manifest;
import org.cardshop.core.image.Span;
import org.cardshop.creator.draft.Draft;
import org.cardshop.creator.draft.MemoryContent;
import org.cardshop.layout.content.Piece;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Asks `bmaptool` itself.
class BmapTest {
  private static final int MIB = 1 << 20;

  @TempDir Path folder;
  private Path image = Path.of("");

  private Manifest made() throws Exception {
    var noise = new byte[5 * MIB];
    new Random(1).nextBytes(noise);
    var draft =
        new Draft(
            20L * MIB + 512,
            List.of(
                Piece.Bytes.at(0, Arrays.copyOf(noise, 4096)),
                new Piece.Zero(new Span(4096, 4L * MIB - 4096)),
                new Piece.Part(new Span(4L * MIB, 5L * MIB), new MemoryContent(noise), 0),
                new Piece.Free(new Span(9L * MIB, 6L * MIB)),
                new Piece.Zero(new Span(15L * MIB, 5L * MIB)),
                Piece.Bytes.at(20L * MIB, Arrays.copyOf(noise, 512))));
    image = folder.resolve("image");
    return DraftImage.of(draft, Known.in(folder.resolve("known")))
        .make("x", Optional.of(image), ChunkSink.NONE, done -> {});
  }

  @Test
  void bmaptoolWritesDataAndZeroOverWhateverWasThere() throws Exception {
    var manifest = made();
    Files.writeString(folder.resolve("bmap"), Bmap.of(image, manifest, done -> {}));
    var card = new byte[20 * MIB + 512];
    Arrays.fill(card, (byte) 0xa5);
    Files.write(folder.resolve("card"), card);
    // To a device, for bmaptool empties a plain file first.
    assumeTrue("root".equals(System.getProperty("user.name")), "loop devices need root");
    var device = run("losetup", "--find", "--show", "card").strip();
    try {
      run("bmaptool", "copy", "--bmap", "bmap", "image", device);
    } finally {
      run("losetup", "--detach", device);
    }
    var expected = Files.readAllBytes(image);
    Arrays.fill(expected, 9 * MIB, 15 * MIB, (byte) 0xa5);
    assertTrue(Arrays.equals(expected, Files.readAllBytes(folder.resolve("card"))));
  }

  @Test
  void withoutAManifestOfItsOwnEverythingIsNamed() throws Exception {
    made();
    var mapped = ImageMap.of(image, "x", List.of(), done -> {});
    var xml = Bmap.of(image, mapped, done -> {});
    assertTrue(xml.contains("> 0-5120 </Range>"), xml);
    assertTrue(xml.contains("<MappedBlocksCount> 5121 <"), xml);
  }

  @Test
  void anImageThatIsNotTheManifestsIsRefused() throws Exception {
    var manifest = made();
    for (long at : new long[] {100, 17L * MIB, 8L * MIB}) {
      try (var file = new RandomAccessFile(image.toFile(), "rw")) {
        file.seek(at);
        int was = file.read();
        file.seek(at);
        file.write(was ^ 1);
        assertThrows(IOException.class, () -> Bmap.of(image, manifest, done -> {}));
        file.seek(at);
        file.write(was);
      }
    }
    Files.write(image, new byte[512], java.nio.file.StandardOpenOption.APPEND);
    assertThrows(IOException.class, () -> Bmap.of(image, manifest, done -> {}));
  }

  private String run(String... command) throws Exception {
    var process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    return said;
  }
}
