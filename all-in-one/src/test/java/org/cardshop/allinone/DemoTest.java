package org.cardshop.allinone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.cardshop.core.image.Sha256;
import org.cardshop.platform.wire.Json;
import org.cardshop.platform.wire.ManifestJson;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {
  /// Where the sample's base has its data and its root (samples/make-base).
  private static final long DATA = 172032 * 512L;

  private static final long ROOT = 81920 * 512L;

  @TempDir Path temp;

  @BeforeAll
  static void tellWhereTheSamplesAre() {
    System.setProperty("cardshop.home", Recipes.ROOT.toString());
  }

  @Test
  void theDemoEndsWithCardsThatHoldTheSampleAndASecondOneStoresNothingTwice() throws Exception {
    var first = demo(3);
    assertGood(first, 3);
    assertHoldsTheSample(Path.of(first.path("cards").path(0).path("path").asText()));
    var chunks = Embedded.chunks(temp);

    var second = demo(2);

    assertGood(second, 2);
    assertNotEquals(first.path("order"), second.path("order"));
    assertEquals(chunks, Embedded.chunks(temp));
    assertSecretsAreNowhereElse();
  }

  private void assertSecretsAreNowhereElse() throws Exception {
    var secrets = SecretSearch.textsIn(temp.resolve("secrets"));
    assertTrue(secrets.size() > 5, secrets.keySet()::toString);
    var finds = new SecretSearch(secrets).below(temp);
    assertEquals(
        secrets.keySet().stream().map(name -> "secrets/" + name).collect(Collectors.toSet()),
        finds.stream().map(SecretSearch.Find::where).collect(Collectors.toSet()));
  }

  @Test
  void aRecipeThatIsNotThereIsWrongUsage() {
    assertEquals(2, Commands.run("demo", "--data", temp.toString(), "--recipe", "no-such.yaml"));
  }

  private ObjectNode demo(int cards) {
    var out = new ByteArrayOutputStream();
    var usual = System.out;
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      var data = temp.toString();
      assertEquals(
          0, Commands.run("demo", "--data", data, "--cards", String.valueOf(cards), "--json"));
    } finally {
      System.setOut(usual);
    }
    // Refuses anything before or after the one object.
    return Json.parseObject(out.toByteArray());
  }

  private void assertGood(ObjectNode said, int cards) throws Exception {
    assertEquals("pending_shipment", said.path("status").asText());
    assertTrue(said.path("seconds").asDouble() > 0);
    var image = said.path("image");
    long size = image.path("size").asLong();
    var sha256 = new Sha256(image.path("sha256").asText());
    assertEquals(256L << 20, size);
    assertEquals(size, Files.size(Path.of(image.path("path").asText())));
    assertEquals(sha256, new Card(Path.of(image.path("path").asText())).digest());
    var manifest = ManifestJson.read(Files.readAllBytes(Path.of(image.path("manifest").asText())));
    assertEquals(size, manifest.size());
    assertEquals(sha256, manifest.sha256());
    assertEquals(cards, said.path("cards").size());
    for (var told : said.path("cards")) {
      var card = new Card(Path.of(told.path("path").asText()));
      assertEquals("written", told.path("status").asText());
      assertEquals(temp.resolve("cards").resolve(told.path("slot").asText() + ".img"), card.path());
      assertEquals(sha256, card.digest(size));
      assertEquals(sha256.hex(), told.path("sha256").asText());
      card.assertHolds(manifest);
    }
  }

  private void assertHoldsTheSample(Path path) throws Exception {
    var card = "'" + path + "?offset=" + DATA + "'";
    Shell.run(temp, "e2fsck -fn " + card);
    Shell.run(temp, "e2fsck -fn '" + path + "?offset=" + ROOT + "'");
    Shell.run(
        temp, "mkdir read && debugfs -R 'rdump / read' " + card + " && rmdir read/lost+found");
    var samples = Recipes.ROOT.resolve("samples/content");
    var read = temp.resolve("read/contents");
    assertEquals(
        """
        ./conf/image.yaml
        ./contents/about.txt
        ./contents/ar/البحر.txt
        ./contents/ar/الحروف.txt
        ./contents/en/plants.txt
        ./contents/en/water.txt
        ./contents/fr/Le marché.txt
        ./contents/fr/Étoiles du soir.txt
        ./contents/index.html\
        """
            .strip(),
        Shell.run(temp.resolve("read"), "find . -type f | LC_ALL=C sort"));
    assertEquals(-1, Files.mismatch(samples.resolve("welcome.html"), read.resolve("index.html")));
    assertEquals(-1, Files.mismatch(samples.resolve("water.txt"), read.resolve("en/water.txt")));
    assertEquals("Made with Cardshop.\n", Files.readString(read.resolve("about.txt")));
    var offspot = Shell.run(temp, "mtype -i '" + path + "@@4M' ::offspot.yaml");
    assertTrue(offspot.contains("ssid: Hello"), offspot);
  }
}
