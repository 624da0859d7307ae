package org.cardshop.writer.chunk;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.cardshop.core.image.Chunk;
import org.cardshop.core.image.Sha256;
import org.cardshop.platform.digest.Digests;

/// Turns a chunk's frame into its plain bytes and checks them. For one thread at a time.
final class FrameDecoder implements AutoCloseable {
  private final ByteBuffer frame =
      ByteBuffer.allocateDirect((int) Zstd.compressBound(ChunkMemory.BUFFER));
  private final ZstdDecompressCtx zstd = new ZstdDecompressCtx();
  private final MessageDigest digest = Digests.sha256();

  /// @return whether the file holds exactly this chunk
  /// @throws IOException when the file cannot be read; says nothing about what is in it
  boolean decode(Path file, Chunk chunk, MemorySegment into) throws IOException {
    try (var channel = FileChannel.open(file)) {
      if (channel.size() > frame.capacity()) {
        return false;
      }
      frame.clear();
      while (channel.read(frame) > 0) {
        // One read may answer with less than the whole file.
      }
    }
    frame.flip();
    var plain = into.asByteBuffer();
    try {
      int length =
          zstd.decompressDirectByteBuffer(plain, 0, plain.capacity(), frame, 0, frame.limit());
      return length == chunk.length() && isRight(plain, chunk);
    } catch (ZstdException e) {
      return false;
    }
  }

  @Override
  public void close() {
    zstd.close();
  }

  private boolean isRight(ByteBuffer plain, Chunk chunk) {
    digest.update(plain);
    return Sha256.of(digest).equals(chunk.sha256());
  }
}
