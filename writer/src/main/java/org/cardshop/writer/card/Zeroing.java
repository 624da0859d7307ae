package org.cardshop.writer.card;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.cardshop.core.image.Span;
import org.cardshop.writer.device.Device;
import org.cardshop.writer.device.DeviceException;

/// Makes ranges of one card zero. Discarding is by far the fastest way, but a card need not read as
/// zero afterwards: it is used only when a trial on this very card did, and only where much is to
/// be zero; and what was discarded is not believed to be zero before it was read.
final class Zeroing {
  private static final long LONGEST_TRIAL = 4L << 20;

  private final Requests requests;
  private final Lanes lanes;
  private final long atLeast;
  private long unit;

  /// @param atLeast bytes to be zero from which on a trial pays
  Zeroing(Requests requests, Lanes lanes, long atLeast) {
    this.requests = requests;
    this.lanes = lanes;
    this.atLeast = atLeast;
  }

  /// Finds the way for these pieces. The trial overwrites a part of one that will be zero anyway.
  void choose(List<Piece> pieces) throws IOException, BadCardException, InterruptedException {
    var zero = pieces.stream().filter(Piece.Zero.class::isInstance).toList();
    if (zero.stream().mapToLong(Piece::length).sum() < atLeast) {
      return;
    }
    long known = requests.device().discardUnit();
    if (known == 0) {
      return;
    }
    var range = zero.stream().flatMap(p -> inner(p.from(), p.to(), known).stream()).findFirst();
    if (range.isPresent() && isZeroAfterDiscard(trial(range.get(), known))) {
      unit = known;
    }
  }

  /// Whether what was made zero needs proof before anyone can blame the card.
  boolean isByDiscard() {
    return unit > 0;
  }

  void zero(long from, long to) throws IOException {
    var inner = isByDiscard() ? inner(from, to, unit) : Optional.<Span>empty();
    if (inner.isEmpty()) {
      requests.ask(device -> device.zero(from, to - from));
      return;
    }
    var span = inner.get();
    requests.ask(device -> device.discard(span.offset(), span.length()));
    if (from < span.offset()) {
      requests.ask(device -> device.writeZeros(from, span.offset() - from));
    }
    if (span.end() < to) {
      requests.ask(device -> device.writeZeros(span.end(), to - span.end()));
    }
  }

  private static Span trial(Span range, long unit) {
    long length = Math.max(unit, LONGEST_TRIAL / unit * unit);
    return new Span(range.offset(), Math.min(length, range.length()));
  }

  private boolean isZeroAfterDiscard(Span span)
      throws IOException, BadCardException, InterruptedException {
    // What is zero already would prove nothing.
    lanes.run(1, List.of(span.offset(), span.end() - Stamp.SIZE), this::mark);
    lanes.ask(Device::settle);
    try {
      lanes.ask(device -> device.discard(span.offset(), span.length()));
    } catch (DeviceException e) {
      if (e.isGone()) {
        throw e;
      }
      return false;
    }
    lanes.ask(Device::settle);
    var wrong = new AtomicBoolean();
    lanes.run(
        1,
        List.of(span),
        at -> {
          if (!isZero(at)) {
            wrong.set(true);
          }
        });
    return !wrong.get();
  }

  private void mark(long address) throws IOException {
    try (var arena = Arena.ofConfined()) {
      var bytes = arena.allocate(Stamp.SIZE, Device.ALIGNMENT);
      Stamp.ofThisRun().fill(bytes, address);
      requests.ask(device -> device.write(address, bytes));
    }
  }

  private boolean isZero(Span span) throws IOException {
    try (var arena = Arena.ofConfined()) {
      var bytes = arena.allocate(Stamp.SIZE, Device.ALIGNMENT);
      var zeros = arena.allocate(Stamp.SIZE);
      for (long at = span.offset(); at + Stamp.SIZE <= span.end(); at += step(span)) {
        long from = at;
        requests.ask(device -> device.read(from, bytes));
        if (MemorySegment.mismatch(bytes, 0, Stamp.SIZE, zeros, 0, Stamp.SIZE) >= 0) {
          return false;
        }
      }
      long last = span.end() - Stamp.SIZE;
      requests.ask(device -> device.read(last, bytes));
      return bytes.mismatch(zeros) < 0;
    }
  }

  private static long step(Span span) {
    return Math.max(Stamp.SIZE, span.length() / 16 / Stamp.SIZE * Stamp.SIZE);
  }

  /// The whole units within the range.
  private static Optional<Span> inner(long from, long to, long unit) {
    long begin = Math.ceilDiv(from, unit) * unit;
    long end = to / unit * unit;
    return end - begin >= Stamp.SIZE ? Optional.of(new Span(begin, end - begin)) : Optional.empty();
  }
}
