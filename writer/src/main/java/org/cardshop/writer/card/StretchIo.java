package org.cardshop.writer.card;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.OptionalLong;
import java.util.zip.CRC32C;
import org.cardshop.core.image.Chunk;
import org.cardshop.writer.chunk.ChunkMemory;
import org.cardshop.writer.chunk.ImageSource;

/// Writes and reads back single stretches, or parts of them, on one card. Safe for any number of
/// threads; each holds one buffer at a time.
record StretchIo(Requests requests, ImageSource image, ChunkMemory memory) {
  private static final MemorySegment ZEROS = MemorySegment.ofArray(new byte[1 << 16]);

  /// Writes the bytes of the stretch that lie in `[from, to)`.
  void write(Stretch stretch, long from, long to) throws IOException, InterruptedException {
    if (stretch.isZero()) {
      requests.ask(device -> device.writeZeros(from, to - from));
    } else if (stretch.isOneChunk()) {
      try (var lease = decoded(stretch.chunks().getFirst())) {
        var bytes = part(lease.bytes(), stretch, from, to);
        requests.ask(device -> device.write(from, bytes));
      }
    } else {
      fetch(stretch);
      try (var lease = memory.blank()) {
        assemble(stretch, lease.bytes());
        var bytes = part(lease.bytes(), stretch, from, to);
        requests.ask(device -> device.write(from, bytes));
      }
    }
  }

  /// Reads the bytes of the stretch that lie in `[from, to)` back from the medium.
  ///
  /// @return where on the card a wrong chunk or byte begins; empty when all is right
  OptionalLong firstWrong(Stretch stretch, long from, long to)
      throws IOException, InterruptedException {
    boolean isPart = from > stretch.offset() || to < stretch.end();
    if (isPart) {
      fetch(stretch);
    }
    try (var lease = memory.blank()) {
      var bytes = lease.bytes().asSlice(0, stretch.length());
      if (isPart) {
        // The checksums are of whole chunks: the rest of them is taken from the image.
        assemble(stretch, bytes);
        part(bytes, stretch, from, to).fill((byte) 0);
      }
      var asked = part(bytes, stretch, from, to);
      requests.ask(device -> device.read(from, asked));
      return firstWrong(stretch, bytes);
    }
  }

  private static OptionalLong firstWrong(Stretch stretch, MemorySegment bytes) {
    for (var chunk : stretch.chunks()) {
      var crc = new CRC32C();
      crc.update(bytes.asSlice(chunk.offset() - stretch.offset(), chunk.length()).asByteBuffer());
      if ((int) crc.getValue() != chunk.crc32c()) {
        return OptionalLong.of(chunk.offset());
      }
    }
    for (var span : stretch.zero()) {
      var wrong =
          firstNonZero(bytes, span.offset() - stretch.offset(), span.end() - stretch.offset());
      if (wrong.isPresent()) {
        return OptionalLong.of(stretch.offset() + wrong.getAsLong());
      }
    }
    return OptionalLong.empty();
  }

  private static OptionalLong firstNonZero(MemorySegment bytes, long from, long to) {
    for (long at = from; at < to; at += ZEROS.byteSize()) {
      long length = Math.min(ZEROS.byteSize(), to - at);
      long wrong = MemorySegment.mismatch(bytes, at, at + length, ZEROS, 0, length);
      if (wrong >= 0) {
        return OptionalLong.of(at + wrong);
      }
    }
    return OptionalLong.empty();
  }

  /// Copies the bytes of the stretch that lie in `[from, to)` to where they belong in a segment
  /// that begins at byte 0 of the card.
  void copy(Stretch stretch, long from, long to, MemorySegment into)
      throws SourceException, InterruptedException {
    fetch(stretch);
    try (var lease = memory.blank()) {
      assemble(stretch, lease.bytes());
      into.asSlice(from, to - from).copyFrom(part(lease.bytes(), stretch, from, to));
    }
  }

  /// Waits until the stretch's chunks are here, without holding a buffer meanwhile.
  private void fetch(Stretch stretch) throws SourceException, InterruptedException {
    for (var chunk : stretch.chunks()) {
      try {
        image.fetch(chunk);
      } catch (IOException e) {
        throw new SourceException(e);
      }
    }
  }

  private void assemble(Stretch stretch, MemorySegment into)
      throws SourceException, InterruptedException {
    into.asSlice(0, stretch.length()).fill((byte) 0);
    for (var chunk : stretch.chunks()) {
      try {
        image.read(chunk, into.asSlice(chunk.offset() - stretch.offset(), chunk.length()));
      } catch (IOException e) {
        throw new SourceException(e);
      }
    }
  }

  private ChunkMemory.Lease decoded(Chunk chunk) throws SourceException, InterruptedException {
    try {
      return memory.chunk(image, chunk);
    } catch (IOException e) {
      throw new SourceException(e);
    }
  }

  private static MemorySegment part(MemorySegment of, Stretch stretch, long from, long to) {
    return of.asSlice(from - stretch.offset(), to - from);
  }
}
