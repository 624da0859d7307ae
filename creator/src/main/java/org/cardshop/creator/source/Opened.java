package org.cardshop.creator.source;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/// A content being read.
///
/// @param position of the first byte that the stream gives
public record Opened(InputStream stream, long position) implements Closeable {
  @Override
  public void close() throws IOException {
    stream.close();
  }
}
