package org.cardshop.warehouse.store;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.cardshop.core.image.Sha256;
import org.cardshop.platform.check.Breach;
import org.cardshop.platform.wire.MalformedException;

/// Reads all that a warehouse holds under a final name and says where it is not what its name says
/// (I7). Changes nothing; a warehouse may be at work meanwhile.
public final class Inventory {
  private static final String INVARIANT = "I7";

  private final Images images;
  private final Chunks chunks;
  private final Shelves shelves;
  private final List<Breach> breaches = new ArrayList<>();

  private Inventory(Shelves shelves) {
    var clock = InstantSource.system();
    this.shelves = shelves;
    images = new Images(shelves, clock);
    chunks = new Chunks(shelves, new Parts(shelves, clock), new ReentrantLock(), clock);
  }

  /// @param data the warehouse's folder
  public static List<Breach> of(Path data) throws IOException {
    var inventory = new Inventory(new Shelves(data));
    inventory.takeImages(inventory.takeChunks());
    return List.copyOf(inventory.breaches);
  }

  /// @return the chunks that are there and whole
  private Set<Sha256> takeChunks() throws IOException {
    var whole = new HashSet<Sha256>();
    for (var folder : shelves.names(shelves.chunks())) {
      for (var chunk : chunks.list(folder)) {
        if (chunks.isRight(chunk)) {
          whole.add(chunk);
        } else if (chunks.find(chunk).isPresent()) {
          breach("chunk " + chunk, "its content is another than its name says");
        }
      }
    }
    return whole;
  }

  private void takeImages(Set<Sha256> whole) throws IOException {
    for (var image : images.all()) {
      try {
        images
            .find(image)
            .ifPresent(published ->
                published.named().stream()
                    .filter(chunk -> !whole.contains(chunk))
                    .forEach(chunk ->
                        breach(
                            "image " + image, "its chunk " + chunk + " is not there, or damaged")));
      } catch (MalformedException e) {
        breach("image " + image, "its manifest is damaged: " + e.getMessage());
      }
    }
  }

  private void breach(String what, String how) {
    breaches.add(new Breach(INVARIANT, what, how));
  }
}
