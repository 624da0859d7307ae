package org.cardshop.writer.card;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.cardshop.core.image.Manifest;
import org.cardshop.core.image.Span;
import org.cardshop.platform.runtime.CrashPoint;
import org.cardshop.writer.card.CardProgress.Done;
import org.cardshop.writer.card.CardProgress.Verifying;
import org.cardshop.writer.card.CardProgress.Warning;
import org.cardshop.writer.card.CardProgress.Wiped;
import org.cardshop.writer.card.CardProgress.Wiping;
import org.cardshop.writer.card.CardProgress.Writing;
import org.cardshop.writer.card.ReadBack.Wrong;
import org.cardshop.writer.chunk.ImageSource;
import org.cardshop.writer.device.BlockDevice;
import org.cardshop.writer.device.Device;
import org.cardshop.writer.device.DeviceException;
import org.cardshop.writer.device.PlainFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One image onto one card, once; the order of the steps is the proof (docs/adr/0015). The card's
/// first MiB, without which nothing recognises an image, is spoiled first and written last: a card
/// that was left half-written does not look whole.
final class CardRun {
  private static final Logger LOG = LoggerFactory.getLogger(CardRun.class);

  /// Bytes at the start (partition table, boot code) and at the end (a spare partition table).
  private static final long EDGE = 1 << 20;

  private static final int REWRITES_A_STRETCH = 3;
  private static final int ENOUGH_STAMPS = 8;

  private final ProvenCard card;
  private final Requests requests;
  private final Device device;
  private final Manifest manifest;
  private final WriteMode mode;
  private final Tools tools;
  private final CardListener listener;
  private final Lanes lanes;
  private final StretchIo io;
  private final ReadBack readBack;
  private final Stamps stamps;
  private final Zeroing zeroing;
  private final List<Stretch> stretches;
  private final boolean leavesNothing;
  private final long head;
  private final AtomicInteger unwritten = new AtomicInteger();
  private Optional<Speed> reading = Optional.empty();
  private int rewrites;
  private volatile CardStep step = CardStep.WIPING;

  CardRun(
      ProvenCard card,
      ImageSource image,
      WriteMode mode,
      Tools tools,
      CardListener listener,
      Watch watch) {
    this.card = card;
    this.mode = mode;
    this.tools = tools;
    this.listener = listener;
    requests = card.requests();
    device = requests.device();
    manifest = image.manifest();
    head = Math.min(EDGE, device.size());
    var tuning = tools.tuning();
    lanes = new Lanes(requests, watch, tuning, tools.ticker(), this::warn);
    io = new StretchIo(requests, image, tools.memory());
    readBack = new ReadBack(requests, lanes, io, tuning, head);
    var needed = CardMap.of(manifest, device.block(), device.size(), List.of());
    stamps = new Stamps(requests, lanes, tuning, needed, head);
    zeroing = new Zeroing(requests, lanes, tuning.discardFrom());
    leavesNothing = mode.wipe() || isFile(device);
    stretches =
        leavesNothing ? CardMap.of(manifest, device.block(), device.size(), unneeded()) : needed;
  }

  /// A file in a card's place is compared with the image as a whole.
  private static boolean isFile(Device device) {
    return switch (device) {
      case BlockDevice _ -> false;
      case PlainFile _ -> true;
    };
  }

  CardStep step() {
    return step;
  }

  /// @throws BadCardException when the card itself failed
  /// @throws PulledException when it is not there any more
  Certificate run() throws IOException, BadCardException, InterruptedException {
    var begun = tools.clock().instant();
    wipe();
    var todo = mode.repair() ? compare() : stretches;
    var writing = write(todo);
    var verifying = verify(todo);
    lanes.ask(Device::publish);
    CrashPoint.at("card.published");
    requireSameMedium();
    listener.on(new Done());
    return certificate(begun, todo, writing, reading.orElse(verifying));
  }

  /// Makes sure that a card which was not finished does not look whole.
  ///
  /// @throws PulledException when it is not there any more
  void spoil() throws IOException, BadCardException, InterruptedException {
    requireSameMedium();
    lanes.ask(card -> card.writeZeros(0, head));
    lanes.ask(Device::settle);
  }

  private void wipe() throws IOException, BadCardException, InterruptedException {
    listener.on(new Wiping());
    for (var span : lastMiB()) {
      lanes.ask(card -> card.writeZeros(span.offset(), span.length()));
    }
    stamps.write();
    CrashPoint.at("card.stamped");
    lanes.ask(Device::settle);
    requireSameMedium();
    // Most fakes show themselves here, before anything was written in vain; those that do so only
    // when their buffers are full, at the end.
    stamps.prove(tools.random());
    listener.on(new Wiped());
    CrashPoint.at("card.wiped");
  }

