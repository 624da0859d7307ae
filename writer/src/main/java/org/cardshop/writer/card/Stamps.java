package org.cardshop.writer.card;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.cardshop.core.image.Span;
import org.cardshop.writer.device.Device;
import org.cardshop.writer.device.DeviceException;

/// The stamps of one run on one card: those in the room that the image leaves, and the first MiB
/// all full of them. The first MiB is where a card that wraps around puts what lies at its real
/// end; and because it is written once more after everything was read back, nothing that was read
/// back must lie in the same place.
final class Stamps {
  private final Requests requests;
  private final Lanes lanes;
  private final Tuning tuning;
  private final Stamp stamp = Stamp.ofThisRun();
  private final long head;
  private final List<Long> addresses;

  /// @param stretches what the image needs; never stamped beyond the first MiB
  /// @param head bytes of the first MiB
  Stamps(Requests requests, Lanes lanes, Tuning tuning, List<Stretch> stretches, long head) {
    this.requests = requests;
    this.lanes = lanes;
    this.tuning = tuning;
    this.head = head;
    var device = requests.device();
    addresses =
        StampPlan.of(
            stretches, head, device.size(), device.block(), new SplittableRandom(stamp.key()));
  }

  /// The blocks outside the first MiB.
  List<Span> spans() {
    return addresses.stream().map(a -> new Span(a, Stamp.SIZE)).toList();
  }

  /// Where the highest ends.
  long end() {
    return addresses.isEmpty() ? head : addresses.getLast() + Stamp.SIZE;
  }

  void write() throws IOException, BadCardException, InterruptedException {
    writeHead();
    lanes.run(tuning.writesInFlight(), addresses, address -> write(address, Stamp.SIZE));
  }

  private void writeHead() throws IOException, BadCardException, InterruptedException {
    lanes.run(1, List.of(0L), address -> write(address, head));
  }

  private void write(long address, long length) throws IOException {
    try (var arena = Arena.ofConfined()) {
      var bytes = arena.allocate(length, Device.ALIGNMENT);
      stamp.fill(bytes, address);
      requests.ask(device -> device.write(address, bytes));
    }
  }

  /// Reads all of them, in random order: some cards answer ascending reads from a buffer.
  ///
  /// @throws BadCardException when the card does not hold what it claims to hold
  void prove(RandomGenerator random) throws IOException, BadCardException, InterruptedException {
    var order = new ArrayList<>(addresses);
    Collections.shuffle(order, random);
    var misses = Collections.synchronizedList(new ArrayList<Capacity.Miss>());
    lanes.run(1, List.of(0L), address -> read(address, head, misses));
    lanes.run(tuning.readsInFlight(), order, address -> read(address, Stamp.SIZE, misses));
    if (!misses.isEmpty()) {
      throw new BadCardException(Capacity.sentence(requests.device(), addresses, misses));
    }
  }

  private void read(long address, long length, List<Capacity.Miss> misses) throws IOException {
    try (var arena = Arena.ofConfined()) {
      var expected = arena.allocate(length, Device.ALIGNMENT);
      stamp.fill(expected, address);
      var bytes = arena.allocate(length, Device.ALIGNMENT);
      try {
        requests.ask(device -> device.read(address, bytes));
      } catch (DeviceException e) {
        if (e.isGone()) {
          throw e;
        }
        misses.add(new Capacity.Miss(address, Optional.empty()));
        return;
      }
      for (long at = 0; at < length; at += Stamp.SIZE) {
        long end = Math.min(at + Stamp.SIZE, length);
        if (MemorySegment.mismatch(expected, at, end, bytes, at, end) >= 0) {
          misses.add(miss(address + at, bytes.asSlice(at, end - at)));
        }
      }
    }
  }

  private Capacity.Miss miss(long address, MemorySegment found) {
    var of = stamp.addressIn(found);
    return new Capacity.Miss(
        address, of.isPresent() ? Optional.of(of.getAsLong()) : Optional.empty());
  }

  /// Makes zero again those of the stamps that lie at `from` or above, and reads that they are.
  void erase(long from) throws IOException, BadCardException, InterruptedException {
    var last = addresses.stream().filter(a -> a >= from).toList();
    if (last.isEmpty()) {
      return;
    }
    lanes.run(
        tuning.writesInFlight(),
        last,
        address -> requests.ask(device -> device.writeZeros(address, Stamp.SIZE)));
    lanes.ask(Device::settle);
    lanes.run(tuning.readsInFlight(), last, this::requireZero);
  }

  private void requireZero(long address) throws IOException, BadCardException {
    try (var arena = Arena.ofConfined()) {
      var bytes = arena.allocate(Stamp.SIZE, Device.ALIGNMENT);
      requests.ask(device -> device.read(address, bytes));
      if (bytes.mismatch(arena.allocate(Stamp.SIZE)) >= 0) {
        throw new BadCardException(
            requests.device().name()
                + " does not hold what was written at byte "
                + address
                + "; throw the card away.");
      }
    }
  }
}
