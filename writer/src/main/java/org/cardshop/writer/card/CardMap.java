package org.cardshop.writer.card;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.cardshop.core.image.Chunk;
import org.cardshop.core.image.Manifest;
import org.cardshop.core.image.Span;
import org.cardshop.writer.chunk.ChunkMemory;
import org.cardshop.writer.device.Device;

/// Lays an image's map out on a device: ascending stretches that do not overlap, each within one
/// window of the chunk size and aligned to the device's block. Where a block is shared with free
/// bytes, those become zero with it.
final class CardMap {
  private final int block;
  private final long capacity;
  private final List<Stretch> done = new ArrayList<>();

  // The stretch that may still grow.
  private long offset;
  private long end;
  private List<Chunk> chunks = new ArrayList<>();
  private List<Span> zero = new ArrayList<>();

  private CardMap(int block, long capacity) {
    this.block = block;
    this.capacity = capacity;
  }

  /// @param emptied what must read as zero besides the image's own zero runs: free runs or parts of
  ///   them, and what lies beyond the image
  /// @throws IllegalArgumentException when this program cannot write images so cut
  static List<Stretch> of(Manifest manifest, int block, long capacity, List<Span> emptied) {
    if (manifest.chunkSize() > ChunkMemory.BUFFER || manifest.chunkSize() % Device.ALIGNMENT != 0) {
      throw new IllegalArgumentException(
          "The image is cut into chunks of "
              + manifest.chunkSize()
              + " bytes; this writer takes multiples of 4096 up to "
              + ChunkMemory.BUFFER
              + ". Have it built anew.");
    }
    var map = new CardMap(block, capacity);
    ascending(manifest, emptied).forEach(map::add);
    map.cut();
    return List.copyOf(map.done);
  }

  private record Run(Span span, List<Chunk> chunk) {}

  private static Stream<Run> ascending(Manifest manifest, List<Span> emptied) {
    var zero = Stream.concat(manifest.zero().stream(), emptied.stream());
    return Stream.concat(
            manifest.chunks().stream().map(c -> new Run(c.span(), List.of(c))),
            zero.flatMap(s -> windows(s, manifest.chunkSize())).map(s -> new Run(s, List.of())))
        .sorted(Comparator.comparingLong(r -> r.span.offset()));
  }

  private static Stream<Span> windows(Span span, int window) {
    return Stream.iterate(span.offset(), at -> at < span.end(), at -> (at / window + 1) * window)
        .map(at -> new Span(at, Math.min((at / window + 1) * window, span.end()) - at));
  }

  private void add(Run run) {
    if (run.chunk.isEmpty()) {
      addZero(run.span);
    } else {
      reach(run.span);
      chunks.addAll(run.chunk);
    }
  }

  /// What lies in the last block of the stretch before belongs to that one.
  private void addZero(Span span) {
    long split = Math.clamp(end, span.offset(), span.end());
    if (split > span.offset()) {
      zero.add(new Span(span.offset(), split - span.offset()));
    }
    if (split < span.end()) {
      var rest = new Span(split, span.end() - split);
      reach(rest);
      zero.add(rest);
    }
  }

  /// Lets the stretch grow over the span, or begins the next one when they share no block.
  private void reach(Span span) {
    long from = span.offset() / block * block;
    if (from >= end) {
      cut();
      offset = from;
    }
    end = Math.min(Math.ceilDiv(span.end(), (long) block) * block, capacity);
  }

  private void cut() {
    if (end > offset) {
      done.add(new Stretch(offset, Math.toIntExact(end - offset), chunks, zero));
    }
    chunks = new ArrayList<>();
    zero = new ArrayList<>();
  }
}
