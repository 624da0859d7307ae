package org.cardshop.writer.source;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.tukaani.xz.XZInputStream;

/// How an image is packed, as the first bytes of the file say; names can lie.
enum Packing {
  XZ("fd377a585a00"),
  GZIP("1f8b"),
  ZSTD("28b52ffd"),
  BZIP2("425a68"),
  ZIP("504b0304"),
  NONE("");

  private static final int BUFFER = 1 << 20;

  /// In hex digits.
  private final String magic;

  Packing(String magic) {
    this.magic = magic;
  }

  static Packing of(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      var head = HexFormat.of().formatHex(in.readNBytes(8));
      return Arrays.stream(values())
          .filter(p -> head.startsWith(p.magic))
          .findFirst()
          .orElseThrow();
    }
  }

  /// The plain bytes of a packed stream. Several packed streams one after another are one image.
  InputStream unpack(InputStream packed) throws IOException {
    return switch (this) {
      case XZ -> new XZInputStream(new BufferedInputStream(packed, BUFFER));
      case GZIP -> new GZIPInputStream(new BufferedInputStream(packed, BUFFER), BUFFER);
      case ZSTD -> new ZstdInputStream(packed).setLongMax(31);
      case BZIP2 -> new BZip2CompressorInputStream(new BufferedInputStream(packed, BUFFER), true);
      case ZIP, NONE -> throw new IllegalStateException("not a stream: " + this);
    };
  }
}
