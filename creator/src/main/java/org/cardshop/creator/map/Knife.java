package org.cardshop.creator.map;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.cardshop.core.image.Manifest;
import org.cardshop.core.image.Span;
import org.cardshop.creator.draft.Draft;
import org.cardshop.layout.content.Piece;
import org.jspecify.annotations.Nullable;

/// Cuts one draft. Nothing here reads a content.
final class Knife {
  /// Zero bytes between two runs of data join them up to this length: a chunk costs a name, a
  /// request and a line of the manifest, which is more than writing a few zeros.
  static final int JOIN = 64 << 10;

  /// From this length on what lies of a content in one run has chunks of its own.
  private static final long LONG = Manifest.CHUNK_SIZE;

  /// A short content begins a chunk about once in so many bytes: where such chunks end is for the
  /// sizes of contents to say, so that neighbours have the same chunks wherever they lie.
  /// Identities have no say, as they may differ from machine to machine.
  private static final long BYTES_PER_MARK = 256 << 10;

  /// Where sizes are all alike, each could be a mark.
  private static final long SHORTEST = 64 << 10;

  /// 2^64 divided by the golden ratio.
  private static final long SPREAD = 0x9e37_79b9_7f4a_7c15L;

  private final Draft draft;
  private final List<Span> data = new ArrayList<>();
  private final List<Span> free = new ArrayList<>();

  /// Where chunks end besides the ends of windows.
  private final TreeSet<Long> cuts = new TreeSet<>();

  /// Parts of one content that follow each other, as far as they are known.
  private Piece.@Nullable Part run;

  Knife(Draft draft) {
    this.draft = draft;
  }

  Cut cut() {
    for (var piece : draft.pieces()) {
      switch (piece) {
        case Piece.Bytes bytes -> addBytes(bytes);
        case Piece.Part part -> addPart(part);
        case Piece.Zero _ -> {}
        case Piece.Free(var span) -> free.add(span);
      }
    }
    endRun();
    var wholeFree = Grid.inside(free);
    var runs = joined(wholeFree);
    return new Cut(draft.size(), zero(runs, wholeFree), wholeFree, compositions(split(runs)));
  }

  /// Whole blocks of zeros among made bytes are zero, not data.
  private void addBytes(Piece.Bytes piece) {
    long end;
    for (long at = piece.span().offset(); at < piece.span().end(); at = end) {
      end = Math.min(Grid.floor(at) + Grid.BLOCK, piece.span().end());
      var block = new Span(at, end - at);
      if (block.length() < Grid.BLOCK || !Grid.isZero(piece.clip(block).bytes())) {
        addData(block);
      }
    }
  }

  private void addPart(Piece.Part part) {
    addData(part.span());
    if (isMark(part)) {
      cuts.add(part.span().offset());
    }
    if (run != null && goesOn(run, part)) {
      long length = run.span().length() + part.span().length();
      run = new Piece.Part(new Span(run.span().offset(), length), run.content(), run.from());
    } else {
      endRun();
      run = part;
    }
  }

  private boolean isMark(Piece.Part part) {
    long at = part.span().offset();
    long size = part.content().size();
    if (part.from() > 0 || size >= LONG || Grid.floor(at) < at) {
      return false;
    }
    var last = cuts.floor(at);
    return (last == null || at - last >= SHORTEST)
        && ((size * SPREAD) >>> 40) % BYTES_PER_MARK < size;
  }

  private void endRun() {
    if (run != null && run.span().length() >= LONG) {
      cuts.add(Grid.floor(run.span().offset()));
      cuts.add(Grid.ceil(run.span().end()));
    }
  }

  /// Whether the part continues the one before it, in the image as in the content.
  private static boolean goesOn(Piece.Part before, Piece.Part part) {
    return before.span().end() == part.span().offset()
        && before.from() + before.span().length() == part.from()
        && before.content().identity().equals(part.content().identity());
  }

