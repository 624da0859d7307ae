package org.cardshop.writer.source;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.cardshop.core.image.Chunk;
import org.cardshop.core.image.Manifest;
import org.cardshop.writer.chunk.ImageFile;
import org.cardshop.writer.chunk.ImageSource;

/// An image that was unpacked for the cards at hand.
record UnpackedImage(ImageFile image, Spool spool) implements ImageSource {
  @Override
  public Manifest manifest() {
    return image.manifest();
  }

  @Override
  public void read(Chunk chunk, MemorySegment into) throws IOException {
    image.read(chunk, into);
  }

  @Override
  public void close() throws IOException {
    spool.close();
  }
}
