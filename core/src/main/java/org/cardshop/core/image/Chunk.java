package org.cardshop.core.image;

/// A run of data bytes that is stored, moved and checked as one.
///
/// @param offset where its first byte lies in the image
/// @param length number of plain bytes
/// @param sha256 digest of the plain bytes; also the chunk's name in the warehouse
/// @param crc32c CRC-32C (Castagnoli, RFC 3720 §12.1) of the plain bytes, for the read-back
/// @param stored bytes of the zstd frame that holds it in the warehouse; of a chunk that is not
///   stored yet, the most that its frame can take
public record Chunk(long offset, int length, Sha256 sha256, int crc32c, long stored) {
  public Chunk {
    if (offset < 0 || length < 1 || stored < 1) {
      throw new IllegalArgumentException(
          "not a chunk: offset " + offset + ", length " + length + ", stored " + stored);
    }
  }

  public Span span() {
    return new Span(offset, length);
  }
}
