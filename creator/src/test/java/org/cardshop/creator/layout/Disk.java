package org.cardshop.creator.layout;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.cardshop.core.image.Span;
import org.cardshop.creator.draft.Piece;

/// A file that holds a partition as a card would after it was written: what is free has the bytes
/// of an earlier life.
///
/// @param image the file
record Disk(Path image, Span partition) {
  private static final int STALE = 1 << 20;

  /// Writes the pieces. Of long free runs only both ends are given old bytes, of contents only what
  /// is not zero is written: the file stays sparse.
  static Disk written(Path image, Span partition, List<Piece> pieces) throws IOException {
    long covered = partition.offset();
    try (var file =
        FileChannel.open(image, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (var piece : pieces) {
        assertEquals(covered, piece.span().offset(), "pieces cover the partition");
        covered = piece.span().end();
        switch (piece) {
          case Piece.Bytes it -> file.write(it.bytes().duplicate(), it.span().offset());
          case Piece.Part it -> write(file, it);
          case Piece.Zero _ -> {}
          case Piece.Free(var span) -> {
            stale(file, span.offset(), Math.min(span.length(), STALE));
            long last = Math.min(span.length(), STALE);
            stale(file, span.end() - last, last);
          }
        }
      }
      assertEquals(partition.end(), covered, "pieces cover the partition");
      if (file.size() < covered) {
        file.write(ByteBuffer.allocate(1), covered - 1);
      }
    }
    return new Disk(image, partition);
  }

  /// Nothing to complain of, nothing to improve.
  void check() throws Exception {
    var said = shell("e2fsck -fn '" + image + "?offset=" + partition.offset() + "' 2>&1");
    assertFalse(said.contains("?") && said.lines().anyMatch(line -> line.endsWith("no")), said);
  }

  void holds(Tree tree, Path root) throws IOException {
    var expected = new HashSet<>(tree.nodes().keySet());
    expected.add("");
    expected.add("lost+found");
    try (var found = Files.walk(root)) {
      found.forEach(path -> expected.remove(root.relativize(path).toString()));
    }
    assertEquals(new HashSet<String>(), expected);
    for (var node : tree.nodes().entrySet()) {
      var path = root.resolve(node.getKey());
      switch (node.getValue()) {
        case Tree.Node.Folder _ -> assertEquals(true, Files.isDirectory(path), path.toString());
        case Tree.Node.Link(var target) ->
            assertEquals(target, Files.readSymbolicLink(path).toString());
        case Tree.Node.File(var content, var isExecutable) -> {
          same((SampleContent) content, path);
          assertEquals(
              isExecutable,
              (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) % 512 == 0755,
              path.toString());
        }
      }
    }
  }

  static String shell(String command) throws Exception {
    var process =
        new ProcessBuilder("sh", "-ec", "PATH=$PATH:/usr/sbin:/sbin; " + command)
            .redirectErrorStream(true)
            .start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), command + "\n" + said);
    return said;
  }

  private static void same(SampleContent content, Path path) throws IOException {
    assertEquals(content.size(), Files.size(path), path.toString());
    try (var in = Files.newInputStream(path)) {
      for (long at = 0; at < content.size(); at += 4096) {
        int length = (int) Math.min(4096, content.size() - at);
        var expected = Arrays.copyOf(content.page(at / 4096), length);
        assertArrayEquals(expected, in.readNBytes(length), path + " at " + at);
      }
    }
  }

  private static void write(FileChannel file, Piece.Part part) throws IOException {
    var content = (SampleContent) part.content();
    for (long at = 0; at < part.span().length(); at += STALE) {
      int length = (int) Math.min(STALE, part.span().length() - at);
      if (!content.isZero(part.from() + at, length)) {
        var buffer = ByteBuffer.allocate(length);
        content.read(part.from() + at, buffer);
        file.write(buffer.flip(), part.span().offset() + at);
      }
    }
  }

  private static void stale(FileChannel file, long from, long length) throws IOException {
    var bytes = new byte[(int) length];
    Arrays.fill(bytes, (byte) 0xa5);
    file.write(ByteBuffer.wrap(bytes), from);
  }
}
