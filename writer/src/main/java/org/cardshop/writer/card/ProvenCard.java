package org.cardshop.writer.card;

import java.io.IOException;
import org.cardshop.writer.device.Device;
import org.cardshop.writer.device.MediumId;
import org.cardshop.writer.slot.Look;
import org.cardshop.writer.slot.Place;

/// A target that passed the proof and is held exclusively since: the only thing that can be
/// written.
public final class ProvenCard implements AutoCloseable {
  private final Place place;
  private final Requests requests;
  private final MediumId medium;

  ProvenCard(Place place, Device device, MediumId medium) {
    this.place = place;
    requests = new Requests(device);
    this.medium = medium;
  }

  public Place place() {
    return place;
  }

  public MediumId medium() {
    return medium;
  }

  /// Whether the medium of the proof still is the one that the descriptor reaches and that lies in
  /// the place. Answers in an interrupted thread, too, where the JDK would close the files that it
  /// has to look into.
  boolean isStillThere() throws IOException {
    boolean isInterrupted = Thread.interrupted();
    try {
      return place.look() instanceof Look.Medium seen
          && seen.id().equals(medium)
          && device().medium().equals(medium);
    } finally {
      if (isInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  Device device() {
    return requests.device();
  }

  Requests requests() {
    return requests;
  }

  /// What the reader shows of the card.
  Certificate.Card identity() throws IOException {
    var device = device();
    return new Certificate.Card(
        medium, place.toString(), device.serial(), device.details(), device.size(), device.block());
  }

  /// Lets the card go; when the kernel is stuck in a call to it, as soon as that comes back.
  @Override
  public void close() throws IOException {
    requests.close();
  }
}
