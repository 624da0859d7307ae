package org.cardshop.writer.card;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.cardshop.writer.device.Device;
import org.cardshop.writer.device.DeviceException;

/// Reads a card's stretches from the medium and writes again what is wrong.
final class ReadBack {
  /// A stretch that did not come back as it should.
  ///
  /// @param why completes the sentence "the card …"
  record Wrong(Stretch stretch, String why) {}

  private final Requests requests;
  private final Lanes lanes;
  private final StretchIo io;
  private final Tuning tuning;
  private final long head;

  /// @param head what lies below is not looked at
  ReadBack(Requests requests, Lanes lanes, StretchIo io, Tuning tuning, long head) {
    this.requests = requests;
    this.lanes = lanes;
    this.io = io;
    this.tuning = tuning;
    this.head = head;
  }

  /// @param most reading ends when more than these are wrong
  /// @return those that are wrong, ascending
  List<Wrong> wrong(List<Stretch> stretches, int most, Meter meter)
      throws IOException, BadCardException, InterruptedException {
    var found = Collections.synchronizedList(new ArrayList<Wrong>());
    lanes.run(
        tuning.readsInFlight(),
        stretches,
        stretch -> {
          long from = Math.max(stretch.offset(), head);
          if (from < stretch.end() && found.size() <= most) {
            look(stretch, from, stretch.end()).ifPresent(found::add);
            meter.move(stretch.end() - from);
          }
        });
    return found.stream().sorted(Comparator.comparingLong(w -> w.stretch.offset())).toList();
  }

  /// Writes them again, once.
  ///
  /// @return those that are still wrong
  List<Wrong> again(List<Wrong> wrong, Meter meter)
      throws IOException, BadCardException, InterruptedException {
    var stretches = wrong.stream().map(Wrong::stretch).toList();
    lanes.run(
        tuning.writesInFlight(),
        stretches,
        stretch -> write(stretch, Math.max(stretch.offset(), head)));
    lanes.ask(Device::settle);
    return wrong(stretches, stretches.size(), meter);
  }

  /// A card that cannot be written somewhere shows it when it is read.
  private void write(Stretch stretch, long from) throws IOException, InterruptedException {
    try {
      io.write(stretch, from, stretch.end());
    } catch (DeviceException e) {
      if (e.isGone()) {
        throw e;
      }
    }
  }

  /// What is wrong with this part of the stretch, when it is.
  Optional<Wrong> look(Stretch stretch, long from, long to)
      throws IOException, InterruptedException {
    try {
      var offset = io.firstWrong(stretch, from, to);
      return offset.isPresent()
          ? Optional.of(
              new Wrong(
                  stretch,
                  requests.device().name()
                      + " does not hold what was written at byte "
                      + offset.getAsLong()))
          : Optional.empty();
    } catch (DeviceException e) {
      if (e.isGone()) {
        throw e;
      }
      // What cannot be read is wrong; a rewrite makes the card put it elsewhere.
      return Optional.of(new Wrong(stretch, String.valueOf(e.getMessage())));
    }
  }
}