  /// What can be emptied there without harm to a card that may be right already.
  private List<Span> lastMiB() {
    long from = Math.max(head, device.size() - EDGE);
    return from == device.size()
        ? List.of()
        : StampPlan.room(mode.repair() ? stretches : List.of(), from, device.size());
  }

  /// Reads everything; the first MiB is written in any case.
  ///
  /// @return what differs beyond it
  private List<Stretch> compare() throws IOException, BadCardException, InterruptedException {
    step = CardStep.VERIFYING;
    long total = bytes(stretches, 0);
    var meter = meter(done -> new Verifying(done, total));
    var wrong = readBack.wrong(stretches, Integer.MAX_VALUE, meter);
    reading = Optional.of(meter.speed());
    return wrong.stream().map(Wrong::stretch).toList();
  }

  private Speed write(List<Stretch> todo)
      throws IOException, BadCardException, InterruptedException {
    step = CardStep.WRITING;
    long total = bytes(todo, head);
    var meter = meter(done -> new Writing(done, total));
    var pieces = Piece.of(todo, head);
    zeroing.choose(pieces);
    lanes.run(tools.tuning().writesInFlight(), pieces, piece -> write(piece, meter));
    CrashPoint.at("card.filled");
    lanes.ask(Device::settle);
    requireSameMedium();
    CrashPoint.at("card.flushed");
    return meter.speed();
  }

  private void write(Piece piece, Meter meter) throws IOException, InterruptedException {
    try {
      switch (piece) {
        case Piece.Data(var stretch, var from) -> {
          io.write(stretch, from, stretch.end());
          meter.move(piece.length());
        }
        case Piece.Zero(var from, var to) -> {
          zeroing.zero(from, to);
          meter.settle(piece.length());
        }
      }
    } catch (DeviceException e) {
      // The read-back says what became of it.
      if (e.isGone() || unwritten.incrementAndGet() > tools.tuning().badStretches()) {
        throw e;
      }
    }
  }

  private Speed verify(List<Stretch> todo)
      throws IOException, BadCardException, InterruptedException {
    step = CardStep.VERIFYING;
    long total = bytes(todo, head) + bytes(stretches, 0) - bytes(stretches, head);
    var meter = meter(done -> new Verifying(done, total));
    int most = tools.tuning().badStretches();
    var wrong = readBack.wrong(todo, zeroing.isByDiscard() ? Integer.MAX_VALUE : most, meter);
    CrashPoint.at("card.read-back");
    var speed = meter.speed();
    requireSameMedium();
    stamps.prove(tools.random());
    if (wrong.stream().filter(this::isTheCardsFault).count() > most) {
      throw new BadCardException(
          wrong.getFirst().why()
              + ", and at more than "
              + most
              + " other places; throw the card away.");
    }
    if (!wrong.isEmpty() || (mode.repair() && !todo.isEmpty() && !doStampsTell())) {
      rewrite(wrong);
    }
    stamps.erase(leavesNothing ? 0 : device.size() - EDGE);
    CrashPoint.at("stamps.erased");
    finish();
    CrashPoint.at("card.head-written");
    meter.move(total - meter.bytes());
    return speed;
  }

  /// What was discarded may lawfully be anything.
  private boolean isTheCardsFault(Wrong wrong) {
    return !(zeroing.isByDiscard() && wrong.stretch().isZero());
  }

  /// A rewrite may land where something lies that was read already, on a card that has less room
  /// than it claims: after it everything is read once more. In repair mode, which is to cost one
  /// reading, the stamps alone guard against that, when there are some.
  private void rewrite(List<Wrong> wrong)
      throws IOException, BadCardException, InterruptedException {
    var silent = new Meter(_ -> {}, n -> new Verifying(n, n), tools.ticker(), 0, _ -> {});
    var left = wrong;
    for (int i = 0; i < REWRITES_A_STRETCH && !left.isEmpty(); i++) {
      rewrites += (int) left.stream().filter(this::isTheCardsFault).count();
      left = readBack.again(left, silent);
      requireSameMedium();
    }
    if (left.isEmpty() && !(mode.repair() && doStampsTell())) {
      left = readBack.wrong(stretches, 0, silent);
    }
    requireSameMedium();
    if (!left.isEmpty()) {
      throw hopeless(left.getFirst());
    }
    stamps.prove(tools.random());
  }

