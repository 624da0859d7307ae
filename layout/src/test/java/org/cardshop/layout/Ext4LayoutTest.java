package org.cardshop.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.cardshop.core.image.Span;
import org.cardshop.layout.Tree.Node;
import org.cardshop.layout.content.Piece;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class Ext4LayoutTest {
  private static final int MIB = 1 << 20;
  private static final long OFFSET = 12L * MIB;
  private static final UUID ID = UUID.fromString("6c5f4d1e-8b1a-4a6e-9a51-0c6d7e8f9a0b");

  @TempDir Path folder;

  static Stream<Named<Map<String, Node>>> trees() {
    var crowd = new TreeMap<String, Node>();
    for (int i = 0; i < 20_000; i++) {
      crowd.put("crowd/name number " + i, file(i, i % 7 == 0 ? 10 : 0));
    }
    var longNames = new TreeMap<String, Node>();
    for (int i = 0; i < 9000; i++) { // more blocks than the root of a hashed folder names
      longNames.put("ك".repeat(125) + String.format("%05d", i), file(i, i % 9 == 0 ? i : 0));
    }
    return Stream.of(
        Named.of("empty", Map.of()),
        Named.of("one file", Map.of("a", file(1, 5))),
        Named.of("an empty file", Map.of("a", file(1, 0))),
        Named.of("an empty folder", Map.of("a", new Node.Folder())),
        Named.of("nested", Map.of("a/b/c", file(1, 5), "a/b/d", file(2, 6), "b", file(3, 7))),
        Named.of("deep", Map.of("a/".repeat(150) + "z", file(1, 5))),
        Named.of(
            "around a block", Map.of("a", file(1, 4095), "b", file(2, 4096), "c", file(3, 4097))),
        Named.of(
            "around a tile",
            Map.of("a", file(1, 4 * MIB - 1), "b", file(2, 4 * MIB), "c", file(3, 4 * MIB + 1))),
        Named.of(
            "links",
            Map.of(
                "a/short", new Node.Link("../b"),
                "a/59", new Node.Link("x".repeat(59)),
                "a/60", new Node.Link("x".repeat(60)),
                "a/4095", new Node.Link("/y".repeat(2047) + "z"),
                "b", new Node.File(new SampleContent(1, 100, 1), true))),
        Named.of(
            "names",
            Map.of(
                "ماء/مياه الشرب.txt",
                file(1, 10),
                "🚰💧/🎉.zim",
                file(2, 5000),
                "é".repeat(127) + "x",
                file(3, 1),
                "with 'quotes\" and \\",
                file(4, 2))),
        Named.of("20 000 names in a folder", crowd),
        Named.of("long names", longNames));
  }

  @ParameterizedTest
  @MethodSource("trees")
  void whatIsLaidOutIsAFileSystem(Map<String, Node> files) throws Exception {
    var tree = Tree.of(files);
    var disk = laid(tree, 0);
    disk.check();
    if (isRoot()) {
      mounted(disk, "ro", root -> disk.holds(tree, root));
    }
    if (!isRoot() || files.size() < 100) {
      dumped(disk, tree);
    }
  }

  /// Whether it zeroes the inode tables at once or leaves them as they are.
  @ParameterizedTest
  @ValueSource(strings = {"init_itable=0", "noinit_itable"})
  void theKernelReadsAndWritesIt(String tables) throws Exception {
    assumeRoot();
    var files = new TreeMap<String, Node>();
    for (int i = 0; i < 5000; i++) {
      files.put("many/" + i, file(i, i % 3 * 1000L));
    }
    for (int i = 0; i < 8; i++) {
      files.put("large/" + i, file(i, 3 * MIB + i * 700_000L));
    }
    files.put("ماء/🚰.txt", file(9, 77));
    files.put("link", new Node.Link("ماء/🚰.txt"));
    var tree = Tree.of(files);
    var disk = laid(tree, 600 * MIB);
    mounted(
        disk,
        "rw," + tables,
        root -> {
          disk.holds(tree, root);
          for (int i = 0; i < 2000; i++) {
            Files.writeString(root.resolve("many/new " + i), "new " + i);
            var other = Files.createDirectories(root.resolve("new folder " + i % 50));
            Files.writeString(other.resolve("new " + i), "new " + i);
          }
          for (int i = 0; i < 5000; i += 2) {
            Files.delete(root.resolve("many/" + i));
            files.remove("many/" + i);
          }
          Files.write(root.resolve("large/new"), new byte[5 * MIB]);
          Files.delete(root.resolve("large/3"));
          files.remove("large/3");
        });
    disk.check();
    mounted(
        disk,
        "ro",
        root -> {
          disk.holds(Tree.of(files), root);
          assertEquals("new 1999", Files.readString(root.resolve("many/new 1999")));
        });
  }

  /// Groups 1, 3, 5, 7 and 9 begin with copies of the super block.
  @Test
  void contentsReachAcrossManyGroups() throws Exception {
    var tree =
        Tree.of(
            Map.of(
                "a", sparse(1, 600L * MIB),
                "b", new Node.File(new SampleContent(2, 45L << 30, 16411), false),
                "c", sparse(3, 4L * MIB + 1),
                "d/e", file(4, 100)));
    var disk = laid(tree, 1L << 30);
    disk.check();
    var header = Disk.shell("dumpe2fs '" + disk.image() + "?offset=" + OFFSET + "' 2>/dev/null");
    assertTrue(header.contains("BLOCK_UNINIT") && header.contains("Backup superblock"), header);
    if (isRoot()) {
      mounted(disk, "ro", root -> disk.holds(tree, root));
    }
  }

  /// Around the ends of groups, with copies of the super block behind them or not.
  @ParameterizedTest
  @ValueSource(
      longs = {
        16L << 20,
        (16L << 20) + 512,
        (128L << 20) + 51 * 4096,
        (128L << 20) + 52 * 4096,
        (256L << 20) + 4096,
        (256L << 20) + 50 * 4096,
        (8L << 30) + 60 * 4096,
        64_000_000_000L
      })
  void everyLengthGivesAFileSystem(long length) throws Exception {
    var tree = Tree.of(Map.of("a/b", file(1, 5L * MIB)));
    var partition = new Span(OFFSET, length);
    Disk.written(folder.resolve("card.img"), partition, Ext4Layout.of(partition, "data", ID, tree))
        .check();
  }

  @Test
  void itCanBeGrown() throws Exception {
    var tree = Tree.of(Map.of("a/b", file(1, 10), "big", file(2, 9L * MIB)));
    var partition = new Span(0, 200L * MIB);
    var disk =
        Disk.written(
            folder.resolve("fs.img"), partition, Ext4Layout.of(partition, "data", ID, tree));
    Disk.shell("truncate -s 10G " + disk.image() + "; resize2fs " + disk.image());
    disk.check();
    dumped(disk, tree);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void whateverIsThrownAtItFits(long seed) throws Exception {
    var random = new Random(seed);
    var files = new TreeMap<String, Node>();
    int count = random.nextInt(1500);
    for (int i = 0; i < count; i++) {
      var path = "d" + random.nextInt(20) + "/" + "n".repeat(random.nextInt(200)) + i;
      long size =
          switch (random.nextInt(20)) {
            case 0 -> random.nextLong(20L * MIB);
            case 1 -> random.nextLong(1 + random.nextLong(60L * MIB));
            default -> random.nextLong(1 + random.nextLong(100_000));
          };
      files.put(path, sparse(i, size));
    }
    var tree = Tree.of(files);
    long offset = random.nextLong(100) * (seed % 2 == 0 ? 4L * MIB : 512);
    long length =
        Ext4Layout.shortest(offset, tree) + random.nextLong(2) * random.nextLong(1L << 31);
    var partition = new Span(offset, length / 512 * 512);
    var disk =
        Disk.written(
            folder.resolve("card.img"), partition, Ext4Layout.of(partition, "data", ID, tree));
    disk.check();
    if (isRoot()) {
      mounted(disk, "ro", root -> disk.holds(tree, root));
    }
  }

  @Test
  void theSameTreeGivesTheSameBytes() throws Exception {
    var files = new TreeMap<String, Node>();
    for (int i = 0; i < 1000; i++) {
      files.put("f" + i % 3 + "/" + i, file(i, i * 10L));
    }
    var partition = new Span(OFFSET, 100L * MIB);
    assertEquals(
        digests(Ext4Layout.of(partition, "data", ID, Tree.of(files))),
        digests(Ext4Layout.of(partition, "data", ID, Tree.of(new TreeMap<>(files)))));
  }

  @Test
  void theSameContentGivesTheSameChunks() throws Exception {
    var video = new SampleContent(7, 150L * MIB + 12345, 1);
    var other =
        Map.<String, Node>of("video", file(8, 20L * MIB), "v/w", new Node.File(video, true));
    var one = Map.<String, Node>of("a", file(1, 100), "video", new Node.File(video, false));
    var many = new TreeMap<>(one);
    for (int i = 0; i < 3000; i++) {
      many.put("before/" + i, file(i, 3000));
      many.put("large/" + i, i < 20 ? file(i, 4L * MIB + i * 10_000L) : file(i, i));
    }
    var chunks = tiles(one, 1L << 30, video);
    assertEquals(38, chunks.size());
    assertEquals(chunks, tiles(many, 1L << 30, video));
    assertEquals(chunks, tiles(other, 3L << 30, video));
  }

  @Test
  void oneMoreSmallFileLeavesMostChunksAsTheyAre() throws Exception {
    var random = new Random(3);
    var files = new TreeMap<String, Node>();
    for (int i = 0; i < 5000; i++) {
      files.put("docs/" + i, file(i, 1 + random.nextLong(random.nextInt(50) == 0 ? MIB : 20_000)));
    }
    var before = tiles(files);
    files.put("aaa", file(5001, 5000));
    var after = tiles(files);
    assertTrue(before.size() > 25, "" + before.size());
    int same = 0;
    for (var tile : before) {
      same += after.contains(tile) ? 1 : 0;
    }
    assertTrue(same >= before.size() - 8, same + " of " + before.size());
  }

  @Test
  void everyContentThatHasRoomInBytesFits() throws Exception {
    var files = new TreeMap<String, Node>();
    for (int i = 0; i < 100; i++) {
      files.put("videos/" + i, sparse(i, 5L * MIB));
    }
    files.put("one", sparse(1, 300L * MIB));
    var tree = Tree.of(files);
    long shortest = Ext4Layout.shortest(OFFSET, tree);
    assertTrue(shortest < 870L * MIB, "" + shortest);
    var tight = new Span(OFFSET, shortest - 16 * MIB);
    Disk.written(folder.resolve("card.img"), tight, Ext4Layout.of(tight, "data", ID, tree)).check();
  }

  @Test
  void whatDoesNotFitIsSaid() {
    var tree = Tree.of(Map.of("video", sparse(1, 300L * MIB)));
    var partition = new Span(OFFSET, 200L * MIB);
    var refusal =
        assertThrows(LayoutException.class, () -> Ext4Layout.of(partition, "data", ID, tree));
    assertTrue(
        String.valueOf(refusal.getMessage()).matches(".* need 1[0-9]{8} bytes more than .*"),
        refusal::getMessage);
  }

  @Test
  void whatCannotBeNamedIsRefused() {
    for (var name : List.of("ء".repeat(128), "\ud800", "a/../b", "lost+found", "x\0")) {
      var tree = Tree.of(Map.of(name, file(1, 1)));
      assertThrows(LayoutException.class, () -> Ext4Layout.shortest(OFFSET, tree), name);
    }
  }

  private Disk laid(Tree tree, long spare) throws Exception {
    var partition = new Span(OFFSET, Ext4Layout.shortest(OFFSET, tree) + spare);
    return Disk.written(
        folder.resolve("card.img"), partition, Ext4Layout.of(partition, "data", ID, tree));
  }

  private static Node file(long seed, long size) {
    return new Node.File(new SampleContent(seed, size, 1), false);
  }

  private static Node sparse(long seed, long size) {
    return new Node.File(new SampleContent(seed, size, 997), false);
  }

  /// Digests of the image's 4 MiB pieces that hold nothing but the content, in its order.
  private static List<String> tiles(Map<String, Node> files, long length, SampleContent content)
      throws Exception {
    var found = new TreeMap<Long, String>();
    for (var piece : Ext4Layout.of(new Span(OFFSET, length), "data", ID, Tree.of(files))) {
      if (piece instanceof Piece.Part part && part.content().equals(content)) {
        long tile = 4L * MIB;
        long skip = Math.floorMod(-part.span().offset(), tile);
        long end = part.span().length();
        for (long at = skip; at < end; at += tile) {
          long from = part.from() + at;
          var bytes = ByteBuffer.allocate((int) Math.min(tile, end - at));
          content.read(from, bytes);
          found.put(from, HexFormat.of().formatHex(sha256(bytes.flip())));
        }
      }
    }
    return List.copyOf(found.values());
  }

  /// What lies in each 4 MiB of the image, by contents and their places within these.
  private static Set<List<String>> tiles(Map<String, Node> files) throws Exception {
    long tile = 4L * MIB;
    var tiles = new TreeMap<Long, List<String>>();
    for (var piece : Ext4Layout.of(new Span(OFFSET, 300L * MIB), "data", ID, Tree.of(files))) {
      if (piece instanceof Piece.Part(var span, var content, var from)) {
        tiles
            .computeIfAbsent(span.offset() / tile, _ -> new ArrayList<>())
            .add(span.offset() % tile + " " + content + " from " + from);
      }
    }
    return new HashSet<>(tiles.values());
  }

  private static List<String> digests(List<Piece> pieces) throws Exception {
    var digests = new ArrayList<String>();
    for (var piece : pieces) {
      digests.add(
          switch (piece) {
            case Piece.Bytes it -> it.span() + HexFormat.of().formatHex(sha256(it.bytes()));
            case Piece.Part _, Piece.Zero _, Piece.Free _ -> piece.toString();
          });
    }
    return digests;
  }

  private static byte[] sha256(ByteBuffer bytes) throws Exception {
    var digest = MessageDigest.getInstance("SHA-256");
    digest.update(bytes.duplicate());
    return digest.digest();
  }

  /// As `debugfs` reads it, which needs nobody's leave.
  private void dumped(Disk disk, Tree tree) throws Exception {
    var dump = Files.createDirectory(folder.resolve("dump"));
    var image = "'" + disk.image() + "?offset=" + disk.partition().offset() + "'";
    Disk.shell("debugfs -R 'rdump / " + dump + "' " + image);
    disk.holds(tree, dump);
  }

  private interface Use {
    void of(Path root) throws Exception;
  }

  private void mounted(Disk disk, String options, Use use) throws Exception {
    var root = Files.createDirectories(folder.resolve("root"));
    var range = ",offset=" + disk.partition().offset() + ",sizelimit=" + disk.partition().length();
    Disk.shell("mount -o loop," + options + range + " " + disk.image() + " " + root);
    try {
      use.of(root);
    } finally {
      Disk.shell("umount " + root);
    }
  }

  private static void assumeRoot() throws Exception {
    assumeTrue(isRoot(), "mounting needs root");
  }

  private static boolean isRoot() throws Exception {
    return Disk.shell("id -u").strip().equals("0");
  }
}
