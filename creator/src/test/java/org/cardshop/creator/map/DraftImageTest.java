package org.cardshop.creator.map;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.CRC32C;
import org.cardshop.core.image.Chunk;
import org.cardshop.core.image.Manifest;
import org.cardshop.core.image.Sha256;
import org.cardshop.core.image.Span;
import org.cardshop.creator.draft.Draft;
import org.cardshop.creator.draft.Drafts;
import org.cardshop.creator.draft.MemoryContent;
import org.cardshop.layout.content.Piece;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DraftImageTest {
  private static final int MIB = 1 << 20;

  @TempDir Path folder;

  private static final byte[] NOISE = noise(70 * MIB, 1);
  private static final byte[] TEXT = "plants ".repeat(2 * MIB).getBytes(StandardCharsets.UTF_8);

  private final MemoryContent noise = new MemoryContent(NOISE);
  private final MemoryContent text = new MemoryContent(TEXT);

  @Test
  void theManifestSaysWhatTheDraftHolds() throws Exception {
    var image = image(draft());
    var manifest = image.make("x", Optional.empty(), ChunkSink.NONE, done -> {});
    check(manifest, image, Drafts.bytes(draft()));
    assertEquals(List.of(new Span(100L * MIB, 10L * MIB)), manifest.free());
  }

  @Test
  void theFileHoldsTheSameAndTakesDiskForDataOnly() throws Exception {
    var draft = draft();
    var file = folder.resolve("image");
    var manifest = image(draft).make("x", Optional.of(file), ChunkSink.NONE, done -> {});
    assertArrayEquals(Drafts.bytes(draft), Files.readAllBytes(file));
    long onDisk = Holes.onDisk(file, draft.size());
    assertEquals(manifest.dataBytes(), onDisk);
    var again = folder.resolve("again");
    var other = image(draft);
    assertEquals(manifest, other.make("x", Optional.of(again), ChunkSink.NONE, done -> {}));
    assertEquals(-1, Files.mismatch(file, again));
    assertThrows(
        IOException.class, () -> other.make("x", Optional.of(again), ChunkSink.NONE, done -> {}));
    assertEquals(-1, Files.mismatch(file, again), "a file that is there already stays");
  }

  @Test
  void theSinkHearsOfEachChunkOnceInOrderAndItsFrameHoldsIt() throws Exception {
    var draft = draft();
    var image = Drafts.bytes(draft);
    var told = new ArrayList<Chunk>();
    var manifest =
        image(draft)
            .make(
                "x",
                Optional.empty(),
                (chunk, frames) -> {
                  told.add(chunk);
                  try {
                    var plain = Zstd.decompress(frames.frame(chunk), chunk.length());
                    assertArrayEquals(slice(image, chunk.span()), plain);
                  } catch (IOException e) {
                    throw new AssertionError(e);
                  }
                },
                done -> {});
    var seen = new HashSet<Sha256>();
    assertEquals(manifest.chunks().stream().filter(c -> seen.add(c.sha256())).toList(), told);
  }

  @Test
  void anImageThatIsKnownIsNotReadAgain() throws Exception {
    var first = image(draft()).make("a", Optional.empty(), ChunkSink.NONE, done -> {});
    long read = noise.read() + text.read();
    var told = new ArrayList<Chunk>();
    var second =
        image(draft()).make("b", Optional.empty(), (chunk, frames) -> told.add(chunk), done -> {});
    assertEquals(read, noise.read() + text.read());
    assertEquals(first.sha256(), second.sha256());
    assertEquals(first.chunks(), second.chunks());
    assertEquals(first.chunks().stream().map(Chunk::sha256).distinct().count(), (long) told.size());
  }

  @Test
  void knownChunksInAnotherImageAreToldBeforeAnythingIsRead() throws Exception {
    image(draft()).make("a", Optional.empty(), ChunkSink.NONE, done -> {});
    long before = noise.read();
    var heard = new ArrayList<Long>();
    var moved =
        new Draft(
            128L * MIB,
            List.of(
                new Piece.Zero(new Span(0, 8L * MIB)),
                new Piece.Part(new Span(8L * MIB, noise.size()), noise, 0),
                new Piece.Zero(new Span(8L * MIB + noise.size(), 120L * MIB - noise.size()))));
    var image = image(moved);
    var manifest =
        image.make(
            "b", Optional.empty(), (chunk, frames) -> heard.add(noise.read() - before), done -> {});
    assertEquals(java.util.Collections.nCopies(18, 0L), heard);
    assertEquals(noise.size(), noise.read() - before, "read once, for the digest of the whole");
    check(manifest, image, Drafts.bytes(moved));
  }

  @Test
  void aContentThatIsNotWhatItWasFailsTheImageAndLeavesNoFile() throws Exception {
    image(draft()).make("a", Optional.empty(), ChunkSink.NONE, done -> {});
    var changed = NOISE.clone();
    changed[60 * MIB] ^= 1;
    var impostor = new MemoryContent(changed, noise.identity());
    var file = folder.resolve("image");
    var image = image(draft(impostor));
    var failure =
        assertThrows(
            IOException.class,
            () -> image.make("b", Optional.of(file), ChunkSink.NONE, done -> {}));
    assertTrue(String.valueOf(failure.getMessage()).contains("changed"), failure::toString);
    assertFalse(Files.exists(file));
    var manifest = image(draft()).make("b", Optional.empty(), ChunkSink.NONE, done -> {});
    int refused = 0;
    for (var chunk : manifest.chunks()) {
      try {
        image.frame(chunk);
      } catch (IOException e) {
        refused++;
      }
    }
    assertEquals(1, refused);
  }

  @Test
  void aSinkThatIsInterruptedCancelsTheImage() {
    assertThrows(
        InterruptedException.class,
        () ->
            image(draft())
                .make(
                    "x",
                    Optional.of(folder.resolve("image")),
                    (chunk, frames) -> {
                      throw new InterruptedException();
                    },
                    done -> {}));
    assertFalse(Files.exists(folder.resolve("image")));
  }

  @Test
  void aDiskThatIsTooSmallIsSeenBeforeAnythingIsRead() throws Exception {
    assumeTrue("root".equals(System.getProperty("user.name")), "mounting a small disk needs root");
    var disk = Files.createDirectory(folder.resolve("disk"));
    run("mount", "-t", "tmpfs", "-o", "size=32m", "tmpfs", disk.toString());
    try {
      var failure =
          assertThrows(
              IOException.class,
              () ->
                  image(draft())
                      .make("x", Optional.of(disk.resolve("i")), ChunkSink.NONE, done -> {}));
      assertTrue(String.valueOf(failure.getMessage()).contains("no space left"), failure::toString);
      assertEquals(0, noise.read());
      try (var left = Files.list(disk)) {
        assertEquals(0, left.count());
      }
    } finally {
      run("umount", disk.toString());
    }
  }

  @Test
  void anImageMayEndOffTheGrid() throws Exception {
    var draft =
        new Draft(
            5L * MIB + 512,
            List.of(
                new Piece.Zero(new Span(0, MIB)),
                new Piece.Part(new Span(MIB, 4L * MIB + 512), noise, 7)));
    var image = image(draft);
    var file = folder.resolve("image");
    var manifest = image.make("x", Optional.of(file), ChunkSink.NONE, done -> {});
    check(manifest, image, Drafts.bytes(draft));
    assertArrayEquals(Drafts.bytes(draft), Files.readAllBytes(file));
  }

  private DraftImage image(Draft draft) throws IOException {
    return DraftImage.of(draft, Known.in(folder.resolve("known")));
  }

  private Draft draft() {
    return draft(noise);
  }

  /// 128 MiB: a table, 70 MiB of noise, 14 MiB of text, small parts of both, free and zero.
  private Draft draft(MemoryContent first) {
    var pieces = new ArrayList<Piece>();
    pieces.add(Piece.Bytes.at(0, noise(5000, 2)));
    pieces.add(new Piece.Zero(new Span(5000, 4L * MIB - 5000)));
    pieces.add(new Piece.Part(new Span(4L * MIB, first.size()), first, 0));
    pieces.add(new Piece.Part(new Span(74L * MIB, text.size()), text, 0));
    long at = 74L * MIB + text.size();
    for (int i = 0; i < 50; i++) {
      pieces.add(new Piece.Part(new Span(at, 3000), text, i));
      pieces.add(new Piece.Zero(new Span(at + 3000, 1096)));
      at += 4096;
    }
    pieces.add(new Piece.Zero(new Span(at, 100L * MIB - at)));
    pieces.add(new Piece.Free(new Span(100L * MIB, 10L * MIB)));
    pieces.add(new Piece.Zero(new Span(110L * MIB, 18L * MIB)));
    return new Draft(128L * MIB, pieces);
  }

  private static void check(Manifest manifest, DraftImage made, byte[] image) throws Exception {
    assertEquals(Sha256.of(image), manifest.sha256());
    for (var chunk : manifest.chunks()) {
      var plain = slice(image, chunk.span());
      assertEquals(Sha256.of(plain), chunk.sha256());
      var crc = new CRC32C();
      crc.update(plain);
      assertEquals((int) crc.getValue(), chunk.crc32c());
      var frame = made.frame(chunk);
      assertTrue(frame.length <= chunk.stored());
      assertArrayEquals(plain, Zstd.decompress(frame, chunk.length()));
    }
    for (var zero : manifest.zero()) {
      assertArrayEquals(new byte[(int) zero.length()], slice(image, zero));
    }
  }

  private static byte[] slice(byte[] image, Span span) {
    return java.util.Arrays.copyOfRange(image, (int) span.offset(), (int) span.end());
  }

  private static byte[] noise(int length, int seed) {
    var bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static void run(String... command) throws Exception {
    assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
  }
}
