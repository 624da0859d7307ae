package org.cardshop.writer.card;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.cardshop.core.image.Sha256;
import org.cardshop.platform.wire.Json;
import org.cardshop.platform.wire.ManifestJson;
import org.cardshop.writer.chunk.ChunkFolder;
import org.cardshop.writer.chunk.ChunkMemory;
import org.cardshop.writer.chunk.TestImage;
import org.cardshop.writer.slot.Place;
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
  void namesCannotSteerTheTerminal() throws Exception {
    var image = TestImage.threeStates().file(directory).path().toString();
    var name = directory.resolve("card\033[2J\rA-01: good; ");
    assertEquals(0, run("write", image, "file:" + name + "?size=50MB"), err::toString);
    assertEquals(2, run("write", directory.resolve("no\033]0;title\007.img").toString(), image));
    assertEquals(2, run("write", "--\033[31m", image));
    var said = out.toString() + err;
    assertTrue(said.contains("card\\u001b[2J\\rA-01: good; : good; "), said);
    assertTrue(said.contains("no\\u001b]0;title\\u0007.img"), said);
    assertTrue(said.contains("--\\u001b[31m"), said);
    assertTrue(said.chars().allMatch(c -> c >= ' ' || c == '\n'), said);
  }

  /// The zeros of a re-sparsified image are holes; over a used card they must become zeros again.
  @Test
  void aResparsifiedImageIsRightOverAUsedCard() throws Exception {
    var image = sparse(directory.resolve("plain.img"), 30L * TestImage.MIB);
    var again = directory.resolve("again.img");
    LoopDevice.run("cp", "--sparse=always", image.toString(), again.toString());
    var card = TestImage.used(directory.resolve("card"), 30L * TestImage.MIB);
    assertEquals(0, run("write", again.toString(), card.toString()), err::toString);
    assertEquals(-1, Files.mismatch(image, card));
  }

  @Test
  void aPackedImageIsWrittenAndItsSpoolGone() throws Exception {
    var image = sparse(directory.resolve("plain.img"), 30L * TestImage.MIB);
    LoopDevice.run("gzip", "-1", "-k", image.toString());
    var card = TestImage.used(directory.resolve("card"), 30L * TestImage.MIB);
    var spool = directory.resolve("spool");
    assertEquals(
        0,
        run("write", "--spool", spool.toString(), image + ".gz", card.toString()),
        err::toString);
    assertEquals(-1, Files.mismatch(image, card));
    try (var left = Files.list(spool)) {
      assertEquals(0, left.count());
    }
  }

  @Test
  void aDamagedArchiveLeavesTheCardsAsTheyWere() throws Exception {
    var image = sparse(directory.resolve("plain.img"), 30L * TestImage.MIB);
    LoopDevice.run("gzip", "-1", image.toString());
    var packed = Path.of(image + ".gz");
    CardWriterTest.flip(packed, TestImage.MIB);
    var card = TestImage.used(directory.resolve("card"), CARD);
    var before = Sha256.of(Files.readAllBytes(card));
    assertEquals(1, run("write", "--spool=" + directory, packed.toString(), card.toString()));
    assertTrue(err.toString().contains("get it again"), err::toString);
    assertEquals(before, Sha256.of(Files.readAllBytes(card)));
  }

  @Test
  void aManifestAndItsChunksMakeACard() throws Exception {
    var image = TestImage.threeStates();
    var chunks = Files.createDirectories(directory.resolve("chunks"));
    for (var chunk : image.manifest().chunks()) {
      Files.write(chunks.resolve(chunk.sha256() + ".zst"), image.frame(chunk.sha256()));
    }
    var manifest = directory.resolve("x.manifest.json");
    Files.write(manifest, ManifestJson.write(image.manifest()));
    var card = TestImage.used(directory.resolve("card"), CARD).toString();
    var with = List.of("--chunks", chunks.toString(), manifest.toString(), card);
    assertEquals(0, run("write", with), err::toString);
    assertEquals(0, run("verify", with), err::toString);

    var damaged = chunks.resolve(image.chunk(1).sha256() + ".zst");
    CardWriterTest.flip(damaged, Files.size(damaged) / 2);
    assertEquals(1, run("write", with));
    assertTrue(err.toString().contains("damaged"), err::toString);
    Files.delete(damaged);
    assertEquals(1, run("write", with));
    assertTrue(err.toString().contains("is not in"), err::toString);
    assertEquals(1, run("verify", with), "half a card is good");
  }

  /// All but the first two chunks come only when the card has begun to be written.
  @Test
  void aChunkDirectoryMayFillWhileCardsAreWritten() throws Exception {
    var image = TestImage.threeStates();
    var chunks = Files.createDirectories(directory.resolve("chunks"));
    var source = new ChunkFolder(chunks, image.manifest(), Duration.ofMinutes(2));
    put(chunks, image, 0, 2);
    var isFull = new AtomicBoolean();
    var card = TestImage.used(directory.resolve("card"), CARD);
    try (var memory = new ChunkMemory(8);
        var proven =
            Proof.of(
                new Place.File(card, OptionalLong.empty()),
                Conditions.fits(image.manifest().size()))) {
      var outcome =
          new CardWriter(memory, InstantSource.system())
              .write(
                  proven,
                  source,
                  progress -> {
                    if (progress instanceof CardProgress.Writing(var bytes, _)
                        && bytes > 0
                        && isFull.compareAndSet(false, true)) {
                      put(chunks, image, 2, image.manifest().chunks().size());
                    }
                  });
      assertInstanceOf(CardOutcome.Written.class, outcome, outcome::toString);
    }
    assertTrue(isFull.get());
    assertEquals(
        image.manifest().sha256(),
        Sha256.of(Arrays.copyOf(Files.readAllBytes(card), (int) image.manifest().size())));
  }

  @Test
  void eachEventIsALineOfJson() throws Exception {
    var image = TestImage.threeStates();
    var path = image.file(directory).path().toString();
    var card = TestImage.used(directory.resolve("card"), CARD).toString();
    assertEquals(0, run("write", "--json", path, card), out::toString);
    assertEquals("", err.toString());
    var events = events();
    assertEquals(
        List.of("wiping", "wiped", "writing", "verifying", "done"),
        events.stream()
            .filter(e -> e.path("event").asText().equals("phase"))
            .map(e -> e.path("phase").asText())
            .toList());
    var progress =
        events.stream()
            .filter(e -> e.path("phase").asText().equals("verifying") && e.has("done"))
            .toList();
    assertEquals(progress.getLast().path("total"), progress.getLast().path("done"));
    var result = events.getLast();
    assertEquals("good", result.path("status").asText());
    assertEquals("file:" + card, result.path("target").asText());
    assertEquals(image.manifest().sha256().hex(), result.path("sha256").asText());
    assertTrue(result.path("bytes_verified").asLong() >= image.manifest().dataBytes());
    assertEquals(
        result.path("sha256").asText(), result.path("certificate").path("sha256").asText());

    out.getBuffer().setLength(0);
    var small = TestImage.used(directory.resolve("small"), TestImage.MIB).toString();
    assertEquals(3, run("write", "--json", path, small));
    assertEquals(
        List.of("refused", "failed"),
        events().stream().map(e -> e.path("event").asText()).toList());
    assertTrue(events().getFirst().path("reasons").get(0).asText().contains("larger"));
  }

  @Test
  void aCardLargerThanAllowedIsRefused() throws Exception {
    var image = TestImage.threeStates().file(directory).path().toString();
    var card = TestImage.used(directory.resolve("card"), CARD).toString();
    assertEquals(3, run("write", "--max-size", "40MB", image, card));
    assertEquals(0, run("write", "--max-size=60MB", image, card), err::toString);
    assertEquals(2, run("write", "--max-size=much", image, card));
  }

  @Test
  void eachGoodCardHasItsCertificate() throws Exception {
    var image = TestImage.threeStates();
    var path = image.file(directory).path().toString();
    var one = TestImage.used(directory.resolve("one"), CARD).toString();
    var two = TestImage.used(directory.resolve("two"), CARD).toString();
    var file = directory.resolve("one.json");
    assertEquals(0, run("write", "--certificate", file.toString(), path, one), err::toString);
    var certificate = Json.parseObject(Files.readAllBytes(file));
    assertEquals(image.manifest().sha256().hex(), certificate.path("sha256").asText());
    var folder = directory.resolve("certificates");
    assertEquals(0, run("write", "--repair", "--certificate", folder.toString(), path, one, two));
    try (var files = Files.list(folder)) {
      var all = files.map(CardCommandTest::parse).toList();
      assertEquals(2, all.size());
      assertTrue(all.stream().allMatch(c -> c.path("repair").asBoolean()));
      assertEquals(
          1, all.stream().filter(c -> c.path("repaired").asLong() == 0).count(), all::toString);
    }
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

  private static void put(Path directory, TestImage image, int from, int to) {
    try {
      for (var chunk : image.manifest().chunks().subList(from, to)) {
        var part = Files.write(directory.resolve("part"), image.frame(chunk.sha256()));
        Files.move(part, directory.resolve(chunk.sha256() + ".zst"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode parse(Path file) {
    try {
      return Json.parseObject(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<JsonNode> events() {
    return out.toString()
        .lines()
        .map(l -> (JsonNode) Json.parseObject(l.getBytes(StandardCharsets.UTF_8)))
        .toList();
  }

  private int run(String command, List<String> args) {
    return run(Stream.concat(Stream.of(command), args.stream()).toArray(String[]::new));
  }

  private int run(String... args) {
    return CardCommand.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
  }
}