  private void addData(Span span) {
    long from = Grid.floor(span.offset());
    long to = Math.min(Grid.ceil(span.end()), draft.size());
    if (!data.isEmpty() && data.getLast().end() >= from) {
      from = data.removeLast().offset();
    }
    data.add(new Span(from, to - from));
  }

  private List<Span> joined(List<Span> wholeFree) {
    var joined = new ArrayList<Span>();
    int next = 0;
    for (var run : data) {
      if (!joined.isEmpty()) {
        long gap = joined.getLast().end();
        while (next < wholeFree.size() && wholeFree.get(next).end() <= gap) {
          next++;
        }
        boolean hasFree = next < wholeFree.size() && wholeFree.get(next).offset() < run.offset();
        if (!hasFree && run.offset() - gap <= JOIN && !isCut(gap, run.offset())) {
          long from = joined.removeLast().offset();
          joined.add(new Span(from, run.end() - from));
          continue;
        }
      }
      joined.add(run);
    }
    return joined;
  }

  /// Whether a chunk or window ends at one of the places, or between them.
  private boolean isCut(long from, long to) {
    var cut = cuts.ceiling(from);
    return (cut != null && cut <= to) || Math.ceilDiv(from, LONG) * LONG <= to;
  }

  private List<Span> split(List<Span> runs) {
    var chunks = new ArrayList<Span>();
    for (var run : runs) {
      long end;
      for (long at = run.offset(); at < run.end(); at = end) {
        end = Math.min(run.end(), (at / Manifest.CHUNK_SIZE + 1) * Manifest.CHUNK_SIZE);
        var cut = cuts.higher(at);
        if (cut != null && cut < end) {
          end = cut;
        }
        chunks.add(new Span(at, end - at));
      }
    }
    return chunks;
  }

  private List<Span> zero(List<Span> runs, List<Span> wholeFree) {
    var zero = new ArrayList<Span>();
    long at = 0;
    int run = 0;
    int hole = 0;
    while (run < runs.size() || hole < wholeFree.size()) {
      boolean isRun =
          hole == wholeFree.size()
              || (run < runs.size() && runs.get(run).offset() < wholeFree.get(hole).offset());
      var span = isRun ? runs.get(run++) : wholeFree.get(hole++);
      if (span.offset() > at) {
        zero.add(new Span(at, span.offset() - at));
      }
      at = span.end();
    }
    if (draft.size() > at) {
      zero.add(new Span(at, draft.size() - at));
    }
    return zero;
  }

  private List<Composition> compositions(List<Span> chunks) {
    var compositions = new ArrayList<Composition>(chunks.size());
    int next = 0;
    for (var chunk : chunks) {
      var pieces = draft.pieces();
      while (pieces.get(next).span().end() <= chunk.offset()) {
        next++;
      }
      var segments = new ArrayList<Segment>();
      for (int i = next; i < pieces.size() && pieces.get(i).span().offset() < chunk.end(); i++) {
        add(pieces.get(i), chunk, segments);
      }
      compositions.add(new Composition(chunk, segments));
    }
    return compositions;
  }

  private static void add(Piece piece, Span chunk, List<Segment> segments) {
    long from = Math.max(piece.span().offset(), chunk.offset());
    int length = Math.toIntExact(Math.min(piece.span().end(), chunk.end()) - from);
    switch (piece.clip(new Span(from, length))) {
      case Piece.Bytes(_, var bytes) -> segments.add(new Segment.Made(bytes));
      case Piece.Part(_, var content, var start) ->
          segments.add(new Segment.Taken(content, start, length));
      case Piece.Zero _, Piece.Free _ -> {
        // Two drafts that part their zeros differently have the same chunk.
        boolean more = !segments.isEmpty() && segments.getLast() instanceof Segment.Zeros;
        int sum = length + (more ? segments.removeLast().length() : 0);
        segments.add(new Segment.Zeros(sum));
      }
    }
  }
}
