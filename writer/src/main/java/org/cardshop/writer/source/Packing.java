package org.cardshop.writer.source;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.tukaani.xz.XZInputStream;

/// How an image is packed, as the first bytes of the file say; names can lie.
enum Packing {
  XZ(0xFD, '7', 'z', 'X', 'Z', 0),
  GZIP(0x1F, 0x8B),
  ZSTD(0x28, 0xB5, 0x2F, 0xFD),
  BZIP2('B', 'Z', 'h'),
  ZIP('P', 'K', 3, 4),
  NONE;

  private static final int BUFFER = 1 << 20;

  private final byte[] magic;

  Packing(int... magic) {
    this.magic = new byte[magic.length];
    for (int i = 0; i < magic.length; i++) {
      this.magic[i] = (byte) magic[i];
    }
  }

  static Packing of(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      var head = in.readNBytes(8);
      return Arrays.stream(values())
          .filter(p -> p.magic.length <= head.length)
          .filter(p -> Arrays.equals(p.magic, Arrays.copyOf(head, p.magic.length)))
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
