package org.cardshop.writer.card;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.cardshop.core.image.Sha256;
import org.cardshop.writer.chunk.TestImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CardCommandTest {
  private static final long CARD = 48L * TestImage.MIB;

  @TempDir Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void severalTargetsAreWrittenAndVerifiedTogether() throws Exception {
    var image = TestImage.threeStates().file(directory).path().toString();
    var first = TestImage.used(directory.resolve("one"), CARD).toString();
    var second = "file:" + directory.resolve("two") + "?size=50MB";
    assertEquals(0, run("write", image, first, second), err::toString);
    assertEquals(0, run("verify", image, first, directory.resolve("two").toString()));
    assertEquals(4, out.toString().lines().filter(l -> l.contains(": good; ")).count());

    CardWriterTest.flip(Path.of(first), 5);
    assertEquals(1, run("verify", image, first));
    assertTrue(err.toString().contains("differs from the image at byte 0"), err::toString);
  }

  @Test
  void aDeviceIsWrittenOnlyWhenItIsNamedAsAllowed() throws Exception {
    var image = TestImage.threeStates().file(directory).path().toString();
    var backing = TestImage.used(directory.resolve("card"), CARD);
    try (var loop = LoopDevice.over(backing)) {
      var device = loop.path().toString();
      var before = Sha256.of(Files.readAllBytes(backing));
      assertEquals(3, run("write", image, device));
      assertEquals(3, run("write", "--allow-fixed", directory.toString(), image, device));
      assertEquals(before, Sha256.of(Files.readAllBytes(backing)));
      assertEquals(0, run("write", "--allow-fixed", device, image, device), err::toString);
      assertEquals(0, run("verify", image, device), err::toString);
    }
  }

  @Test
  void oneRefusedTargetKeepsAllTargetsAsTheyWere() throws Exception {
    var image = TestImage.threeStates().file(directory).path().toString();
    var good = TestImage.used(directory.resolve("good"), CARD);
    var small = TestImage.used(directory.resolve("small"), TestImage.MIB);
    var before = Sha256.of(Files.readAllBytes(good));
    assertEquals(3, run("write", image, good.toString(), small.toString()));
    assertEquals(before, Sha256.of(Files.readAllBytes(good)));
    assertTrue(err.toString().contains("use a larger one"), err::toString);
  }

  @Test
  void theSameTargetTwiceIsRefused() throws Exception {
    var image = TestImage.threeStates().file(directory).path().toString();
    var card = TestImage.used(directory.resolve("card"), CARD).toString();
    assertEquals(3, run("write", image, card, card));
  }

  @Test
  void wrongUsageSaysWhatIsWrong() throws Exception {
    var card = TestImage.used(directory.resolve("card"), CARD).toString();
    assertEquals(2, run("write"));
    assertEquals(2, run("write", directory.resolve("no.img").toString(), card));
    assertEquals(2, run("write", "--no-such-option", card, card));
    var image = TestImage.threeStates().file(directory).path();
    Files.writeString(directory.resolve("test.manifest.json"), "{}");
    assertEquals(2, run("write", image.toString(), card));
    assertFalse(err.toString().contains("\tat "), err::toString);
  }

  @Test
  void anImageBeyondTheMemoryIsWrittenBySmallProcess() throws Exception {
    var image = sparse(directory.resolve("big.img"), 300L * TestImage.MIB);
    var card = TestImage.used(directory.resolve("card"), 300L * TestImage.MIB);
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx48m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                CardMain.class.getName(),
                "write",
                image.toString(),
                card.toString())
            .redirectErrorStream(true)
            .start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    assertEquals(-1, Files.mismatch(image, card));
  }

  /// Data at the start, in the middle and at the very end; nothing in between.
  private static Path sparse(Path path, long size) throws IOException {
    var data = new byte[3 * TestImage.MIB];
    new Random(7).nextBytes(data);
    try (var file = new RandomAccessFile(path.toFile(), "rw")) {
      file.setLength(size);
      for (long at : new long[] {0, size / 3, size / 2, size - data.length}) {
        file.seek(at);
        file.write(data);
      }
    }
    return path;
  }

  private int run(String... args) {
    return CardCommand.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
  }
}
