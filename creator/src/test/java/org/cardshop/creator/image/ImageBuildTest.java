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
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.cardshop.core.image.Chunk;
import org.cardshop.core.image.Sha256;
import org.cardshop.core.image.Span;
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
  void aUsedCardThatGetsDataAndZeroHoldsExactlyTheRecipesFiles() throws Exception {
    try (var built = ImageBuild.run(hello(samples), "hello", folders(), (p, d, t) -> {})) {
      assertEquals(256L << 20, built.manifest().size());
      usedCard(built);
    }
    assertEquals(0, Samples.entries(own.resolve("work")));
    shell("e2fsck -fn 'card?offset=" + DATA + "'");
    shell("e2fsck -fn 'card?offset=" + (40L << 20) + "'");
    shell("dd if=card bs=1M skip=4 count=36 of=boot.fat status=none; fsck.vfat -n boot.fat");
    assertTrue(shell("sfdisk -V card").contains("No errors"));
    shell("mkdir all; debugfs -R 'rdump / all' 'card?offset=" + DATA + "'; rmdir all/lost+found");
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
        shell("cd all; find . -type f | LC_ALL=C sort"));
    shell("cmp all/contents/ar/البحر.txt " + samples + "/content/sea.txt");
    shell("cmp all/contents/index.html " + samples + "/content/welcome.html");
    assertEquals("Made with Cardshop.\n", shell("cat all/contents/about.txt"));
    var written = Files.readAllBytes(own.resolve("all/conf/image.yaml"));
    assertEquals(hello(samples).document(), RecipeYaml.parse(written));
    assertEquals(
        "data 5ca4d5a0-0000-4000-8000-000000000003",
        shell("blkid -p -O " + DATA + " -o value -s LABEL -s UUID card | xargs echo").strip());
    var stat = shell("debugfs -R 'stat /contents/index.html' 'card?offset=" + DATA + "'");
    assertTrue(stat.contains("User:     0   Group:     0"), stat);
    assertTrue(stat.contains("Links: 1 "), stat);
    assertEquals(
        "cmdline.txt config.txt offspot.yaml",
        shell("mdir -b -i card@@4M :: | sed 's,::/,,' | xargs echo").strip());
    var offspot = shell("mtype -i card@@4M ::offspot.yaml");
    assertTrue(offspot.contains("as-gateway: true"), offspot);
    assertEquals("sample\n", shell("debugfs -R 'cat /etc/hostname' 'card?offset=41943040'"));
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
  void theFileIsWhatTheManifestSaysHoweverItIsMade() throws Exception {
    var phases = EnumSet.noneOf(Phase.class);
    try (var built =
        ImageBuild.run(hello(samples), "hello", folders(), (p, d, t) -> phases.add(p))) {
      built.materialise(own.resolve("image.img"), (p, d, t) -> {});
      var manifest = built.manifest();
      assertEquals(manifest.sha256().hex(), shell("sha256sum image.img").substring(0, 64));
      assertTrue(manifest.dataBytes() < 1 << 20, "little is data: " + manifest.dataBytes());
      var root = unused(40L << 20);
      var data = unused(DATA);
      for (var free : manifest.free()) {
        if (free.offset() >= DATA) {
          requireUnused(free, DATA, data);
        } else if (free.offset() >= 40L << 20) {
          requireUnused(free, 40L << 20, root);
        } // else clusters: what fsck.vfat says of a used card proves them
      }
      long freeData =
          manifest.free().stream().filter(s -> s.offset() >= DATA).mapToLong(Span::length).sum();
      long unused = 4096 * data.stream().mapToLong(r -> r[1] - r[0] + 1).sum();
      assertTrue(freeData > 0.99 * unused, freeData + " of " + unused);
      assertTrue(
          manifest.free().getFirst().offset() < 40L << 20, "the boot partition has free clusters");
    }
    // The base is not packed.
    assertEquals(EnumSet.of(Phase.CHECKING, Phase.FETCHING, Phase.BUILDING), phases);
    var again = own.resolve("again.img");
    try (var _ =
        ImageBuild.run(
            hello(samples),
            "b",
            Samples.folders(own.resolve("b")),
            (p, d, t) -> {},
            (c, f) -> {},
            Optional.of(again))) {
      assertEquals(-1, Files.mismatch(own.resolve("image.img"), again));
    }
  }

  @Test
  void aSecondBuildReadsNeitherTheBaseNorTheContentsAgain() throws Exception {
    var recipe = big("auto");
    Sha256 first;
    try (var built = ImageBuild.run(recipe, "a", folders(), (p, d, t) -> {})) {
      first = built.manifest().sha256();
    }
    var phases = new ArrayList<String>();
    var told = new ArrayList<Chunk>();
    try (var built =
        ImageBuild.run(
            recipe,
            "b",
            folders(),
            (p, d, t) -> phases.add(p + " " + (d == t)),
            (c, f) -> told.add(c))) {
      assertEquals(first, built.manifest().sha256());
      assertEquals(
          built.manifest().chunks().stream().map(Chunk::sha256).distinct().count(), told.size());
    }
    assertFalse(phases.contains("UNPACKING false"));
    assertEquals(1, phases.stream().filter(p -> p.startsWith("BUILDING")).count());
  }

  @Test
  void aRootThatShallBeLargerIsGrownAndTheDataMovesBehindIt() throws Exception {
    var yaml = Files.readString(samples.resolve("hello.yaml"));
    var recipe =
        Samples.recipe(samples, yaml.replace("file:base.img", "file:base.img\n  root_size: 190MB"));
    Sha256 first;
    try (var built = ImageBuild.run(recipe, "a", folders(), (p, d, t) -> {})) {
      first = built.manifest().sha256();
      usedCard(built);
    }
    long data = (40L << 20) + (184L << 20);
    assertTrue(shell("sfdisk -d card").contains("start=      458752, size=       65536, type=83"));
    assertTrue(shell("sfdisk -V card").contains("No errors"));
    shell("e2fsck -fn 'card?offset=" + (40L << 20) + "'; e2fsck -fn 'card?offset=" + data + "'");
    assertEquals(190_001_152 / 4096, blocks(40L << 20));
    assertEquals("sample\n", shell("debugfs -R 'cat /etc/hostname' 'card?offset=41943040'"));
    var folders = Samples.folders(own.resolve("b?offset=7@@1"));
    try (var built = ImageBuild.run(recipe, "b", folders, (p, d, t) -> {})) {
      assertEquals(first, built.manifest().sha256());
    }
  }

  @Test
  void aBaseWithExfatGivesExfat() throws Exception {
    shell(
        "cp "
            + samples
            + "/base.img .; truncate -s 12M fs; mkfs.exfat -L Library fs; "
            + "dd if=fs of=base.img bs=1M seek=84 conv=notrunc status=none; "
            + "sfdisk -q --part-type base.img 3 7; cp -r "
            + samples
            + "/content .");
    var yaml = Files.readString(samples.resolve("hello.yaml"));
    try (var built = ImageBuild.run(Samples.recipe(own, yaml), "x", folders(), (p, d, t) -> {})) {
      usedCard(built);
    }
    shell("dd if=card of=data bs=1M skip=84 status=none");
    assertTrue(shell("fsck.exfat -n data").contains("clean"));
    var name = "blkid -p -o value -s LABEL -s UUID ";
    assertEquals(shell(name + "fs"), shell(name + "data"));
    assertTrue(shell(name + "data").startsWith("Library\n"));
    shell("fsck.vfat -n card@@4M 2>/dev/null || true; sfdisk -V card | grep 'No errors'");
  }

  @Test
  void manySmallFilesAreAllThere() throws Exception {
    var yaml = new StringBuilder("base: {source: 'file:base.img'}\nfiles:\n");
    for (int i = 0; i < 3000; i++) {
      yaml.append("  - {content: 'number ")
          .append(i)
          .append("', to: '/data/")
          .append(i % 7 == 0 ? "البحر/" : "🌍/" + i % 50 + "/")
          .append(i)
          .append("'}\n");
    }
    try (var built =
        ImageBuild.run(Samples.recipe(samples, yaml.toString()), "x", folders(), (p, d, t) -> {})) {
      usedCard(built);
    }
    shell("e2fsck -fn 'card?offset=" + DATA + "'");
    shell("mkdir all; debugfs -R 'rdump / all' 'card?offset=" + DATA + "'; rmdir all/lost+found");
    assertEquals("3000\n", shell("find all -type f | wc -l"));
    for (int i = 0; i < 3000; i += 111) {
      assertEquals(
          "number " + i, shell("cat all/*/" + i + " all/*/*/" + i + " 2>/dev/null || true"));
    }
  }

  @Test
  void aContentThatChangesWhileItIsBuiltFailsTheBuild() throws Exception {
    shell("cp " + samples + "/base.img base.img; head -c 9000000 /dev/urandom >noise");
    var recipe =
        Samples.recipe(
            own, "base: {source: 'file:base.img'}\nfiles: [{url: 'file:noise', to: /data/noise}]");
    ImageBuild.run(recipe, "a", folders(), (p, d, t) -> {}).close();
    var failure =
        assertThrows(
            IOException.class,
            () ->
                ImageBuild.run(
                    recipe,
                    "b",
                    folders(),
                    (p, d, t) -> {
                      if (p == Phase.BUILDING) {
                        try {
                          Files.write(own.resolve("noise"), new byte[9_000_000]);
                        } catch (IOException e) {
                          throw new AssertionError(e);
                        }
                      }
                    }));
    assertTrue(String.valueOf(failure.getMessage()).contains("changed"), failure::toString);
    assertEquals(0, Samples.entries(own.resolve("work")));
  }

  @Test
  void everythingThatIsWrongIsToldBeforeAnythingIsBuilt() throws Exception {
    var recipe =
        Samples.recipe(
            samples,
            """
            base: {source: "file:base.img"}
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
    var disk = Files.createDirectory(own.resolve("tiny"));
    assumeTrue("0".equals(shell("id -u").strip()), "mounting a small disk needs root");
    shell("mount -t tmpfs -o size=16m tmpfs tiny");
    try {
      var refused =
          assertThrows(
              RecipeException.class,
              () ->
                  ImageBuild.run(
                      hello(samples),
                      "x",
                      folders(),
                      (p, d, t) -> {},
                      (c, f) -> {},
                      Optional.of(disk.resolve("x.img"))));
      assertTrue(
          refused.problems().getFirst().sentence().contains("free, the build needs"),
          refused::toString);
      assertEquals(0, Samples.entries(disk));
      assertEquals(0, Samples.entries(own.resolve("work")));
    } finally {
      shell("umount tiny");
    }
  }

  @Test
  void aCancelledBuildLeavesNothing() throws Exception {
    Samples.shell(samples, "gzip -1kf base.img");
    var recipe = big("auto", "base.img.gz");
    for (var phase : EnumSet.complementOf(EnumSet.of(Phase.DIGESTING))) {
      var outcome = new AtomicReference<Throwable>();
      var builder =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  ImageBuild.run(
                          recipe,
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
      living.materialise(own.resolve("x"), (p, d, t) -> {});
      assertEquals(1, Samples.entries(work));
    }
  }

  @Test
  void basesArePackedAsTheyCome() throws Exception {
    Samples.shell(
        samples,
        "xz -0kf base.img; gzip -1kf base.img; zstd -qf1 base.img; bzip2 -1kf base.img; cp"
            + " base.img.xz unnamed");
    Sha256 plain;
    try (var built = ImageBuild.run(hello(samples), "x", folders(), (p, d, t) -> {})) {
      plain = built.manifest().sha256();
    }
    for (var name :
        new String[] {"base.img.xz", "base.img.gz", "base.img.zst", "base.img.bz2", "unnamed"}) {
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
      usedCard(built);
      shell("e2fsck -fn 'card?offset=" + DATA + "'");
      return built.manifest().size();
    }
  }

  /// 40 MB of contents: the same one twice, and names of every length and script.
  private static Recipe big(String size) throws Exception {
    return big(size, "base.img");
  }

  private static Recipe big(String size, String base) throws Exception {
    var content = samples.resolve("big.bin");
    if (!Files.exists(content)) {
      Samples.shell(samples, "head -c 20000001 /dev/urandom >big.tmp; mv big.tmp big.bin");
    }
    var yaml =
        new StringBuilder(
            "base: {source: 'file:" + base + "'}\noutput: {size: " + size + "}\nfiles:\n");
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

  /// Writes what must be written to a card that was used before, chunk by chunk as a writer does.
  private void usedCard(BuiltImage built) throws Exception {
    var manifest = built.manifest();
    var garbage = new byte[1 << 20];
    Arrays.fill(garbage, (byte) 0xa5);
    try (var card = new RandomAccessFile(own.resolve("card").toFile(), "rw")) {
      for (long at = 0; at < manifest.size(); at += garbage.length) {
        card.write(garbage, 0, (int) Math.min(garbage.length, manifest.size() - at));
      }
      for (var chunk : manifest.chunks()) {
        card.seek(chunk.offset());
        card.write(Zstd.decompress(built.frames().frame(chunk), chunk.length()));
      }
      for (var zero : manifest.zero()) {
        card.seek(zero.offset());
        for (long left = zero.length(); left > 0; left -= garbage.length) {
          card.write(new byte[(int) Math.min(left, garbage.length)]);
        }
      }
    }
  }

  private static void requireUnused(Span free, long start, List<long[]> unused) {
    long first = (free.offset() - start) / 4096;
    long last = (free.end() - start) / 4096 - 1;
    assertTrue(unused.stream().anyMatch(r -> r[0] <= first && last <= r[1]), free + " is in use");
  }

  /// First and last block of each run that is not in use. Asked of dumpe2fs, which reads the
  /// bitmaps itself.
  private List<long[]> unused(long start) throws Exception {
    var ranges = new ArrayList<long[]>();
    var lines =
        shell("dumpe2fs 'image.img?offset=" + start + "' | grep '^  Free blocks: ' | cut -d: -f2");
    for (var range : lines.replace("\n", ",").split(",", -1)) {
      if (!range.isBlank()) {
        var ends = range.strip().split("-", -1);
        var last = Long.parseLong(ends[ends.length - 1]);
        long first = Long.parseLong(ends[0]);
        if (!ranges.isEmpty() && ranges.getLast()[1] == first - 1) {
          ranges.getLast()[1] = last;
        } else {
          ranges.add(new long[] {first, last});
        }
      }
    }
    return ranges;
  }

  private long blocks(long start) throws Exception {
    return Long.parseLong(
        shell("dumpe2fs -h 'card?offset=" + start + "' | awk '/^Block count/{print $3}'").strip());
  }

  private String shell(String command) throws Exception {
    return Samples.shell(own, command);
  }
}
