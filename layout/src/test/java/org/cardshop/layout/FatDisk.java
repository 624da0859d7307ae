package org.cardshop.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.cardshop.core.image.Span;
import org.cardshop.layout.content.Piece;

/// A FAT volume in an image, made and read by dosfstools and mtools.
record FatDisk(Path folder) {
  static final long OFFSET = 1 << 20;

  /// @param options of mkfs.vfat, its size in KiB last
  static FatDisk make(Path folder, String options) throws Exception {
    var disk = new FatDisk(folder);
    disk.shell(
        "rm -f card part; mkfs.vfat -C part --invariant "
            + options
            + "; truncate -s $((1048576 + $(stat -c %s part))) card"
            + "; dd status=none if=part of=card bs=1M seek=1 conv=sparse,notrunc");
    return disk;
  }

  void copyIn(String name, byte[] content) throws Exception {
    Files.write(folder.resolve("in"), content);
    shell("mcopy -o -i card@@" + OFFSET + " in '::" + name + "'");
  }

  byte[] read(String name) throws Exception {
    shell("rm -f out; mcopy -n -i card@@" + OFFSET + " '::" + name + "' out");
    return Files.readAllBytes(folder.resolve("out"));
  }

  /// Paths of all files, sorted.
  List<String> names() throws Exception {
    return shell("mdir -b -/ -a -i card@@" + OFFSET).lines().sorted().toList();
  }

  List<Span> free() throws IOException {
    try (var image = open()) {
      return Fat.at(image, OFFSET).orElseThrow().free();
    }
  }

  long freeBytes() throws IOException {
    return free().stream().mapToLong(Span::length).sum();
  }

  /// What is free holds what an older card would; the beginning of each span, where files go.
  void fillFree() throws IOException {
    try (var image = open()) {
      for (var span : Fat.at(image, OFFSET).orElseThrow().free()) {
        var garbage = new byte[(int) Math.min(span.length(), 1 << 20)];
        Arrays.fill(garbage, (byte) 0xa5);
        image.write(ByteBuffer.wrap(garbage), span.offset());
      }
    }
  }

  List<Piece.Bytes> plan(String name, byte[] content) throws IOException, LayoutException {
    try (var image = open()) {
      return Fat.at(image, OFFSET).orElseThrow().put(name, content);
    }
  }

  void put(String name, byte[] content) throws IOException, LayoutException {
    long end = 0;
    var pieces = plan(name, content);
    try (var image = open()) {
      for (var piece : pieces) {
        assertTrue(piece.span().offset() >= end, "pieces ascend and do not overlap");
        assertEquals(0, piece.span().offset() % 512);
        assertEquals(0, piece.span().length() % 512);
        end = piece.span().end();
        image.write(piece.bytes().duplicate(), piece.span().offset());
      }
    }
  }

  /// Finds nothing wrong.
  ///
  /// @return how many clusters are free
  long check() throws Exception {
    shell("dd status=none if=card of=part bs=1M skip=1 conv=sparse");
    var said = shell("fsck.vfat -n part");
    assertEquals(2, said.lines().count(), said);
    var counts = said.strip().replaceFirst("(?s).*, (.*) clusters", "$1").split("/", -1);
    return Long.parseLong(counts[1]) - Long.parseLong(counts[0]);
  }

  ByteBuffer peek(long at, int length) throws IOException {
    try (var image = open()) {
      var bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
      image.read(bytes, OFFSET + at);
      return bytes.flip();
    }
  }

  void poke(long at, int... bytes) throws IOException {
    try (var image = open()) {
      var buffer = ByteBuffer.allocate(bytes.length);
      Arrays.stream(bytes).forEach(b -> buffer.put((byte) b));
      image.write(buffer.flip(), OFFSET + at);
    }
  }

  String shell(String command) throws Exception {
    var builder =
        new ProcessBuilder("sh", "-ec", "PATH=$PATH:/usr/sbin:/sbin; " + command)
            .directory(folder.toFile())
            .redirectErrorStream(true);
    builder.environment().put("MTOOLS_SKIP_CHECK", "1");
    var process = builder.start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), command + "\n" + said);
    return said;
  }

  private FileChannel open() throws IOException {
    return FileChannel.open(
        folder.resolve("card"), StandardOpenOption.READ, StandardOpenOption.WRITE);
  }
}
