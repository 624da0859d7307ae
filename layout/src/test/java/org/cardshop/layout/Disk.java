package org.cardshop.layout;

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
import org.cardshop.layout.content.Piece;

/// A file that holds a partition as a card would after it was written: what is free has the bytes
/// of an earlier life.
///
/// @param image the file
record Disk(Path image, Span partition) {
  private static final int STALE = 256 << 10;
  private static final int PAGE = 4096;

  /// Writes the pieces. Of long free runs only some blocks are given old bytes, of contents only
  /// what is not zero is written: the file stays sparse.
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
          case Piece.Free(var span) -> stale(file, span);
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

  /// Compares what is not zero, what follows it, and both ends: all of a content without gaps.
  private static void same(SampleContent content, Path path) throws IOException {
    assertEquals(content.size(), Files.size(path), path.toString());
    long pages = Math.ceilDiv(content.size(), PAGE);
    try (var in = FileChannel.open(path)) {
      for (long page = 0; page < pages; page += content.gap()) {
        same(content, page, in, path);
        same(content, Math.min(page + 1, pages - 1), in, path);
      }
      same(content, Math.max(0, pages - 1), in, path);
    }
  }

  private static void same(SampleContent content, long page, FileChannel in, Path path)
      throws IOException {
    long at = page * PAGE;
    int length = Math.clamp(content.size() - at, 0, PAGE);
    var found = ByteBuffer.allocate(length);
    int read = length == 0 ? 0 : in.read(found, at);
    assertEquals(length, read, path + " at " + at);
    var expected = ByteBuffer.wrap(content.page(page), 0, length);
    assertEquals(expected, found.flip(), path + " at " + at);
  }

  private static void write(FileChannel file, Piece.Part part) throws IOException {
    var content = (SampleContent) part.content();
    int step = content.gap() == 1 ? STALE : PAGE;
    for (long at = 0; at < part.span().length(); at += step) {
      int length = (int) Math.min(step, part.span().length() - at);
      if (!content.isZero(part.from() + at, length)) {
        var buffer = ByteBuffer.allocate(length);
        content.read(part.from() + at, buffer);
        file.write(buffer.flip(), part.span().offset() + at);
      }
    }
  }

  /// Both ends, and a block each so often behind the first of them, where tables lie.
  private static void stale(FileChannel file, Span span) throws IOException {
    long ends = Math.min(span.length(), STALE);
    stale(file, span.offset(), ends);
    stale(file, span.end() - ends, ends);
    long tables = Math.min(span.end() - ends, span.offset() + 128 * STALE);
    for (long at = span.offset() + ends; at < tables; at += STALE) {
      stale(file, at, PAGE);
    }
  }

  private static void stale(FileChannel file, long from, long length) throws IOException {
    var bytes = new byte[(int) length];
    Arrays.fill(bytes, (byte) 0xa5);
    file.write(ByteBuffer.wrap(bytes), from);
  }
}
