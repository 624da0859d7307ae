package org.cardshop.warehouse;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32C;
import org.cardshop.core.image.Chunk;
import org.cardshop.core.image.Manifest;
import org.cardshop.core.image.Sha256;
import org.cardshop.core.image.Span;
import org.cardshop.platform.warehouse.WarehouseClient;
import org.cardshop.platform.wire.ManifestJson;

/// A small image: data, zero and free bytes in turns, as one array and as chunks.
@SuppressWarnings("ArrayRecordComponent") // never compared
record Sample(Manifest manifest, byte[] bytes, Map<Sha256, byte[]> frames) {
  static final int CHUNK_SIZE = 1 << 20;

  /// A chunk of random bytes and its frame.
  @SuppressWarnings("ArrayRecordComponent")
  record OneChunk(Sha256 sha256, byte[] frame) {
    String path() {
      return Sample.path(sha256);
    }

    Path file(Path folder) throws IOException {
      return Files.write(folder.resolve(sha256 + ".zst"), frame);
    }
  }

  static OneChunk chunk(long seed) {
    var plain = random(seed, CHUNK_SIZE);
    return new OneChunk(Sha256.of(plain), Zstd.compress(plain));
  }

  static byte[] random(long seed, int length) {
    var plain = new byte[length];
    new Random(seed).nextBytes(plain);
    return plain;
  }

  static String path(Sha256 sha256) {
    return "/chunks/" + sha256.hex().substring(0, 2) + "/" + sha256 + ".zst";
  }

  /// data, zero, data, free, data (shorter)
  static Sample image(String name, long seed) {
    var bytes = new byte[4 * CHUNK_SIZE + 1000];
    var chunks = new ArrayList<Chunk>();
    var frames = new LinkedHashMap<Sha256, byte[]>();
    for (var span :
        List.of(
            new Span(0, CHUNK_SIZE),
            new Span(2L * CHUNK_SIZE, CHUNK_SIZE - 4096),
            new Span(4L * CHUNK_SIZE, 1000))) {
      var plain = random(seed + span.offset(), (int) span.length());
      System.arraycopy(plain, 0, bytes, (int) span.offset(), plain.length);
      var frame = Zstd.compress(plain);
      var sha256 = Sha256.of(plain);
      var crc = new CRC32C();
      crc.update(plain);
      frames.put(sha256, frame);
      chunks.add(
          new Chunk(span.offset(), plain.length, sha256, (int) crc.getValue(), frame.length));
    }
    var zero = List.of(new Span(CHUNK_SIZE, CHUNK_SIZE));
    var free = List.of(new Span(3L * CHUNK_SIZE - 4096, CHUNK_SIZE + 4096));
    var manifest =
        new Manifest(name, bytes.length, Sha256.of(bytes), CHUNK_SIZE, zero, free, chunks);
    return new Sample(manifest, bytes, frames);
  }

  /// The manifest of an image that has nothing but zeros.
  static byte[] zeros(String name, long size) {
    var zeros = List.of(new Span(0, size));
    var digest = Sha256.of(new byte[0]); // nobody reads it
    return ManifestJson.write(
        new Manifest(name, size, digest, 4 << 20, zeros, List.of(), List.of()));
  }

  byte[] json() {
    return ManifestJson.write(manifest);
  }

  void putChunks(WarehouseClient client) throws IOException, InterruptedException {
    for (var frame : frames.entrySet()) {
      client.putChunk(frame.getKey(), () -> new ByteArrayInputStream(frame.getValue()));
    }
  }

  byte[] from(int offset) {
    return Arrays.copyOfRange(bytes, offset, bytes.length);
  }
}
