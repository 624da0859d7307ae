package org.cardshop.writer.chunk;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import org.cardshop.core.image.Chunk;
import org.cardshop.core.image.Manifest;
import org.cardshop.core.image.Sha256;
import org.cardshop.core.image.Span;
import org.cardshop.platform.wire.ManifestJson;

/// An image built from a sketch of its map, with its manifest and the frames of its chunks.
public final class TestImage {
  public static final int MIB = 1 << 20;

  private final Manifest manifest;
  private final byte[] bytes;

  private TestImage(Manifest manifest, byte[] bytes) {
    this.manifest = manifest;
    this.bytes = bytes;
  }

  public Manifest manifest() {
    return manifest;
  }

  /// The whole image, free bytes zero.
  public byte[] bytes() {
    return bytes;
  }

  /// Three states in uneven runs: data over the first MiB, a zero run inside a window, free runs,
  /// data at the end that does not fill its window.
  public static TestImage threeStates() {
    return sketch(
        "d:3m z:1m d:4m z:5m f:3m d:1m f:2m d:3m z:2m d:" + (4 * MIB - 4096) + " f:4096 d:2m");
  }

  /// Runs whose edges lie within blocks.
  public static TestImage unaligned() {
    return sketch(
        "d:100 z:212 d:4000000 z:300 f:200 d:77777 f:1m z:77 d:1000000 f:333 z:2m d:4321");
  }

  /// Reads runs of d(ata), z(ero) and f(ree): `d:3m z:512`. Data is random, the same each time.
  public static TestImage sketch(String sketch) {
    var chunks = new ArrayList<Chunk>();
    var zero = new ArrayList<Span>();
    var free = new ArrayList<Span>();
    var runs = sketch.split(" ", -1);
    long size = 0;
    for (var run : runs) {
      size += length(run);
    }
    var bytes = new byte[(int) size];
    var random = new Random(sketch.hashCode());
    long at = 0;
    for (var run : runs) {
      long length = length(run);
      switch (run.charAt(0)) {
        case 'd' -> {
          for (long from = at; from < at + length; ) {
            long window = (from / Manifest.CHUNK_SIZE + 1) * Manifest.CHUNK_SIZE;
            int n = (int) (Math.min(window, at + length) - from);
            var data = new byte[n];
            random.nextBytes(data);
            System.arraycopy(data, 0, bytes, (int) from, n);
            chunks.add(chunk(from, data));
            from += n;
          }
        }
        case 'z' -> zero.add(new Span(at, length));
        default -> free.add(new Span(at, length));
      }
      at += length;
    }
    return new TestImage(
        new Manifest("test", size, Sha256.of(bytes), Manifest.CHUNK_SIZE, zero, free, chunks),
        bytes);
  }

  /// The same image with one checksum for the read-back that no medium can meet.
  public TestImage withWrongChecksum(int i) {
    var chunks = new ArrayList<>(manifest.chunks());
    var c = chunks.get(i);
    chunks.set(i, new Chunk(c.offset(), c.length(), c.sha256(), ~c.crc32c(), c.stored()));
    var m = manifest;
    return new TestImage(
        new Manifest(m.name(), m.size(), m.sha256(), m.chunkSize(), m.zero(), m.free(), chunks),
        bytes);
  }

  public byte[] frame(Sha256 name) {
    var chunk =
        manifest.chunks().stream().filter(c -> c.sha256().equals(name)).findFirst().orElseThrow();
    return Zstd.compress(data(chunk));
  }

  public Chunk chunk(int i) {
    return manifest.chunks().get(i);
  }

  public byte[] data(Chunk chunk) {
    return Arrays.copyOfRange(bytes, (int) chunk.offset(), (int) chunk.offset() + chunk.length());
  }

  public ImageFile file(Path directory) throws IOException {
    var path = directory.resolve("test.img");
    Files.write(path, bytes);
    Files.write(directory.resolve("test.manifest.json"), ManifestJson.write(manifest));
    return new ImageFile(path, manifest);
  }

  /// Fills a file with 0xA5, as a card that was used before.
  public static Path used(Path file, long size) throws IOException {
    var block = new byte[MIB];
    Arrays.fill(block, (byte) 0xA5);
    try (var out = new RandomAccessFile(file.toFile(), "rw")) {
      for (long at = 0; at < size; at += block.length) {
        out.write(block, 0, (int) Math.min(block.length, size - at));
      }
      out.setLength(size);
    }
    return file;
  }

  private static Chunk chunk(long offset, byte[] data) {
    var crc = new CRC32C();
    crc.update(data);
    return new Chunk(
        offset, data.length, Sha256.of(data), (int) crc.getValue(), Zstd.compress(data).length);
  }

  private static long length(String run) {
    var text = run.substring(2);
    return text.endsWith("m")
        ? Long.parseLong(text.substring(0, text.length() - 1)) * MIB
        : Long.parseLong(text);
  }

  /// Every byte that must be on a card: data and zero.
  public List<Span> mustMatch() {
    var spans = new ArrayList<>(manifest.zero());
    manifest.chunks().forEach(c -> spans.add(c.span()));
    return spans;
  }
}
