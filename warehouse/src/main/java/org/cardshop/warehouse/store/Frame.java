package org.cardshop.warehouse.store;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.OptionalLong;
import java.util.zip.CRC32C;
import org.cardshop.core.image.Sha256;

/// What the bytes of a stored chunk turn out to be: it must be one zstd frame (RFC 8878 §3.1),
/// complete and with nothing after it.
public sealed interface Frame {
  /// No chunk is longer, in plain bytes: what a frame unpacks to is never trusted beyond it.
  int LONGEST_PLAIN = 16 << 20;

  /// No frame of such a chunk is longer.
  long LONGEST_STORED = Zstd.compressBound(LONGEST_PLAIN);

  /// log2 of the most memory that a frame may ask for to be unpacked.
  int WINDOW = 24;

  /// @param stored bytes of the frame itself
  record Whole(Sha256 sha256, int length, int crc32c, long stored) implements Frame {}

  /// So far it is the beginning of a frame.
  record Incomplete() implements Frame {}

  record Wrong(String why) implements Frame {}

  static Frame inspect(byte[] stored) {
    var end = end(stored);
    if (end.isEmpty()) {
      return new Incomplete();
    }
    if (end.getAsLong() == 0) {
      return new Wrong("it is not a zstd frame");
    }
    if (end.getAsLong() != stored.length) {
      var after = stored.length - end.getAsLong();
      return new Wrong("there are " + after + " bytes after the end of the frame");
    }
    try {
      return whole(plain(stored), stored.length);
    } catch (IOException e) {
      return new Wrong(String.valueOf(e.getMessage()));
    }
  }

  /// Unpacks the frame.
  ///
  /// @throws IOException when it is damaged or longer than any chunk may be
  static byte[] plain(byte[] stored) throws IOException {
    try (var in = new ZstdInputStreamNoFinalizer(new ByteArrayInputStream(stored))) {
      var plain = in.setLongMax(WINDOW).readNBytes(LONGEST_PLAIN + 1);
      if (plain.length > LONGEST_PLAIN) {
        throw new IOException("it unpacks to more than " + LONGEST_PLAIN + " bytes");
      }
      return plain;
    }
  }

  /// Where the frame ends: nothing when it goes on beyond these bytes, 0 when they are no frame.
  private static OptionalLong end(byte[] stored) {
    if (stored.length == 0) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Zstd.findFrameCompressedSize(stored));
    } catch (ZstdException e) {
      return e.getErrorCode() == Zstd.errSrcSizeWrong() ? OptionalLong.empty() : OptionalLong.of(0);
    }
  }

  private static Whole whole(byte[] plain, long stored) {
    var crc = new CRC32C();
    crc.update(plain);
    return new Whole(Sha256.of(plain), plain.length, (int) crc.getValue(), stored);
  }
}
