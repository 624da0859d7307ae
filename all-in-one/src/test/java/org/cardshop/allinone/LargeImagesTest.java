package org.cardshop.allinone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.cardshop.core.image.Manifest;
import org.cardshop.platform.wire.ManifestJson;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// From a recipe to a card by the commands for the hand; then the kernel itself reads the card.
class LargeImagesTest {
  /// Where the sample's base has its data (samples/make-base).
  private static final long DATA = 172032 * 512L;

  private static final int SMALL_FILES = 100_000;
  private static final int FILES_A_FOLDER = 20_000;

  @TempDir Path temp;

  private Path contents = Path.of("");
  private final StringBuilder recipe = new StringBuilder();
  private String device = "";

  @BeforeEach
  void beginRecipe() throws Exception {
    assumeTrue(Shell.isRoot(), "loop devices and mounts need root");
    contents = Files.createDirectory(temp.resolve("contents"));
    Recipes.in(temp);
    recipe.append("base: {source: 'file:base.img'}\noutput: {size: auto}\nfiles:\n");
  }

  @AfterEach
  void detach() throws Exception {
    Shell.run(temp, "if mountpoint -q card; then umount card; fi");
    if (!device.isEmpty()) {
      Shell.run(temp, "losetup -d " + device);
    }
  }

  @Test
  void aHundredThousandSmallFilesAreOnTheCardByteForByte() throws Exception {
    var random = new Random(1);
    for (int i = 0; i < SMALL_FILES; i++) {
      var bytes = new byte[random.nextInt(1500)];
      random.nextBytes(bytes);
      add("folder-" + i / FILES_A_FOLDER + "/article-" + i + ".html", bytes);
    }
    assertCardHoldsContents();
  }

  @Test
  void namesInArabicAndWithEmojiAreOnTheCard() throws Exception {
    for (var name :
        new String[] {
          "العربية/كتاب الرياضيات.pdf",
          "العربية/درس ١.html",
          "📚/🧪 химия.txt",
          "📚/👩🏽‍🏫 leçon n° 1.txt",
          "日本語/漢字.txt",
          "e\u0301 and \u00e9.txt",
          "x".repeat(240) + "📦.txt"
        }) {
      add(name, name.getBytes(StandardCharsets.UTF_8));
    }
    assertCardHoldsContents();
  }

  /// Its bytes differ in each of its MiB; what lies between is zero, as in a virtual machine's
  /// disk.
  @Test
  void aFileOfFiveGibibytesIsOnTheCardByteForByte() throws Exception {
    var random = new Random(5);
    var path = contents.resolve("encyclopaedia.zim");
    try (var file = new RandomAccessFile(path.toFile(), "rw")) {
      file.setLength((5L << 30) + 17);
      var bytes = new byte[5000];
      for (long at = 0; at < 5L << 30; at += 1 << 20) {
        random.nextBytes(bytes);
        file.seek(at + random.nextInt(1 << 19));
        file.write(bytes);
      }
    }
    list("encyclopaedia.zim");
    assertCardHoldsContents();
  }

  private void add(String name, byte[] bytes) throws IOException {
    var file = contents.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
    list(name);
  }

  private void list(String name) {
    var url = contents.resolve(name).toUri().toASCIIString();
    recipe.append("- url: \"" + url + "\"\n  to: \"/data/" + name + "\"\n");
  }

  private void assertCardHoldsContents() throws Exception {
    Files.writeString(temp.resolve("recipe.yaml"), recipe);
    HandCommand.image(temp).run("build", "recipe.yaml", "-o", "large.img");
    var image = manifest();
    assertEquals(image.sha256(), new Card(temp.resolve("large.img")).digest());

    device = usedCard(image.size() + (8 << 20));
    HandCommand.card(temp).run("write", "--allow-fixed", device, "large.img", device);

    Files.delete(temp.resolve("large.img"));
    new Card(Path.of(device)).assertHolds(image);
    Shell.run(temp, "sfdisk -V " + device);
    Shell.run(temp, "e2fsck -fn '" + device + "?offset=" + DATA + "'");
    Shell.run(
        temp,
        "mkdir card && mount -o ro,loop,offset=%d,sizelimit=%d %s card"
            .formatted(DATA, image.size() - DATA, device));
    Shell.run(temp, "diff -r --exclude=lost+found contents card");
  }

  private Manifest manifest() throws IOException {
    return ManifestJson.read(Files.readAllBytes(temp.resolve("large.img.manifest.json")));
  }

  /// A card that was full of something else.
  private String usedCard(long size) throws Exception {
    return Shell.run(
        temp,
        "head -c %d /dev/zero | tr '\\000' '\\245' >card.img && losetup --direct-io=on -f --show card.img"
            .formatted(size));
  }
}
