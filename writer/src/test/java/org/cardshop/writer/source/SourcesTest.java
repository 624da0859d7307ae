package org.cardshop.writer.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.cardshop.core.image.Sha256;
import org.cardshop.platform.wire.ManifestJson;
import org.cardshop.writer.chunk.ImageSource;
import org.cardshop.writer.chunk.TestImage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourcesTest {
  private static final int SIZE = 9 * TestImage.MIB + 4096;

  @TempDir Path directory;
  private Path plain = Path.of("/");
  private byte[] bytes = {};

  /// Data, short and long runs of zeros within windows, a window of zeros, an odd end.
  @BeforeEach
  void makeImage() throws IOException {
    bytes = new byte[SIZE];
    new Random(5).nextBytes(bytes);
    Arrays.fill(bytes, TestImage.MIB, 2 * TestImage.MIB, (byte) 0);
    Arrays.fill(bytes, 2_500_000, 2_550_000, (byte) 0);
    Arrays.fill(bytes, 3 * TestImage.MIB, 8 * TestImage.MIB, (byte) 0);
    plain = Files.write(directory.resolve("base.img"), bytes);
  }

  @Test
  void aPlainImageIsMappedSoThatAllThatIsNotDataIsZero() throws Exception {
    try (var source = open(plain)) {
      assertHoldsAll(source);
      assertTrue(source.manifest().zeroBytes() >= 5L * TestImage.MIB, "zeros count as data");
      assertEquals(0, source.manifest().free().size());
    }
  }

  @Test
  void holesAreTakenAsZeroAndTheMapIsTheSame() throws Exception {
    var sparse = directory.resolve("sparse.img");
    run("cp", "--sparse=always", plain.toString(), sparse.toString());
    try (var dense = open(plain);
        var source = open(sparse)) {
      assertHoldsAll(source);
      assertEquals(dense.manifest().chunks(), source.manifest().chunks());
      assertEquals(dense.manifest().zero(), source.manifest().zero());
    }
  }

  @ParameterizedTest
  @CsvSource({"xz -0 -k,.xz", "gzip -1 -k,.gz", "bzip2 -1 -k,.bz2", "zstd -q -1 -k,.zst"})
  void aPackedImageIsUnpackedForAsLongAsItIsUsed(String tool, String suffix) throws Exception {
    run((tool + " " + plain).split(" ", -1));
    try (var source = open(Path.of(plain + suffix))) {
      assertHoldsAll(source);
      assertEquals(1, spooled());
    }
    assertEquals(0, spooled());
  }

  @Test
  void theOneImageInAZipIsFound() throws Exception {
    var readme = Files.writeString(directory.resolve("README"), "read me");
    var zip = directory.resolve("base.zip").toString();
    run("zip", "-q", "-j", zip, plain.toString(), readme.toString());
    try (var source = open(Path.of(zip))) {
      assertHoldsAll(source);
    }
    Files.copy(plain, directory.resolve("other.img"));
    run("zip", "-q", "-j", zip, directory.resolve("other.img").toString());
    assertSays("several files", Path.of(zip));
  }

  @ParameterizedTest
  @CsvSource({"xz -0,.xz", "gzip -1,.gz", "bzip2 -1,.bz2", "zstd -q -1,.zst", "zip -q -j,.zip"})
  void aTornOrFlippedArchiveIsNoImageAndLeavesNothing(String tool, String suffix) throws Exception {
    var packed = Path.of(plain + suffix);
    run(
        tool.startsWith("zip")
            ? new String[] {"zip", "-q", "-j", packed.toString(), plain.toString()}
            : (tool + " -k " + plain).split(" ", -1));
    var whole = Files.readAllBytes(packed);
    for (int length : new int[] {whole.length - 3, whole.length / 2, 7}) {
      Files.write(packed, Arrays.copyOf(whole, length));
      assertSays("get it again", packed);
    }
    whole[whole.length / 3] ^= 0x20;
    Files.write(packed, whole);
    assertSays("get it again", packed);
    assertEquals(0, spooled());
  }

  /// The map of a re-sparsified image leaves out zeros that files need.
  @ParameterizedTest
  @ValueSource(strings = {"", ".gz"})
  void whatABlockMapLeavesOutIsZero(String suffix) throws Exception {
    var sparse = directory.resolve("sparse.img");
    run("cp", "--sparse=always", plain.toString(), sparse.toString());
    makeBmap(sparse, directory.resolve("sparse.bmap"));
    if (!suffix.isEmpty()) {
      run("gzip", "-1", "-k", sparse.toString());
    }
    try (var source = open(Path.of(sparse + suffix))) {
      assertHoldsAll(source);
      assertEquals(0, source.manifest().free().size());
    }
  }

  /// Whatever the file has where its map has nothing: zero is what goes to the card.
  @Test
  void bytesOutsideTheBlockMapDoNotCount() throws Exception {
    var sparse = directory.resolve("sparse.img");
    run("cp", "--sparse=always", plain.toString(), sparse.toString());
    makeBmap(sparse, directory.resolve("sparse.img.bmap"));
    flip(sparse, 5L * TestImage.MIB + 5);
    try (var source = open(sparse)) {
      assertHoldsAll(source);
    }
  }

  @Test
  void aByteFlippedInAMappedRangeIsFound() throws Exception {
    makeBmap(plain, directory.resolve("base.bmap"));
    flip(plain, 8L * TestImage.MIB);
    assertSays("is not what its block map says", plain);
  }

  @Test
  void aBlockMapOfAnotherSizeIsRefused() throws Exception {
    makeBmap(plain, directory.resolve("base.bmap"));
    Files.write(plain, Arrays.copyOf(bytes, SIZE - 4096));
    assertSays("do not belong together", plain);
    Files.write(plain, Arrays.copyOf(bytes, SIZE + 4096));
    assertSays("do not belong together", plain);
  }

  @Test
  void aBlockMapThatWasTouchedIsRefused() throws Exception {
    var bmap = directory.resolve("base.bmap");
    makeBmap(plain, bmap);
    var text = Files.readString(bmap);
    Files.writeString(bmap, text.replaceFirst("<BlockSize> ", "<BlockSize>  "));
    assertSays("its own checksum", plain);
    Files.writeString(bmap, text.replaceFirst("version=\"2.0\"", "version=\"3.0\""));
    assertSays("known are 1 and 2", plain);
    Files.writeString(bmap, "no map");
    assertSays("no block map", plain);
  }

  @Test
  void aBlockMapReadsNoOtherFile() throws Exception {
    var other = Files.writeString(directory.resolve("other"), "" + SIZE);
    for (var size : List.of("&other;", "&inner;")) {
      Files.writeString(
          directory.resolve("base.bmap"),
          """
          <?xml version="1.0" ?>
          <!DOCTYPE bmap [<!ENTITY other SYSTEM "%s"> <!ENTITY inner "%d">]>
          <bmap version="1.2">
            <ImageSize>%s</ImageSize> <BlockSize> 4096 </BlockSize>
            <BlockMap> <Range> 0-%d </Range> </BlockMap>
          </bmap>
          """
              .formatted(other.toUri(), SIZE, size, SIZE / 4096 - 1));
      assertSays("no block map", plain);
    }
  }

  @Test
  void aBlockMapOfTheFirstVersionHasNoChecksums() throws Exception {
    Files.writeString(
        directory.resolve("base.bmap"),
        """
        <?xml version="1.0" ?>
        <bmap version="1.2">
          <ImageSize> %d </ImageSize> <BlockSize> 4096 </BlockSize>
          <BlockMap> <Range> 0-767 </Range> <Range> 2048-%d </Range> </BlockMap>
        </bmap>
        """
            .formatted(SIZE, SIZE / 4096 - 1));
    try (var source = open(plain)) {
      assertHoldsAll(source);
    }
  }

  @Test
  void aBlockMapWithSha1IsChecked() throws Exception {
    var range = Arrays.copyOf(bytes, 768 * 4096);
    for (var sum : new String[] {hex("SHA-1", range), "0".repeat(40)}) {
      var map =
          """
          <bmap version="1.3">
            <ImageSize>%d</ImageSize><BlockSize>4096</BlockSize>
            <BmapFileSHA1>%s</BmapFileSHA1>
            <BlockMap><Range sha1="%s">0-767</Range></BlockMap>
          </bmap>
          """
              .formatted(SIZE, "0".repeat(40), sum);
      var own = hex("SHA-1", map.getBytes(StandardCharsets.UTF_8));
      Files.writeString(directory.resolve("base.bmap"), map.replaceFirst("0{40}", own));
      if (sum.startsWith("0000")) {
        assertSays("is not what its block map says", plain);
      } else {
        open(plain).close();
      }
    }
  }

  @Test
  void aManifestBesideAPackedImageSaysWhatIsFree() throws Exception {
    var image = TestImage.threeStates();
    var path = Files.write(directory.resolve("free.img"), image.bytes());
    Files.write(directory.resolve("free.manifest.json"), ManifestJson.write(image.manifest()));
    run("gzip", path.toString());
    try (var source = open(Path.of(path + ".gz"))) {
      assertEquals(image.manifest(), source.manifest());
      for (var chunk : source.manifest().chunks()) {
        assertArrayEquals(image.data(chunk), read(source, chunk.length(), chunk.offset()));
      }
    }
  }

  @Test
  void aManifestOfAnotherImageIsRefused() throws Exception {
    Files.write(
        directory.resolve("base.manifest.json"),
        ManifestJson.write(TestImage.threeStates().manifest()));
    assertSays("do not belong together", plain);
  }

  private ImageSource open(Path image) throws IOException, InterruptedException {
    return Sources.open(image, Origin.plain(directory.resolve("spool")), (_, _) -> {});
  }

  private void assertSays(String what, Path image) {
    var failure = assertThrows(UnusableException.class, () -> open(image).close());
    assertTrue(String.valueOf(failure.getMessage()).contains(what), failure::toString);
  }

  private void assertHoldsAll(ImageSource source) throws IOException, InterruptedException {
    var manifest = source.manifest();
    assertEquals(Sha256.of(bytes), manifest.sha256());
    var rebuilt = new byte[SIZE];
    for (var chunk : manifest.chunks()) {
      System.arraycopy(
          read(source, chunk.length(), chunk.offset()),
          0,
          rebuilt,
          (int) chunk.offset(),
          chunk.length());
    }
    assertArrayEquals(bytes, rebuilt);
  }

  private static byte[] read(ImageSource source, int length, long offset)
      throws IOException, InterruptedException {
    var chunk =
        source.manifest().chunks().stream()
            .filter(c -> c.offset() == offset)
            .findFirst()
            .orElseThrow();
    try (var arena = Arena.ofConfined()) {
      var into = arena.allocate(length);
      source.read(chunk, into);
      var data = new byte[length];
      MemorySegment.ofArray(data).copyFrom(into);
      return data;
    }
  }

  private long spooled() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("spool"))) {
      return files.count();
    }
  }

  private static void makeBmap(Path image, Path bmap) throws IOException {
    assumeTrue(isInstalled("bmaptool"), "bmaptool is not installed");
    run("bmaptool", "-q", "create", "-o", bmap.toString(), image.toString());
  }

  private static boolean isInstalled(String tool) {
    return Stream.of(System.getenv("PATH").split(":", -1))
        .anyMatch(p -> Files.isExecutable(Path.of(p, tool)));
  }

  private static void flip(Path file, long at) throws IOException {
    try (var out = new RandomAccessFile(file.toFile(), "rw")) {
      out.seek(at);
      int before = out.read();
      out.seek(at);
      out.write(before ^ 0x40);
    }
  }

  private static String hex(String algorithm, byte[] bytes) {
    return HexFormat.of().formatHex(Bmap.digest(algorithm).digest(bytes));
  }

  private static void run(String... command) throws IOException {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.onExit().join().exitValue(), () -> String.join(" ", command) + output);
  }
}
