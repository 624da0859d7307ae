package org.cardshop.creator.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.cardshop.core.image.Chunk;
import org.cardshop.core.image.Sha256;
import org.cardshop.platform.wire.Json;
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
  void chunksGoIntoAFolderOnceAndEachHoldsWhatItsNameSays() throws Exception {
    var samples = Samples.copiedTo(folder.resolve("samples"));
    var recipe = samples.resolve("hello.yaml").toString();
    var chunks = folder.resolve("chunks");
    var cache = folder.resolve("cache").toString();
    var target = folder.resolve("hello.manifest.json").toString();
    String[] build = {
      "build", recipe, "--chunks", chunks.toString(), "-o", target, "--cache", cache
    };
    assertEquals(0, ImageCommand.run(build));
    var manifest = ManifestJson.read(Files.readAllBytes(Path.of(target)));
    assertEquals("hello", manifest.name());
    for (var chunk : manifest.chunks()) {
      var frame = Files.readAllBytes(chunks.resolve(chunk.sha256() + ".zst"));
      assertEquals(chunk.stored(), frame.length);
      assertEquals(chunk.sha256(), Sha256.of(Zstd.decompress(frame, chunk.length())));
    }
    assertEquals(
        manifest.chunks().stream().map(Chunk::sha256).distinct().count(), Samples.entries(chunks));
    var first = chunks.resolve(manifest.chunks().getFirst().sha256() + ".zst");
    Files.write(first, new byte[1]); // what is there is not written again
    assertEquals(0, ImageCommand.run(build));
    assertEquals(1, Files.size(first));
    assertFalse(Files.exists(folder.resolve(".cardshop-work")));
  }

  @Test
  void aProgramIsToldProgressAndResult() throws Exception {
    var samples = Samples.copiedTo(folder.resolve("samples"));
    // Only a packed base is unpacked; what it is packed with is seen from its bytes, not its name.
    Samples.shell(samples, "gzip base.img && mv base.img.gz base.img");
    var image = folder.resolve("a.img").toString();
    var said = new ByteArrayOutputStream();
    var before = System.out;
    System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      var recipe = samples.resolve("hello.yaml").toString();
      var cache = folder.resolve("cache").toString();
      assertEquals(0, ImageCommand.run("build", recipe, "-o", image, "--cache", cache, "--json"));
    } finally {
      System.setOut(before);
    }
    var lines = said.toString(StandardCharsets.UTF_8).lines().toList();
    var phases = new TreeSet<String>();
    for (var line : lines.subList(0, lines.size() - 1)) {
      var event = Json.parseObject(line.getBytes(StandardCharsets.UTF_8));
      phases.add(event.get("phase").asText());
      assertTrue(event.get("done").isNumber() && event.get("total").isNumber(), line);
    }
    assertEquals(Set.of("checking", "fetching", "unpacking", "building"), phases);
    var result = Json.parseObject(lines.getLast().getBytes(StandardCharsets.UTF_8));
    assertEquals(256 << 20, result.get("size").asLong());
    var manifest = ManifestJson.read(Files.readAllBytes(Path.of(result.get("manifest").asText())));
    assertEquals(manifest.sha256().hex(), result.get("sha256").asText());
  }

  @Test
  void theExitStatusTellsWrongUsageFromFailure() {
    assertEquals(2, ImageCommand.run());
    assertEquals(2, ImageCommand.run("paint"));
    assertEquals(2, ImageCommand.run("build", "recipe.yaml"));
    assertEquals(2, ImageCommand.run("build", "recipe.yaml", "-o", "a.img", "--sise", "1"));
    assertEquals(2, ImageCommand.run("build", "recipe.yaml", "-o"));
    assertEquals(2, ImageCommand.run("check", "recipe.yaml", "second.yaml"));
    assertEquals(2, ImageCommand.run("check", "recipe.yaml", "--cache-size", "much"));
    assertEquals(2, ImageCommand.run("map", "no\0name.img"));
    assertEquals(0, ImageCommand.run("--help"));
    assertEquals(0, ImageCommand.run("build", "recipe.yaml", "--help"));
    assertEquals(1, ImageCommand.run("check", folder.resolve("none.yaml").toString()));
    assertEquals(1, ImageCommand.run("map", folder.resolve("none.img").toString()));
  }

  @Test
  void nothingInARecipeCanSteerTheTerminal() throws Exception {
    var recipe = folder.resolve("evil.yaml");
    Files.writeString(
        recipe,
        """
        base: "file:\\e]0;title\\abase.img"
        files: [{to: "/data/\\e[2J\\rfine", "\\e[31munknown": 1, content: x}]
        """);
    var out = new ByteArrayOutputStream();
    var usual = System.err;
    System.setErr(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      assertEquals(1, ImageCommand.run("check", recipe.toString()));
      assertEquals(2, ImageCommand.run("check", "--\033[31m"));
    } finally {
      System.setErr(usual);
    }
    var said = out.toString(StandardCharsets.UTF_8);
    assertTrue(said.contains("\\u001b[31munknown"), said);
    assertTrue(said.contains("--\\u001b[31m"), said);
    assertTrue(said.chars().allMatch(c -> c >= ' ' || c == '\n'), said);
  }
}
