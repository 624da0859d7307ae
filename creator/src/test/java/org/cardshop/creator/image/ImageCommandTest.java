package org.cardshop.creator.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.cardshop.platform.wire.ManifestJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageCommandTest {
  @TempDir Path folder;

  @Test
  void anImageIsBuiltWithItsManifestBesideIt() throws Exception {
    var samples = Samples.copiedTo(folder.resolve("samples"));
    var recipe = samples.resolve("hello.yaml").toString();
    var image = folder.resolve("out/Hello 1.img");
    Files.createDirectory(folder.resolve("out"));
    var cache = folder.resolve("cache").toString();
    assertEquals(0, ImageCommand.run("check", recipe, "--cache", cache));
    assertEquals(0, ImageCommand.run("build", recipe, "-o", image.toString(), "--cache", cache));
    var manifest =
        ManifestJson.read(Files.readAllBytes(folder.resolve("out/Hello 1.img.manifest.json")));
    assertEquals("hello-1", manifest.name());
    assertEquals(Files.size(image), manifest.size());
    assertEquals(2, Samples.entries(folder.resolve("out")));

    assertEquals(0, ImageCommand.run("map", image.toString()));
    var mapped =
        ManifestJson.read(Files.readAllBytes(folder.resolve("out/Hello 1.img.manifest.json")));
    assertEquals(manifest.sha256(), mapped.sha256());
    assertEquals(manifest.size(), mapped.dataBytes() + mapped.zeroBytes());
    assertTrue(mapped.free().isEmpty());
  }

  @Test
  void theExitStatusTellsWrongUsageFromFailure() {
    assertEquals(2, ImageCommand.run());
    assertEquals(2, ImageCommand.run("paint"));
    assertEquals(2, ImageCommand.run("build", "recipe.yaml"));
    assertEquals(0, ImageCommand.run("--help"));
    assertEquals(1, ImageCommand.run("check", folder.resolve("none.yaml").toString()));
    assertEquals(1, ImageCommand.run("map", folder.resolve("none.img").toString()));
  }
}
