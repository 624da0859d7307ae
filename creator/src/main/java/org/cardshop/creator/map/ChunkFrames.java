package org.cardshop.creator.map;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.cardshop.core.image.Chunk;
import org.cardshop.core.image.Sha256;

/// The frames of an image that lies in a file.
public final class ChunkFrames implements Frames, Closeable {
  private final FileChannel image;

  private ChunkFrames(FileChannel image) {
    this.image = image;
  }

  public static ChunkFrames open(Path image) throws IOException {
    return new ChunkFrames(FileChannel.open(image));
  }

  @Override
  public byte[] frame(Chunk chunk) throws IOException {
    var plain = ByteBuffer.allocate(chunk.length());
    while (plain.hasRemaining() && image.read(plain, chunk.offset() + plain.position()) >= 0) {
      // read on
    }
    if (!Sha256.of(plain.flip()).equals(chunk.sha256())) {
      throw new IOException("the image changed at " + chunk.offset() + " since it was built");
    }
    var frame = Frame.of(plain.array(), 0, chunk.length());
    if (frame.length != chunk.stored()) {
      throw new IOException("the frame of chunk " + chunk.sha256() + " is not what it was");
    }
    return frame;
  }

  @Override
  public void close() throws IOException {
    image.close();
  }
}
