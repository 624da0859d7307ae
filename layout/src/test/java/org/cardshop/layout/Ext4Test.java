package org.cardshop.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cardshop.core.image.Span;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Asks `dumpe2fs` what is free, too, on file systems of every shape.
class Ext4Test {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-b 4096 -O uninit_bg,^metadata_csum 9000M",
        "-b 4096 -O metadata_csum,64bit 9000M",
        "-b 4096 -O metadata_csum,^flex_bg 3000M",
        "-b 1024 -O ^64bit,metadata_csum 300M",
        "-b 4096 -O ^64bit,^flex_bg,^resize_inode 1001M",
        "-b 4096 -G 64 -O ^resize_inode,metadata_csum 20000M",
        "-b 4096 -O sparse_super2,^resize_inode 5000M",
      })
  void freeIsWhatTheFileSystemDoesNotUse(String arguments) throws Exception {
    shell(
        "truncate -s 20001M fs; mke2fs -q -F -t ext4 -E offset=1048576 "
            + arguments.replaceFirst("( [0-9]+M)$", " fs$1"));
    try (var image = FileChannel.open(folder.resolve("fs"))) {
      var ext4 = Ext4.at(image, 1 << 20).orElseThrow();
      assertEquals(expected(ext4.blockSize()), ext4.free());
    }
  }

  @Test
  void withoutAFileSystemThereIsNone() throws Exception {
    shell("truncate -s 1M fs; truncate -s 10 tiny");
    try (var image = FileChannel.open(folder.resolve("fs"));
        var tiny = FileChannel.open(folder.resolve("tiny"))) {
      assertTrue(Ext4.at(image, 0).isEmpty());
      assertTrue(Ext4.at(tiny, 0).isEmpty());
    }
  }

  private List<Span> expected(int blockSize) throws Exception {
    var spans = new ArrayList<Span>();
    var listed = shell("dumpe2fs 'fs?offset=1048576' | grep '^  Free blocks: ' | cut -d: -f2");
    for (var range : listed.replace("\n", ",").split(",", -1)) {
      if (!range.isBlank()) {
        var ends = range.strip().split("-", -1);
        long first = Long.parseLong(ends[0]);
        long last = Long.parseLong(ends[ends.length - 1]);
        long offset = (1 << 20) + first * blockSize;
        long length = (last - first + 1) * blockSize;
        if (!spans.isEmpty() && spans.getLast().end() == offset) {
          var before = spans.removeLast();
          spans.add(new Span(before.offset(), before.length() + length));
        } else {
          spans.add(new Span(offset, length));
        }
      }
    }
    return spans;
  }

  private String shell(String command) throws Exception {
    var process =
        new ProcessBuilder("sh", "-ec", "PATH=$PATH:/usr/sbin:/sbin; " + command)
            .directory(folder.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), command);
    return said;
  }
}
