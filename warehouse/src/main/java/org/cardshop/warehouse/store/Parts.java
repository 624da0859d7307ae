package org.cardshop.warehouse.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import org.cardshop.core.image.Sha256;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Uploads that are not complete. Each task has parts of its own, so that two creators of the same
/// chunk never meet.
public final class Parts {
  private static final Logger LOG = LoggerFactory.getLogger(Parts.class);
  private static final Duration KEPT = Duration.ofDays(1);

  private final Shelves shelves;
  private final InstantSource clock;
  private final ConcurrentHashMap<Path, Part> open = new ConcurrentHashMap<>();

  public Parts(Shelves shelves, InstantSource clock) {
    this.shelves = shelves;
    this.clock = clock;
  }

  /// Opens a part to go on at `offset`. A transfer of the same part that is still open ends here:
  /// it is the connection that the client has given up and come back from.
  ///
  /// @throws Refusal when less than `offset` bytes are there
  public synchronized Part open(Owner owner, Sha256 sha256, long offset) throws IOException {
    var path = shelves.part(owner, sha256);
    Files.createDirectories(path.getParent());
    closeStale(path);
    var there = size(owner, sha256);
    if (offset > there) {
      throw new Refusal(
          554, "Only " + there + " bytes of this chunk are here; ask SIZE and go on from there");
    }
    var part = Part.open(path, offset, () -> closed(path));
    open.put(path, part);
    return part;
  }

  /// Bytes that are there; 0 when there is no part.
  public long size(Owner owner, Sha256 sha256) throws IOException {
    try {
      return Files.size(shelves.part(owner, sha256));
    } catch (NoSuchFileException _) {
      return 0;
    }
  }

  public void remove(Owner owner, Sha256 sha256) throws IOException {
    Files.deleteIfExists(shelves.part(owner, sha256));
  }

  /// Removes parts that nobody has come back to for a day.
  public void removeOld() throws IOException {
    var before = FileTime.from(clock.instant().minus(KEPT));
    for (var task : shelves.names(shelves.parts())) {
      var folder = shelves.parts().resolve(task);
      for (var name : shelves.names(folder)) {
        var path = folder.resolve(name);
        if (!open.containsKey(path) && Files.getLastModifiedTime(path).compareTo(before) < 0) {
          Files.deleteIfExists(path);
          LOG.info("removed {}, an upload that was given up", path);
        }
      }
    }
  }

  private void closeStale(Path path) throws IOException {
    var stale = open.remove(path);
    if (stale != null) {
      stale.close();
    }
  }

  private void closed(Path path) {
    open.computeIfPresent(path, (_, part) -> part.isOpen() ? part : null);
    try {
      Files.setLastModifiedTime(path, FileTime.from(clock.instant()));
    } catch (NoSuchFileException _) {
      // Published or removed meanwhile.
    } catch (IOException e) {
      LOG.warn("cannot note when {} was last written", path, e);
    }
  }
}
