package org.cardshop.creator.oci;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.commons.compress.archivers.tar.TarFile;
import org.cardshop.core.image.Sha256;
import org.cardshop.creator.source.Reach;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DockerArchiveTest {
  private static final byte[] FIRST =
      "the first layer".repeat(1000).getBytes(StandardCharsets.UTF_8);
  private static final byte[] SECOND = "the second".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;
  private SmallRegistry registry;

  DockerArchiveTest() throws IOException {
    registry = new SmallRegistry(FIRST, SECOND, FIRST);
  }

  @BeforeEach
  void useNewRegistry() throws IOException {
    registry.close();
    registry = new SmallRegistry(FIRST, SECOND, FIRST);
  }

  @AfterEach
  void closeRegistry() {
    registry.close();
  }

  @Test
  void theArchiveHoldsWhatDockerLoads() throws Exception {
    var told = new AtomicLong();
    var image = RemoteImage.find(name(registry.name()), Reach.ANYWHERE);
    var archive = folder.resolve("a.tar");
    DockerArchive.make(image, archive, told::set);
    assertEquals(image.size(), told.get());
    assertTrue(DockerArchive.isOne(archive));
    var members = members(archive);
    var first = Sha256.of(FIRST) + ".tar";
    var second = Sha256.of(SECOND) + ".tar";
    var config = image.config().digest() + ".json";
    assertEquals(List.of(config, first, second, "manifest.json"), List.copyOf(members.keySet()));
    assertArrayEquals(FIRST, members.get(first));
    assertArrayEquals(SECOND, members.get(second));
    assertEquals(
        """
        [{"Config":"%s","RepoTags":["%s"],"Layers":["%s","%s","%s"]}]\
        """
            .formatted(config, registry.name(), first, second, first),
        text(members, "manifest.json"));
    assertTrue(text(members, config).contains("\"architecture\":\"arm64\""));
  }

  @Test
  void theSameImageGivesTheSameBytes() throws Exception {
    for (var file : List.of("a.tar", "b.tar")) {
      DockerArchive.make(
          RemoteImage.find(name(registry.name()), Reach.ANYWHERE),
          folder.resolve(file),
          bytes -> {});
    }
    assertEquals(-1, Files.mismatch(folder.resolve("a.tar"), folder.resolve("b.tar")));
  }

  @Test
  void aDigestPinsTheImage() throws Exception {
    var image = RemoteImage.find(name(registry.name()), Reach.ANYWHERE);
    var pinned = name(registry.name() + "@sha256:" + image.manifest());
    assertEquals(image.manifest(), RemoteImage.find(pinned, Reach.ANYWHERE).manifest());
    assertTold(
        "that anyone may fetch",
        () ->
            RemoteImage.find(name(registry.name() + "@sha256:" + "0".repeat(64)), Reach.ANYWHERE));
  }

  @Test
  void imagesForOtherMachinesAndNoneAreRefused() throws Exception {
    var other = registry.name().replace("atlas:1", "atlas:amd64");
    registry.addSingle("amd64", "amd64", SECOND);
    assertTold(
        "is for linux/amd64",
        () ->
            DockerArchive.make(
                RemoteImage.find(name(other), Reach.ANYWHERE), folder.resolve("x"), b -> {}));
    assertTold("that anyone may fetch", () -> RemoteImage.find(name(other + "2"), Reach.ANYWHERE));
    var nowhere = name("127.0.0.1:1/x");
    assertTold("no connection to 127.0.0.1:1", () -> RemoteImage.find(nowhere, Reach.ANYWHERE));
  }

  @Test
  void aDamagedLayerIsNoticed() throws Exception {
    var image = RemoteImage.find(name(registry.name()), Reach.ANYWHERE);
    var blob = "sha256:" + image.layers().getFirst().digest();
    var damaged = Arrays.copyOf(registry.blobs.getOrDefault(blob, FIRST), 5000);
    registry.blobs.put(blob, damaged);
    assertTold("damaged", () -> DockerArchive.make(image, folder.resolve("x"), bytes -> {}));
  }

  @Test
  void namesAreReadAsDockerReadsThem() {
    var told = new ArrayList<String>();
    for (var text :
        List.of(
            "caddy",
            "kiwix/kiwix-serve:3",
            "docker.io/library/caddy:2",
            "index.docker.io/x/y",
            "ghcr.io/offspot/a/b:dev",
            "localhost:5000/x@sha256:" + "a".repeat(64))) {
      var name = name(text);
      told.add(name.tagged() + " " + name.fileName() + " " + name.address());
    }
    assertEquals(
        """
        caddy:latest docker.io_library_caddy_latest.tar https://registry-1.docker.io
        kiwix/kiwix-serve:3 docker.io_kiwix_kiwix-serve_3.tar https://registry-1.docker.io
        caddy:2 docker.io_library_caddy_2.tar https://registry-1.docker.io
        x/y:latest docker.io_x_y_latest.tar https://registry-1.docker.io
        ghcr.io/offspot/a/b:dev ghcr.io_offspot_a_b_dev.tar https://ghcr.io
        localhost:5000/x:latest localhost_5000_x_latest.tar http://localhost:5000\
        """,
        String.join("\n", told));
    for (var text : List.of("", "UPPER", "a b", "x:", "x@sha256:12", "ghcr.io/", "a//b", "x:/y")) {
      assertEquals(Optional.empty(), ImageName.parse(text), text);
    }
  }

  @Test
  void otherFilesAreNoDockerArchives() throws Exception {
    assertFalse(DockerArchive.isOne(Files.write(folder.resolve("x"), FIRST)));
  }

  private interface Act {
    void run() throws Exception;
  }

  private static void assertTold(String part, Act act) {
    var refused = assertThrows(IOException.class, act::run);
    assertTrue(String.valueOf(refused.getMessage()).contains(part), refused::toString);
  }

  private static ImageName name(String text) {
    return ImageName.parse(text).orElseThrow();
  }

  private static String text(Map<String, byte[]> members, String name) {
    return new String(members.getOrDefault(name, new byte[0]), StandardCharsets.UTF_8);
  }

  private static Map<String, byte[]> members(Path archive) throws IOException {
    var members = new LinkedHashMap<String, byte[]>();
    try (var tar = new TarFile(archive.toFile())) {
      for (var entry : tar.getEntries()) {
        members.put(entry.getName(), tar.getInputStream(entry).readAllBytes());
      }
    }
    return members;
  }
}