  private boolean doStampsTell() {
    return stamps.spans().size() >= ENOUGH_STAMPS;
  }

  private static BadCardException hopeless(Wrong wrong) {
    return new BadCardException(
        wrong.why() + ", even after " + REWRITES_A_STRETCH + " rewrites; throw the card away.");
  }

  /// Writes the first MiB and reads it back.
  private void finish() throws IOException, BadCardException, InterruptedException {
    var first = stretches.stream().filter(s -> s.offset() < head).toList();
    // Freed when no thread knows it any more: one may be stuck with it in the kernel.
    var bytes = Arena.ofAuto().allocate(head, Device.ALIGNMENT);
    lanes.run(1, first, s -> io.copy(s, s.offset(), Math.min(s.end(), head), bytes));
    var wrong = List.<Wrong>of();
    for (int i = 0; i <= REWRITES_A_STRETCH; i++) {
      lanes.ask(card -> card.write(0, bytes));
      lanes.ask(Device::settle);
      var found = new ArrayList<Wrong>();
      lanes.run(
          1,
          first,
          s -> readBack.look(s, s.offset(), Math.min(s.end(), head)).ifPresent(found::add));
      wrong = List.copyOf(found);
      if (wrong.isEmpty()) {
        return;
      }
      requireSameMedium();
      rewrites += i < REWRITES_A_STRETCH ? 1 : 0;
    }
    throw hopeless(wrong.getFirst());
  }

  private Certificate certificate(Instant begun, List<Stretch> todo, Speed writing, Speed verifying)
      throws IOException {
    long first = data(stretches, 0) - data(stretches, head);
    long firstZero = zero(stretches, 0) - zero(stretches, head);
    return new Certificate(
        card.identity(),
        manifest.name(),
        manifest.sha256(),
        manifest.size(),
        mode,
        new Certificate.Counts(
            data(todo, head) + first,
            zero(todo, head) + firstZero,
            data(stretches, 0),
            zero(stretches, 0),
            stamps.spans().size(),
            Math.max(stamps.end(), stretches.getLast().end()),
            rewrites,
            mode.repair() ? todo.size() : 0),
        writing,
        verifying,
        begun,
        tools.clock().instant(),
        Optional.ofNullable(CardRun.class.getPackage().getImplementationVersion()).orElse("dev"));
  }

  /// What is to be zero although the image does not need it, but for the stamps in it.
  private List<Span> unneeded() {
    var spans = new ArrayList<>(manifest.free());
    if (mode.wipe() && manifest.size() < device.size()) {
      spans.add(new Span(manifest.size(), device.size() - manifest.size()));
    }
    return spans.stream().flatMap(span -> without(span, stamps.spans())).toList();
  }

  /// @param holes ascending
  private static Stream<Span> without(Span span, List<Span> holes) {
    var parts = new ArrayList<Span>();
    long at = span.offset();
    for (var hole : holes) {
      if (hole.end() > at && hole.offset() < span.end()) {
        if (hole.offset() > at) {
          parts.add(new Span(at, hole.offset() - at));
        }
        at = Math.min(hole.end(), span.end());
      }
    }
    if (at < span.end()) {
      parts.add(new Span(at, span.end() - at));
    }
    return parts.stream();
  }

  private Meter meter(LongFunction<CardProgress> report) {
    return new Meter(
        listener,
        report,
        tools.ticker(),
        tools.tuning().slow(),
        speed ->
            warn(
                card.place()
                    + " has slowed down to "
                    + speed.mean() / 1_000_000
                    + " MB/s from "
                    + speed.median() / 1_000_000
                    + " MB/s; it may be wearing out."));
  }

  private void warn(String sentence) {
    LOG.warn("{}", sentence);
    listener.on(new Warning(sentence));
  }

  /// Bytes of the stretches that lie at `from` or above.
  private static long bytes(List<Stretch> stretches, long from) {
    return stretches.stream()
        .mapToLong(s -> Math.max(0, s.end() - Math.max(s.offset(), from)))
        .sum();
  }

  private static long data(List<Stretch> stretches, long from) {
    return stretches.stream().mapToLong(s -> s.data(from, Long.MAX_VALUE)).sum();
  }

  private static long zero(List<Stretch> stretches, long from) {
    return stretches.stream().mapToLong(s -> s.zero(from, Long.MAX_VALUE)).sum();
  }

  private void requireSameMedium() throws IOException, BadCardException, InterruptedException {
    lanes.ask(_ -> {
      if (!card.isStillThere()) {
        throw new PulledException();
      }
    });
  }
}
