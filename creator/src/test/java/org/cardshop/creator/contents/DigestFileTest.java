package org.cardshop.creator.contents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cardshop.creator.source.Reach;
import org.cardshop.platform.recipe.Checksum;
import org.cardshop.platform.recipe.Checksum.Algorithm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DigestFileTest {
  private static final String A = "a".repeat(64);
  private static final String B = "b".repeat(64);

  @TempDir Path folder;

  @Test
  void everyWayOfWritingDigestsIsRead() throws Exception {
    for (var text :
        List.of(
            A,
            A + "\n",
            A.toUpperCase(java.util.Locale.ROOT) + "  water.txt\n",
            A + " *water.txt",
            A + "  some/folder/water.txt",
            A + "  another name",
            "SHA256 (water.txt) = " + A + "\n",
            "SHA2-256(water.txt)= " + A,
            B + "  waters.txt\r\n" + A + "  water.txt\r\n" + B + "  sea.txt\r\n",
            "# comment\n\nMD5 (water.txt) = " + "c".repeat(32) + "\nSHA256 (water.txt) = " + A)) {
      assertEquals(A, DigestFile.find(text, "water.txt", Algorithm.SHA256), text);
    }
  }

  @Test
  void aFileThatDoesNotTellIsRefused() {
    assertTold("holds no sha256 digest", "");
    assertTold("holds no sha256 digest", "<html>404</html>");
    assertTold("holds no sha256 digest", "c".repeat(32) + "  water.txt");
    assertTold("holds 2 digests, none of them for 'water.txt'", A + "  x\n" + B + "  y\n");
  }

  @Test
  void whatTheToolsWriteIsWhatTheFileHashesTo() throws Exception {
    Files.writeString(folder.resolve("water é.txt"), "water");
    Files.writeString(folder.resolve("other"), "other");
    for (var algorithm : Algorithm.values()) {
      for (var option : List.of("", "--tag")) {
        var sums = folder.resolve("sums");
        var command = algorithm.wire() + "sum " + option + " * >sums.tmp; mv sums.tmp sums";
        var process =
            new ProcessBuilder("sh", "-ec", "rm -f sums; " + command)
                .directory(folder.toFile())
                .start();
        assertEquals(0, process.waitFor());
        var named = new Checksum(algorithm, Checksum.Kind.URL, sums.toUri().toString());
        var resolved =
            DigestFile.resolve(
                named, folder.resolve("water é.txt").toUri().toString(), Reach.ANYWHERE);
        var digest = java.security.MessageDigest.getInstance(algorithm.javaName());
        digest.update("water".getBytes(StandardCharsets.UTF_8));
        var hex = java.util.HexFormat.of().formatHex(digest.digest());
        assertEquals(new Checksum(algorithm, Checksum.Kind.DIGEST, hex), resolved);
      }
    }
  }

  private static void assertTold(String sentence, String text) {
    var refused =
        assertThrows(
            IOException.class, () -> DigestFile.find(text, "water.txt", Algorithm.SHA256), text);
    assertEquals(sentence, refused.getMessage());
  }
}
