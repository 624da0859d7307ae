package org.cardshop.creator.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.CRC32C;
import org.cardshop.core.image.Sha256;
import org.cardshop.creator.map.ChunkFrames;
import org.cardshop.platform.recipe.Recipe;
import org.cardshop.platform.recipe.RecipeException;
import org.cardshop.platform.recipe.RecipeYaml;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageBuildTest {
  private static final long DATA = 84L << 20;

  @TempDir static Path shared;
  @TempDir Path own;
  private static Path samples = Path.of("");

  @BeforeAll
  static void copySamples() throws Exception {
    samples = Samples.copiedTo(shared.resolve("samples"));
  }

  @Test
  void theSampleHoldsExactlyTheRecipesFiles() throws Exception {
    try (var built = ImageBuild.run(hello(samples), "hello", folders(), (p, d, t) -> {})) {
      var image = built.file();
      var dir = parent(image);
      assertEquals(256L << 20, Files.size(image));
      Samples.shell(dir, "e2fsck -fn 'image.img?offset=" + DATA + "'");
      assertTrue(Samples.shell(dir, "sfdisk -V image.img").contains("No errors"));
      Samples.shell(
          dir,
          "mkdir all; debugfs -R 'rdump / all' 'image.img?offset="
              + DATA
              + "'; rmdir all/lost+found");
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
          ./contents/index.html
          """,
          Samples.shell(dir, "cd all; find . -type f | LC_ALL=C sort"));
      Samples.shell(dir, "cmp all/contents/ar/البحر.txt " + samples + "/content/sea.txt");
      Samples.shell(dir, "cmp all/contents/index.html " + samples + "/content/welcome.html");
      assertEquals("Made with Cardshop.\n", Samples.shell(dir, "cat all/contents/about.txt"));
      var written = Files.readAllBytes(dir.resolve("all/conf/image.yaml"));
      assertEquals(hello(samples).document(), RecipeYaml.parse(written));
      assertEquals(
          "data 5ca4d5a0-0000-4000-8000-000000000003",
          Samples.shell(
                  dir, "blkid -p -O " + DATA + " -o value -s LABEL -s UUID image.img | xargs echo")
              .strip());
      var stat =
          Samples.shell(
              dir, "debugfs -R 'stat /contents/index.html' 'image.img?offset=" + DATA + "'");
      assertTrue(stat.contains("User:     0   Group:     0"), stat);
      assertTrue(stat.contains("Links: 1 "), stat);
      assertEquals(
          "cmdline.txt config.txt offspot.yaml",
          Samples.shell(dir, "mdir -b -i image.img@@4M :: | sed 's,::/,,' | xargs echo").strip());
      var offspot = Samples.shell(dir, "mtype -i image.img@@4M ::offspot.yaml");
      assertTrue(offspot.contains("as-gateway: true"), offspot);
    }
    assertEquals(0, Samples.entries(own.resolve("work")));
  }

  @Test
  void theSameRecipeGivesTheSameBytesFromAnywhereAndAnyone() throws Exception {
    var elsewhere = Samples.copiedTo(own.resolve("else where?offset=1@@2"));
    Sha256 first;
    try (var built = ImageBuild.run(hello(samples), "hello", folders(), (p, d, t) -> {})) {
      first = built.manifest().sha256();
    }
    var folders = Samples.folders(own.resolve("b?offset=7"));
    for (int round = 0; round < 2; round++) { // the second from the cache
      try (var built = ImageBuild.run(hello(elsewhere), "other", folders, (p, d, t) -> {})) {
        assertEquals(first, built.manifest().sha256());
      }
    }
  }

  @Test
  void theManifestSaysWhatTheImageHoldsAndFreeIsUnallocated() throws Exception {
    var phases = EnumSet.noneOf(Phase.class);
    try (var built =
            ImageBuild.run(hello(samples), "hello", folders(), (p, d, t) -> phases.add(p));
        var file = new RandomAccessFile(built.file().toFile(), "r");
        var frames = ChunkFrames.open(built.file())) {
      var manifest = built.manifest();
      assertEquals(
          manifest.sha256().hex(),
          Samples.shell(parent(built.file()), "sha256sum image.img").substring(0, 64));
      for (var chunk : manifest.chunks()) {
        var plain = bytes(file, chunk.offset(), chunk.length());
        assertEquals(chunk.sha256(), Sha256.of(plain));
        var crc = new CRC32C();
        crc.update(plain);
        assertEquals(chunk.crc32c(), (int) crc.getValue());
        var frame = frames.frame(chunk);
        assertEquals(chunk.stored(), frame.length);
        assertEquals(chunk.sha256(), Sha256.of(Zstd.decompress(frame, chunk.length())));
      }
      var used = usedBlocks(built.file());
      for (var free : manifest.free()) {
        assertTrue(free.offset() >= DATA);
        assertTrue(isZero(file, free.offset(), free.length()));
        for (long at = free.offset(); at < free.end(); at += 4096) {
          assertFalse(used.contains((at - DATA) / 4096), "block at " + at + " is in use");
        }
      }
      for (var zero : manifest.zero()) {
        assertTrue(isZero(file, zero.offset(), zero.length()));
      }
      long free = manifest.free().stream().mapToLong(s -> s.length()).sum();
      assertEquals(freeBlocks(built.file()) * 4096, free);
      assertTrue(manifest.dataBytes() < 1 << 20, "little is data: " + manifest.dataBytes());
    }
    assertEquals(EnumSet.allOf(Phase.class), phases);
  }

  @Test
  void everythingThatIsWrongIsToldBeforeAnythingIsBuilt() throws Exception {
    var recipe =
        Samples.recipe(
            samples,
            """
            base: {source: "file:base.img", root_size: 1G}
            output: {size: 90MB}
            files:
              - {url: "file:content/none.txt", to: /data/a}
              - {url: "file:content/sea.txt", to: /data/b, size: 7}
              - {url: "file:content/sea.txt", to: /data/c, checksum: {algo: md5, value: "00000000000000000000000000000000"}}
              - {url: "http://127.0.0.1:1/x", to: /data/d}
              - {url: "file:content/sea.txt", to: /data/e, via: zip}
              - {url: "file:content/sea.txt", to: /data/f, checksum: {algo: md5, kind: url, value: "http://127.0.0.1:1/m"}}
              - {url: "file:content/sea.txt", to: /data/g, checksum: {algo: sha512, kind: url, value: "file:content/sea.txt"}}
            oci_images:
              - {ident: "127.0.0.1:1/x"}
              - {ident: "No Name"}
              - {ident: x, url: "file:none.tar"}
            """);
    var refused =
        assertThrows(
            RecipeException.class, () -> ImageBuild.run(recipe, "x", folders(), (p, d, t) -> {}));
    var paths = refused.problems().stream().map(p -> p.path()).sorted().toList();
    assertEquals(
        List.of(
            "base.root_size",
            "files[0].url",
            "files[1].size",
            "files[2].checksum",
            "files[3].url",
            "files[5].checksum.value",
            "files[6].checksum.value",
            "oci_images[0].ident",
            "oci_images[1].ident",
            "oci_images[2].url"),
        paths);
    assertEquals(0, Samples.entries(own.resolve("work")));
  }

  @Test
  void anImageThatIsTooSmallIsRefusedAndTheTellSizeIsEnough() throws Exception {
    var refused = assertThrows(RecipeException.class, () -> run(big("90MB")));
    var problem = refused.problems().getFirst();
    assertEquals("output.size", problem.path());
    var enough = problem.sentence().replaceFirst(".*contents; ([0-9]+) are.*", "$1");
    assertEquals(Long.parseLong(enough), run(big(enough)));
    assertEquals(Long.parseLong(enough), run(big("auto")));
  }

  @Test
  void aFullDiskIsSeenBeforeTheBuild() throws Exception {
    var work = Files.createDirectory(own.resolve("tiny"));
    assumeTrue("0".equals(Samples.shell(own, "id -u").strip()), "mounting a small disk needs root");
    Samples.shell(own, "mount -t tmpfs -o size=16m tmpfs tiny");
    try {
      var folders = new Folders(folders().cache(), work);
      var refused =
          assertThrows(
              RecipeException.class,
              () -> ImageBuild.run(hello(samples), "x", folders, (p, d, t) -> {}));
      assertTrue(
          refused.problems().getFirst().sentence().contains("free, the build needs"),
          refused::toString);
      assertEquals(0, Samples.entries(work));
    } finally {
      Samples.shell(own, "umount tiny");
    }
  }

  @Test
  void aCancelledBuildLeavesNothing() throws Exception {
    for (var phase : Phase.values()) {
      var outcome = new AtomicReference<Throwable>();
      var builder =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  ImageBuild.run(
                          big("auto"),
                          "x",
                          Samples.folders(own.resolve(phase.wire())),
                          (at, d, t) -> {
                            if (at == phase) {
                              Thread.currentThread().interrupt();
                            }
                          })
                      .close();
                } catch (Throwable e) {
                  outcome.set(e);
                }
              });
      builder.join();
      assertTrue(outcome.get() instanceof InterruptedException, phase + " gave " + outcome.get());
      assertEquals(0, Samples.entries(own.resolve(phase.wire()).resolve("work")), phase.wire());
    }
  }

  @Test
  void whatAKilledProcessLeftIsRemovedAndALivingBuildIsNot() throws Exception {
    var work = Files.createDirectories(own.resolve("work"));
    Files.writeString(Files.createDirectories(work.resolve("build-1/tree")).resolve("x"), "x");
    Files.writeString(Files.createDirectory(work.resolve("build-2")).resolve("lock"), "");
    try (var living = ImageBuild.run(hello(samples), "a", folders(), (p, d, t) -> {})) {
      ImageBuild.run(hello(samples), "b", folders(), (p, d, t) -> {}).close();
      assertTrue(Files.exists(living.file()));
      assertEquals(1, Samples.entries(work));
    }
  }

  @Test
  void basesArePackedAsTheyCome() throws Exception {
    Samples.shell(
        samples,
        "xz -0kf base.img; gzip -1kf base.img; zstd -qf1 base.img; cp base.img.xz unnamed");
    Sha256 plain;
    try (var built = ImageBuild.run(hello(samples), "x", folders(), (p, d, t) -> {})) {
      plain = built.manifest().sha256();
    }
    for (var name : new String[] {"base.img.xz", "base.img.gz", "base.img.zst", "unnamed"}) {
      var yaml = Files.readString(samples.resolve("hello.yaml")).replace("write_config: true", "");
      var recipe = Samples.recipe(samples, yaml.replace("base.img", name));
      var same = Samples.recipe(samples, yaml);
      try (var a = ImageBuild.run(recipe, "x", folders(), (p, d, t) -> {});
          var b = ImageBuild.run(same, "x", folders(), (p, d, t) -> {})) {
        assertEquals(b.manifest().sha256(), a.manifest().sha256(), name);
        assertFalse(plain.equals(a.manifest().sha256()));
      }
    }
  }

  @Test
  void basesThatCannotServeAreRefused() throws Exception {
    Samples.shell(
        samples,
        """
        cp base.img exfat.img; printf 'EXFAT   ' | dd of=exfat.img bs=1 seek=$((84*1048576+3)) conv=notrunc
        dd if=/dev/zero of=exfat.img bs=1M seek=84 count=1 conv=notrunc
        head -c 90000000 base.img >short.img
        cp base.img full.img; echo x >x; debugfs -w -R 'write x x' 'full.img?offset=88080384'
        truncate -s 8M gpt.img; echo 'label: gpt' | sfdisk gpt.img
        truncate -s 8M none.img
        """);
    for (var name : new String[] {"exfat", "short", "full", "gpt", "none"}) {
      var recipe = Samples.recipe(samples, "base: {source: 'file:" + name + ".img'}");
      var refused = assertThrows(RecipeException.class, () -> run(recipe), name);
      assertEquals("base.source", refused.problems().getFirst().path(), name);
    }
  }

  private long run(Recipe recipe) throws Exception {
    try (var built = ImageBuild.run(recipe, "x", folders(), (p, d, t) -> {})) {
      Samples.shell(parent(built.file()), "e2fsck -fn 'image.img?offset=" + DATA + "'");
      return Files.size(built.file());
    }
  }

  /// 40 MB of contents: the same one twice, and names of every length and script.
  private static Recipe big(String size) throws Exception {
    var content = samples.resolve("big.bin");
    if (!Files.exists(content)) {
      Samples.shell(samples, "head -c 20000001 /dev/urandom >big.tmp; mv big.tmp big.bin");
    }
    var yaml =
        new StringBuilder(
            "base: {source: 'file:base.img'}\noutput: {size: " + size + "}\nfiles:\n");
    for (int i = 0; i < 2; i++) {
      yaml.append("  - {url: 'file:big.bin', to: /data/big" + i + "}\n");
    }
    for (int i = 0; i < 200; i++) {
      yaml.append("  - {content: x, to: '/data/n/" + "🌍".repeat(i % 60) + i + "'}\n");
    }
    return Samples.recipe(samples, yaml.toString());
  }

  private static Recipe hello(Path samples) throws Exception {
    return Samples.recipe(samples, Files.readString(samples.resolve("hello.yaml")));
  }

  private Folders folders() throws IOException {
    return Samples.folders(own);
  }

  private static Path parent(Path file) {
    return Objects.requireNonNull(file.getParent());
  }

  private static byte[] bytes(RandomAccessFile file, long at, int length) throws IOException {
    var bytes = new byte[length];
    file.seek(at);
    file.readFully(bytes);
    return bytes;
  }

  private static boolean isZero(RandomAccessFile file, long at, long length) throws IOException {
    for (long i = 0; i < length; i += 1 << 20) {
      for (byte b : bytes(file, at + i, (int) Math.min(1 << 20, length - i))) {
        if (b != 0) {
          return false;
        }
      }
    }
    return true;
  }

  /// Asked of debugfs, which reads the bitmaps itself.
  private static Set<Long> usedBlocks(Path image) throws Exception {
    var free = new HashSet<Long>();
    var lines =
        Samples.shell(
            parent(image),
            "dumpe2fs 'image.img?offset=" + DATA + "' | grep '^  Free blocks: ' | cut -d: -f2");
    for (var range : lines.replace("\n", ",").split(",", -1)) {
      var ends = new ArrayList<>(List.of(range.strip().split("-", -1)));
      if (!range.isBlank()) {
        for (long b = Long.parseLong(ends.getFirst()); b <= Long.parseLong(ends.getLast()); b++) {
          free.add(b);
        }
      }
    }
    var used = new HashSet<Long>();
    for (long b = 0; b < (Files.size(image) - DATA) / 4096; b++) {
      if (!free.contains(b)) {
        used.add(b);
      }
    }
    return used;
  }

  private static long freeBlocks(Path image) throws Exception {
    return Long.parseLong(
        Samples.shell(
                parent(image),
                "dumpe2fs -h 'image.img?offset=" + DATA + "' | awk '/^Free blocks/{print $3}'")
            .strip());
  }
}
