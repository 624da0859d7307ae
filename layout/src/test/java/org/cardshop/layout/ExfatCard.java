package org.cardshop.layout;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cardshop.core.image.Span;
import org.cardshop.layout.content.Piece;

/// The data partition of a card that was used before: where nothing is written, garbage stays.
///
/// @param folder whose file `card` holds the partition's bytes only
record ExfatCard(Path folder, Span partition) {
  private static final int MIB = 1 << 20;

  /// Puts garbage everywhere.
  ExfatCard used() throws IOException {
    var garbage = new byte[MIB];
    Arrays.fill(garbage, (byte) 0xa5);
    try (var card = open()) {
      for (long at = 0; at < partition.length(); at += MIB) {
        int length = (int) Math.min(MIB, partition.length() - at);
        card.write(ByteBuffer.wrap(garbage, 0, length), at);
      }
    }
    return this;
  }

  void write(List<Piece> pieces, boolean withContents) throws IOException {
    long end = partition.offset();
    try (var card = open()) {
      for (var piece : pieces) {
        var span = piece.span();
        assertEquals(end, span.offset(), "pieces follow each other");
        end = span.end();
        long at = span.offset() - partition.offset();
        switch (piece) {
          case Piece.Bytes bytes -> card.write(bytes.bytes().duplicate(), at);
          case Piece.Zero _ -> zero(card, at, span.length());
          case Piece.Free _ -> {}
          case Piece.Part part when withContents -> {
            var bytes = ByteBuffer.allocate((int) span.length());
            part.content().read(part.from(), bytes);
            card.write(bytes.flip(), at);
          }
          case Piece.Part _ -> {}
        }
      }
      if (card.size() < partition.length()) {
        card.write(ByteBuffer.allocate(1), partition.length() - 1);
      }
    }
    assertEquals(partition.end(), end);
  }

  ExfatWalk walk() throws IOException {
    try (var card = open()) {
      return ExfatWalk.of(card);
    }
  }

  /// What fsck.exfat and our own reading of the specification find is the tree.
  void check(Tree tree) throws Exception {
    var said = shell("fsck.exfat -n card");
    assertTrue(said.contains(": clean. "), said);
    var walk = walk();
    assertEquals(tree.nodes().keySet(), walk.found().keySet());
    try (var card = open()) {
      for (var entry : tree.nodes().entrySet()) {
        var at = walk.found(entry.getKey());
        if (entry.getValue() instanceof Tree.Node.File(SeededContent content, _)) {
          assertEquals(content.size(), at.length());
          var bytes = ByteBuffer.allocate((int) content.size());
          card.read(bytes, at.at());
          assertArrayEquals(content.bytes(), bytes.array(), entry.getKey());
          checkPad(card, at.at() + content.size(), (int) (-content.size() & 4095));
          if (content.size() >= 4 * MIB) {
            assertEquals(0, (partition.offset() + at.at()) % (4 * MIB), entry.getKey());
          }
        }
      }
    }
  }

  /// Readers fetch whole pages; what is mapped behind a file's end must be zero.
  private static void checkPad(FileChannel card, long end, int length) throws IOException {
    var pad = ByteBuffer.allocate(length);
    card.read(pad, end);
    assertArrayEquals(new byte[length], pad.array());
  }

  FileChannel open() throws IOException {
    return FileChannel.open(
        folder.resolve("card"),
        StandardOpenOption.CREATE,
        StandardOpenOption.READ,
        StandardOpenOption.WRITE);
  }

  String shell(String command) throws Exception {
    var process =
        new ProcessBuilder("sh", "-ec", "PATH=$PATH:/usr/sbin:/sbin; " + command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), command + "\n" + said);
    return said;
  }

  /// Files by path; contents by the sizes, one after the other.
  static Tree tree(Map<String, Long> sizes) {
    var nodes = new TreeMap<String, Tree.Node>();
    for (var entry : sizes.entrySet()) {
      var content = new SeededContent(entry.getKey().hashCode(), entry.getValue());
      nodes.put(entry.getKey(), new Tree.Node.File(content, false));
    }
    return Tree.of(nodes);
  }

  private static void zero(FileChannel card, long at, long length) throws IOException {
    for (long done = 0; done < length; done += MIB) {
      card.write(ByteBuffer.allocate((int) Math.min(MIB, length - done)), at + done);
    }
  }
}
