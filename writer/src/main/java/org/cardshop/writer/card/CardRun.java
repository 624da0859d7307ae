package org.cardshop.writer.card;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.cardshop.core.image.Manifest;
import org.cardshop.writer.card.CardProgress.Done;
import org.cardshop.writer.card.CardProgress.Verifying;
import org.cardshop.writer.card.CardProgress.Wiped;
import org.cardshop.writer.card.CardProgress.Wiping;
import org.cardshop.writer.card.CardProgress.Writing;
import org.cardshop.writer.chunk.ChunkMemory;
import org.cardshop.writer.chunk.ImageSource;
import org.cardshop.writer.device.BlockDevice;
import org.cardshop.writer.device.Device;
import org.cardshop.writer.device.DeviceException;
import org.cardshop.writer.device.PlainFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One image onto one card, once. The card's first MiB, without which nothing recognises an image,
/// is emptied first and written last: a card that was left half-written does not look whole.
final class CardRun {
  private static final Logger LOG = LoggerFactory.getLogger(CardRun.class);

  /// Bytes at the start (partition table, boot code) and at the end (a spare partition table).
  private static final long EDGE = 1 << 20;

  private static final int WRITES_IN_FLIGHT = 3;
  private static final int READS_IN_FLIGHT = 4;
  private static final int REWRITES_A_STRETCH = 3;

  private final ProvenCard card;
  private final WriteMode mode;
  private final Device device;
  private final Manifest manifest;
  private final StretchIo io;
  private final CardListener listener;
  private final InstantSource clock;
  private final List<Stretch> stretches;
  private final AtomicInteger rewrites = new AtomicInteger();
  private volatile CardStep step = CardStep.WIPING;

  CardRun(
      ProvenCard card,
      ImageSource image,
      WriteMode mode,
      ChunkMemory memory,
      CardListener listener,
      InstantSource clock) {
    this.card = card;
    this.mode = mode;
    this.listener = listener;
    this.clock = clock;
    device = card.device();
    manifest = image.manifest();
    io = new StretchIo(device, image, memory);
    boolean freeToo =
        switch (device) {
          case BlockDevice _ -> false;
          // A file in a card's place is compared with the image as a whole.
          case PlainFile _ -> true;
        };
    stretches = CardMap.of(manifest, device.block(), device.size(), freeToo);
  }

