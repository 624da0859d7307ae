package org.cardshop.creator.archive;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.cardshop.core.image.Sha256;
import org.cardshop.layout.content.Content;

/// A part of another content: a member of an archive that is not unpacked.
///
/// @param from where in the whole it begins, in bytes
record Slice(Content whole, long from, long size, Sha256 identity) implements Content {

  static Slice of(Content whole, long from, long size) {
    var text = "slice " + whole.identity() + " " + from + " " + size;
    return new Slice(whole, from, size, Sha256.of(text.getBytes(StandardCharsets.US_ASCII)));
  }

  @Override
  public void read(long at, ByteBuffer into) throws IOException {
    if (at > size - into.remaining()) {
      throw new EOFException("a member of " + whole + " ends at " + size);
    }
    whole.read(from + at, into);
  }

  @Override
  public Optional<InFile> inFile() {
    return whole.inFile().map(in -> new InFile(in.whole(), in.file(), in.from() + from));
  }
}
