package org.cardshop.core.image;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The map of an image: every byte is *data* (in a chunk), *zero* (must read as zero on the card)
/// or *free* (no one reads it). The three together cover the image exactly once; anything else is
/// no manifest.
///
/// @param name the image's name: the order's id, or auto-image slug, year and month
/// @param size of the whole image in bytes
/// @param sha256 of the whole image, free bytes taken as zero
/// @param chunkSize no chunk is longer, in bytes, and none crosses a multiple of it
/// @param zero ascending
/// @param free ascending
/// @param chunks ascending by offset
public record Manifest(
    String name,
    long size,
    Sha256 sha256,
    int chunkSize,
    List<Span> zero,
    List<Span> free,
    List<Chunk> chunks) {

  /// The version of the format that this code reads and writes.
  public static final int VERSION = 1;

  /// The usual chunk size: 4 MiB.
  public static final int CHUNK_SIZE = 4 << 20;

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,127}");

  /// @throws IllegalArgumentException with a sentence that says what is wrong
  public Manifest {
    zero = List.copyOf(zero);
    free = List.copyOf(free);
    chunks = List.copyOf(chunks);
    requireName(name);
    if (size < 1 || chunkSize < 1) {
      throw new IllegalArgumentException(
          "an image needs a size and a chunk size, not " + size + " and " + chunkSize);
    }
    for (var chunk : chunks) {
      if (chunk.offset() / chunkSize != (chunk.span().end() - 1) / chunkSize) {
        throw new IllegalArgumentException(
            "the chunk at " + chunk.offset() + " crosses a multiple of " + chunkSize + " bytes");
      }
    }
    requireCover(size, spans(zero, free, chunks));
  }

  /// Answers the name when it can name an image.
  ///
  /// @throws IllegalArgumentException when it cannot
  public static String requireName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "an image's name has lower-case letters, digits, dots, dashes and underscores, not: "
              + name);
    }
    return name;
  }

  /// Bytes in chunks: what is written to and read back from a card.
  public long dataBytes() {
    return chunks.stream().mapToLong(Chunk::length).sum();
  }

  /// Bytes that must read as zero.
  public long zeroBytes() {
    return zero.stream().mapToLong(Span::length).sum();
  }

  private static List<Span> spans(List<Span> zero, List<Span> free, List<Chunk> chunks) {
    var all =
        new ArrayList<>(
            Stream.of(zero.stream(), free.stream(), chunks.stream().map(Chunk::span))
                .flatMap(s -> s)
                .toList());
    all.sort(Comparator.comparingLong(Span::offset));
    return all;
  }

  private static void requireCover(long size, List<Span> ascending) {
    long covered = 0;
    for (var span : ascending) {
      if (span.offset() != covered) {
        throw new IllegalArgumentException(
            "the map "
                + (span.offset() < covered ? "lists byte " + span.offset() + " twice" : "")
                + (span.offset() > covered ? "leaves out byte " + covered : ""));
      }
      covered = span.end();
    }
    if (covered != size) {
      throw new IllegalArgumentException(
          "the map covers " + covered + " bytes of an image of " + size);
    }
  }
}