  CardOutcome run() {
    try {
      var begun = clock.instant();
      wipe();
      var wiped = clock.instant();
      write();
      var written = clock.instant();
      long verified = verify();
      device.publish();
      requireSameMedium();
      listener.on(new Done());
      var finished = clock.instant();
      return new CardOutcome.Written(
          new Certificate(
              new Certificate.Card(
                  card.medium(),
                  card.place().toString(),
                  Optional.empty(),
                  "",
                  device.size(),
                  device.block()),
              manifest.name(),
              manifest.sha256(),
              manifest.size(),
              mode,
              new Certificate.Counts(
                  bytes(0, Long.MAX_VALUE), 0, verified, 0, 0, manifest.size(), rewrites.get(), 0),
              speed(bytes(0, Long.MAX_VALUE), Duration.between(wiped, written)),
              speed(verified, Duration.between(written, finished)),
              begun,
              finished,
              "dev"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new CardOutcome.Cancelled(step);
    } catch (SourceException e) {
      // An interrupted thread cannot read files either.
      return Thread.currentThread().isInterrupted()
          ? new CardOutcome.Cancelled(step)
          : new CardOutcome.SourceFailed(step, String.valueOf(e.getMessage()));
    } catch (BadCardException e) {
      return new CardOutcome.Bad(step, String.valueOf(e.getMessage()));
    } catch (PulledException e) {
      return pulled();
    } catch (IOException e) {
      return isCardThere() ? new CardOutcome.Bad(step, String.valueOf(e.getMessage())) : pulled();
    }
  }

  private static Speed speed(long bytes, Duration time) {
    return new Speed(bytes, time, 0, 0, 0);
  }

  private void wipe() throws IOException {
    listener.on(new Wiping());
    emptyFirstMiB();
    long edge = Math.min(EDGE, device.size());
    device.zero(device.size() - edge, edge);
    device.settle();
    requireSameMedium();
    listener.on(new Wiped());
  }

  private void write() throws IOException, BadCardException, InterruptedException {
    step = CardStep.WRITING;
    long total = bytes(EDGE, Long.MAX_VALUE);
    var meter = new Meter(listener, bytes -> new Writing(bytes, total));
    Lanes.run(
        WRITES_IN_FLIGHT,
        stretches,
        stretch -> {
          long from = Math.max(stretch.offset(), EDGE);
          if (from < stretch.end()) {
            io.write(stretch, from, stretch.end());
            meter.add(stretch.end() - from);
          }
        });
    device.settle();
    requireSameMedium();
  }

  /// @return bytes read back
  private long verify() throws IOException, BadCardException, InterruptedException {
    step = CardStep.VERIFYING;
    long total = bytes(0, Long.MAX_VALUE);
    var meter = new Meter(listener, bytes -> new Verifying(bytes, total));
    Lanes.run(
        READS_IN_FLIGHT,
        stretches,
        stretch -> {
          long from = Math.max(stretch.offset(), EDGE);
          if (from < stretch.end()) {
            prove(stretch, from, stretch.end());
            meter.add(stretch.end() - from);
          }
        });
    requireSameMedium();
    commit();
    meter.add(bytes(0, EDGE));
    return meter.bytes();
  }

  /// Writes the first MiB and reads it back together with what the stretches that begin in it have
  /// beyond it.
  private void commit() throws IOException, BadCardException, InterruptedException {
    var first = stretches.stream().filter(s -> s.offset() < EDGE).toList();
    boolean isProved = false;
    try {
      for (var stretch : first) {
        io.write(stretch, stretch.offset(), Math.min(stretch.end(), EDGE));
      }
      device.settle();
      for (var stretch : first) {
        prove(stretch, stretch.offset(), stretch.end());
      }
      isProved = true;
    } finally {
      if (!isProved && isCardThere()) {
        emptyFirstMiB();
        device.settle();
      }
    }
  }

  private void prove(Stretch stretch, long from, long to)
      throws IOException, BadCardException, InterruptedException {
    var wrong = wrong(stretch, from, to);
    for (int i = 0; i < REWRITES_A_STRETCH && wrong.isPresent(); i++) {
      requireSameMedium();
      rewrites.incrementAndGet();
      io.write(stretch, from, to);
      device.settle();
      wrong = wrong(stretch, from, to);
    }
    if (wrong.isPresent()) {
      throw new BadCardException(wrong.get());
    }
  }

  /// What is wrong with the stretch as the medium gives it back, as a sentence.
  private Optional<String> wrong(Stretch stretch, long from, long to)
      throws IOException, InterruptedException {
    try {
      var offset = io.firstWrong(stretch, from, to);
      return offset.isPresent()
          ? Optional.of(
              card.place()
                  + " does not hold what was written at byte "
                  + offset.getAsLong()
                  + ", even after "
                  + REWRITES_A_STRETCH
                  + " rewrites; throw the card away.")
          : Optional.empty();
    } catch (DeviceException e) {
      if (e.isGone()) {
        throw e;
      }
      // What cannot be read is wrong; a rewrite makes the card put it elsewhere.
      return Optional.of(e.getMessage() + "; throw the card away.");
    }
  }

  private void emptyFirstMiB() throws DeviceException {
    device.zero(0, Math.min(EDGE, device.size()));
  }

  /// Bytes of the image's stretches that lie in `[from, to)` of the card.
  private long bytes(long from, long to) {
    return stretches.stream()
        .mapToLong(s -> Math.max(0, Math.min(s.end(), to) - Math.max(s.offset(), from)))
        .sum();
  }

  private void requireSameMedium() throws IOException {
    if (!card.isStillThere()) {
      throw new PulledException();
    }
  }

  private CardOutcome pulled() {
    return new CardOutcome.Pulled(step, card.place() + " no longer holds the card it held.");
  }

  private boolean isCardThere() {
    try {
      return card.isStillThere();
    } catch (IOException e) {
      LOG.warn("{}: cannot see whether the card is still there; taken as pulled", card.place(), e);
      return false;
    }
  }
}
