package org.cardshop.creator.map;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.cardshop.core.image.Span;
import org.cardshop.layout.content.Content;
import org.cardshop.layout.content.Piece;

/// What is in a file that images start from, on the grid: everything is data besides these. Made
/// once and kept in a file of its own, a line a span: `zero 4096 131072`.
///
/// @param size bytes that were looked at, from the file's start
public record Scan(long size, List<Span> zero, List<Span> free) {
  private static final int PIECE = 1 << 20;

  public Scan {
    zero = List.copyOf(zero);
    free = List.copyOf(free);
  }

  /// Looks through the start of a file.
  ///
  /// @param free spans that no one reads, ascending, whatever is in them
  /// @throws InterruptedException when the thread is interrupted
  public static Scan of(Path file, long size, List<Span> free)
      throws IOException, InterruptedException {
    var wholeFree = Grid.inside(free).stream().filter(span -> span.end() <= size).toList();
    var zero = new ArrayList<Span>();
    try (var channel = FileChannel.open(file);
        var holes = new Holes(file)) {
      var buffer = ByteBuffer.allocateDirect(PIECE);
      long at = 0;
      for (var span : wholeFree) {
        look(channel, holes, new Part(at, span.offset()), buffer, zero);
        at = span.end();
      }
      look(channel, holes, new Part(at, size), buffer, zero);
    }
    // Shorter runs between data would become data again.
    var longZero = Grid.merged(zero).stream().filter(span -> span.length() > Knife.JOIN).toList();
    return new Scan(size, longZero, wholeFree);
  }

  private record Part(long from, long to) {}

  private static void look(
      FileChannel channel, Holes holes, Part part, ByteBuffer buffer, List<Span> zero)
      throws IOException, InterruptedException {
    for (long at = part.from(); at < part.to(); at += PIECE) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      int length = (int) Math.min(PIECE, part.to() - at);
      if (holes.holds(at, length)) {
        zero.add(new Span(at, length));
        continue;
      }
      buffer.clear().limit(length);
      while (buffer.hasRemaining()) {
        if (channel.read(buffer, at + buffer.position()) < 0) {
          throw new EOFException("the base ends at " + (at + buffer.position()));
        }
      }
      for (int from = 0; from < length; from += Grid.BLOCK) {
        int block = Math.min(Grid.BLOCK, length - from);
        if (Grid.isZero(buffer.slice(from, block))) {
          zero.add(new Span(at + from, block));
        }
      }
    }
  }

  /// The pieces of an image that a part of the file makes.
  ///
  /// @param content the file
  /// @param part of the file
  /// @param shift where the file's first byte would lie in the image
  public List<Piece> pieces(Content content, Span part, long shift) {
    var pieces = new ArrayList<Piece>();
    long at = 0;
    int nextZero = 0;
    int nextFree = 0;
    while (nextZero < zero.size() || nextFree < free.size()) {
      boolean isZero =
          nextFree == free.size()
              || (nextZero < zero.size()
                  && zero.get(nextZero).offset() < free.get(nextFree).offset());
      var span = isZero ? zero.get(nextZero++) : free.get(nextFree++);
      add(
          new Part(at, span.offset()),
          part,
          from -> new Piece.Part(from, content, from.offset()),
          pieces);
      add(
          new Part(span.offset(), span.end()),
          part,
          isZero ? Piece.Zero::new : Piece.Free::new,
          pieces);
      at = span.end();
    }
    add(new Part(at, size), part, from -> new Piece.Part(from, content, from.offset()), pieces);
    return pieces.stream().map(piece -> piece.shifted(shift)).toList();
  }

  private static void add(Part run, Span part, Function<Span, Piece> kind, List<Piece> pieces) {
    long from = Math.max(run.from(), part.offset());
    long to = Math.min(run.to(), part.end());
    if (from < to) {
      pieces.add(kind.apply(new Span(from, to - from)));
    }
  }

  /// For a later build.
  public void write(Path file) throws IOException {
    var text = new StringBuilder("size " + size + " 0\n");
    zero.forEach(span -> line(text, "zero", span));
    free.forEach(span -> line(text, "free", span));
    Files.writeString(file, text, StandardCharsets.US_ASCII);
  }

  private static void line(StringBuilder text, String state, Span span) {
    text.append(state).append(' ').append(span.offset()).append(' ').append(span.length());
    text.append('\n');
  }

  /// @throws IOException when the file is no scan
  public static Scan read(Path file) throws IOException {
    long size = 0;
    var zero = new ArrayList<Span>();
    var free = new ArrayList<Span>();
    try {
      for (var line : Files.readAllLines(file, StandardCharsets.US_ASCII)) {
        var words = line.split(" ", 3);
        long first = Long.parseLong(words[1]);
        long second = Long.parseLong(words[2]);
        switch (words[0]) {
          case "size" -> size = first;
          case "zero" -> zero.add(new Span(first, second));
          case "free" -> free.add(new Span(first, second));
          default -> throw new IllegalArgumentException(line);
        }
      }
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      throw new IOException("the cache's " + file + " is damaged; empty the cache", e);
    }
    return new Scan(size, zero, free);
  }
}
