package org.cardshop.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.cardshop.core.image.Span;
import org.cardshop.layout.content.Piece;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What we read of volumes that exfatprogs made, and what exfat-fuse reads of ours.
class ExfatTest {
  private static final long MIB = 1 << 20;

  @TempDir Path folder;

  @Test
  void aFreshVolumeSaysWhoItIs() throws Exception {
    var card = new ExfatCard(folder, new Span(0, 64 * MIB));
    card.shell("truncate -s 64M card; mkfs.exfat -L 'Données 1' -c 32K card");
    try (var image = card.open()) {
      var exfat = Exfat.at(image, 0).orElseThrow();
      assertEquals("Données 1", exfat.label());
      assertTrue(exfat.isEmpty());
      var serial = card.shell("exfatlabel -i card").lines().toList().getLast();
      assertTrue(
          serial.toLowerCase(Locale.ROOT).endsWith(Integer.toHexString(exfat.serial())), serial);
      long free = exfat.free().stream().mapToLong(Span::length).sum();
      var said = card.shell("dump.exfat card | grep 'Free Clusters'").split("\\D+", -1);
      assertEquals(Long.parseLong(said[1]) * 32768, free);
    }
  }

  @Test
  void whatWasLaidOutIsReadBack() throws Exception {
    var tree = ExfatCard.tree(Map.of("a/b", 5000L, "big", 5 * MIB, "c", 0L));
    var span = new Span(3 * MIB, 40 * MIB);
    var pieces = ExfatLayout.of(span, "data", 0x1234_5678, tree);
    new ExfatCard(folder, span).used().write(pieces, true);
    try (var image = FileChannel.open(folder.resolve("card"))) {
      var exfat = Exfat.at(image, 0).orElseThrow();
      assertEquals("data", exfat.label());
      assertEquals(0x1234_5678, exfat.serial());
      assertFalse(exfat.isEmpty());
      for (var piece : pieces) {
        boolean isFree = isFree(exfat.free(), piece.span().offset() - span.offset());
        assertTrue(!isFree || piece instanceof Piece.Free, piece.toString());
      }
      assertTrue(isFree(exfat.free(), span.length() - 8192));
    }
  }

  @Test
  void nothingIsFreeInAVolumeThatWasNotUnmounted() throws Exception {
    var card = new ExfatCard(folder, new Span(0, 16 * MIB));
    card.shell("truncate -s 16M card; mkfs.exfat card");
    try (var image = card.open()) {
      image.write(ByteBuffer.wrap(new byte[] {2}), 106);
      assertEquals(List.of(), Exfat.at(image, 0).orElseThrow().free());
      assertEquals("", Exfat.at(image, 0).orElseThrow().label());
    }
  }

  @Test
  void whatIsNoExfatIsNone() throws Exception {
    var card = new ExfatCard(folder, new Span(0, 16 * MIB));
    card.shell("truncate -s 16M card fat; truncate -s 9 tiny; mkfs.vfat fat");
    for (var name : List.of("card", "fat", "tiny")) {
      try (var image = FileChannel.open(folder.resolve(name))) {
        assertTrue(Exfat.at(image, 0).isEmpty(), name);
      }
    }
  }

  @Test
  void anotherReaderFindsTheSameFiles() throws Exception {
    assumeTrue(
        Files.isWritable(Path.of("/dev/fuse")) && Files.isWritable(Path.of("/dev/loop-control")),
        "needs FUSE, loop devices and the right to use them");
    assumeTrue(
        Files.isExecutable(Path.of("/usr/sbin/mount.exfat-fuse")),
        "needs mount.exfat-fuse: apt install exfat-fuse");
    var trees = ExfatLayoutTest.trees();
    trees.remove("20 000 names"); // slow by FUSE
    for (var entry : trees.entrySet()) {
      long offset = 512 * 333;
      long length = ExfatLayout.shortest(offset, entry.getValue());
      var card = new ExfatCard(folder, new Span(offset, length)).used();
      card.write(ExfatLayout.of(card.partition(), "data", 1, entry.getValue()), true);
      var loop = card.shell("mkdir -p mounted; losetup -r --show -f card").strip();
      try {
        card.shell("mount.exfat-fuse -o ro " + loop + " mounted");
        compare(entry.getValue());
      } finally {
        card.shell("umount mounted || true; losetup -d " + loop + "; rm card");
      }
    }
  }

  private void compare(Tree tree) throws Exception {
    var mounted = folder.resolve("mounted");
    try (var files = Files.walk(mounted)) {
      assertEquals(
          List.copyOf(tree.nodes().keySet()),
          files
              .filter(path -> !path.equals(mounted))
              .map(path -> mounted.relativize(path).toString())
              .sorted()
              .toList());
    }
    for (var entry : tree.nodes().entrySet()) {
      if (entry.getValue() instanceof Tree.Node.File(SeededContent content, _)) {
        var bytes = Files.readAllBytes(mounted.resolve(entry.getKey()));
        assertEquals(ByteBuffer.wrap(content.bytes()), ByteBuffer.wrap(bytes), entry.getKey());
        assertEquals(Stable.FILE_TIME, Files.getLastModifiedTime(mounted.resolve(entry.getKey())));
      }
    }
  }

  private static boolean isFree(List<Span> free, long at) {
    return free.stream().anyMatch(span -> span.offset() <= at && at < span.end());
  }
}
