package org.cardshop.creator.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.cardshop.core.image.Manifest;
import org.cardshop.core.image.Sha256;
import org.cardshop.platform.recipe.Recipe;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptImagesTest {
  private static final Sha256 KEY = key("task 1");

  @TempDir static Path shared;
  @TempDir Path own;
  private static Path samples = Path.of("");

  @BeforeAll
  static void copySamples() throws Exception {
    samples = Samples.copiedTo(shared.resolve("samples")).toRealPath();
    Samples.shell(samples, "seq 300000 > content/numbers; tar -cf letters.tar content");
  }

  @Test
  void anImageIsDeliveredByTheNextProcessAlthoughItsSourcesAreGone() throws Exception {
    var server = served();
    Manifest manifest;
    try (var built = ImageBuild.run(recipe(server), "x", folders(), (p, d, t) -> {})) {
      manifest = built.manifest();
      built.keep(KEY);
    } finally {
      server.stop(0);
    }
    Samples.shell(own, "rm -r cache"); // dropped by its policy
    // Another build does not sweep it away.
    try (var _ = ImageBuild.run(local(), "y", folders(), (p, d, t) -> {})) {
      assertEquals(2, Samples.entries(own.resolve("work")));
    }

    try (var again = kept().find(KEY).orElseThrow()) {
      assertEquals(manifest, again.manifest());
      assertEquals(List.of(), kept().find(KEY).stream().toList(), "one at a time");
      for (var chunk : manifest.chunks()) {
        var plain = Zstd.decompress(again.frames().frame(chunk), chunk.length());
        assertEquals(chunk.sha256(), Sha256.of(plain));
      }
      again.materialise(own.resolve("image"), (p, d, t) -> {});
      assertEquals(manifest.sha256().hex(), Samples.shell(own, "sha256sum image").substring(0, 64));
    }
    try (var done = kept().find(KEY).orElseThrow()) {
      done.forget();
    }
    assertTrue(kept().find(KEY).isEmpty());
    assertEquals(0, Samples.entries(own.resolve("work")));
  }

  @Test
  void anImageIsKeptForOneTaskAndRecipeOnly() throws Exception {
    keep(KEY);
    assertTrue(kept().find(key("task 2")).isEmpty());
    assertTrue(isKept(KEY));
  }

  @Test
  void anImageWhoseContentChangedIsBuiltAgain() throws Exception {
    var server = served();
    try (var built = ImageBuild.run(recipe(server), "x", folders(), (p, d, t) -> {})) {
      built.keep(KEY);
    } finally {
      server.stop(0);
    }
    Samples.shell(own, "for f in work/build-*/content-files1; do truncate -s 100000 $f; done");
    try (var again = kept().find(KEY).orElseThrow()) {
      var e =
          assertThrows(
              IOException.class,
              () -> {
                for (var chunk : again.manifest().chunks()) {
                  again.frames().frame(chunk);
                }
              });
      assertTrue(String.valueOf(e.getMessage()).contains("content-files1"), e::toString);
    }
    assertTrue(kept().find(KEY).isEmpty());
    assertEquals(0, Samples.entries(own.resolve("work")));
  }

  @Test
  void whatACrashOrABadDiskLeftOfANoteIsNotTrusted() throws Exception {
    for (var damage : List.of("truncate -s -5", "truncate -s 20", "flip")) {
      keep(KEY);
      var file = Workshop.keptFile(Workshop.kept(own.resolve("work")).getFirst());
      var bytes = Files.readAllBytes(file);
      if (damage.equals("flip")) {
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
      } else {
        Samples.shell(own, damage + " " + file);
      }
      assertFalse(isKept(KEY), damage);
      kept(Duration.ofDays(4)).tidy();
    }
    assertEquals(0, Samples.entries(own.resolve("work")));
  }

  @Test
  void fewAreKeptAndNotForLong() throws Exception {
    keep(key("1"));
    keep(key("2"));
    keep(key("3"));
    kept(Duration.ofDays(2)).tidy();
    assertEquals(2, Samples.entries(own.resolve("work")));
    assertFalse(isKept(key("1")));
    assertTrue(isKept(key("3")));
    kept(Duration.ofDays(4)).tidy();
    assertEquals(0, Samples.entries(own.resolve("work")));
  }

  private boolean isKept(Sha256 key) throws IOException {
    try (var image = kept().find(key).orElse(null)) {
      return image != null;
    }
  }

  private void keep(Sha256 key) throws Exception {
    try (var built = ImageBuild.run(local(), "x", folders(), (p, d, t) -> {})) {
      built.keep(key);
    }
  }

  private static HttpServer served() {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    var server =
        SimpleFileServer.createFileServer(address, samples, SimpleFileServer.OutputLevel.NONE);
    server.start();
    return server;
  }

  /// Of contents from elsewhere, one of them an archive, and one in the recipe itself.
  private static Recipe recipe(HttpServer server) throws Exception {
    var site = "http://127.0.0.1:" + server.getAddress().getPort();
    return Samples.recipe(
        samples,
        """
        base: {source: '%1$s/base.img'}
        output: {size: 256MiB}
        files:
          - {url: '%1$s/letters.tar', to: /data/letters, via: tar}
          - {url: '%1$s/content/numbers', to: /data/numbers}
          - {content: Made here., to: /data/about.txt}
        write_config: true
        """
            .formatted(site));
  }

  private static Recipe local() throws Exception {
    return Samples.recipe(samples, Files.readString(samples.resolve("hello.yaml")));
  }

  private Folders folders() throws IOException {
    return Samples.folders(own);
  }

  private KeptImages kept() throws IOException {
    return new KeptImages(folders(), InstantSource.system());
  }

  private KeptImages kept(Duration later) throws IOException {
    return new KeptImages(folders(), InstantSource.fixed(Instant.now().plus(later)));
  }

  private static Sha256 key(String text) {
    return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
