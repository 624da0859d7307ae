package org.cardshop.writer.source;

import java.io.IOException;

/// The bytes of an image from first to last, window by window.
interface Windows extends AutoCloseable {
  /// Fills the window with the next bytes.
  ///
  /// @return how many; fewer than the window has room for only at the end, 0 when it was reached
  ///   before
  /// @throws UnusableException when what is read is not what it should be
  int fill(byte[] window) throws IOException;

  /// Passes over the next bytes, of which nobody needs to know what they are.
  ///
  /// @param window may be used for it; what it holds then means nothing
  /// @return how many, as [#fill] would have answered
  int pass(byte[] window) throws IOException;

  /// Bytes of the file on disk that were gone through, and how many it has.
  long done() throws IOException;

  long total() throws IOException;

  @Override
  void close() throws IOException;
}
