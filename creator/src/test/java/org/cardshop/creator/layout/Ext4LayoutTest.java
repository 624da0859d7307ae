package org.cardshop.creator.layout;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.cardshop.core.image.Span;
import org.cardshop.creator.layout.Tree.Node;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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
    for (int i = 0; i < 1000; i++) {
      longNames.put("ك".repeat(126) + String.format("%03d", i), file(i, i));
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
    var disk = laid(tree);
    disk.check();
    var dump = Files.createDirectory(folder.resolve("dump"));
    Disk.shell("debugfs -R 'rdump / " + dump + "' '" + disk.image() + "?offset=" + OFFSET + "'");
    disk.holds(tree, dump);
  }

  private Disk laid(Tree tree) throws Exception {
    var partition = new Span(OFFSET, Ext4Layout.shortest(OFFSET, tree));
    return Disk.written(
        folder.resolve("card.img"), partition, Ext4Layout.of(partition, "data", ID, tree));
  }

  private static Node file(long seed, long size) {
    return new Node.File(new SampleContent(seed, size, 1), false);
  }
}
