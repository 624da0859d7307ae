package org.cardshop.creator.image;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Optional;
import org.cardshop.core.image.Sha256;
import org.cardshop.creator.map.DraftImage;
import org.cardshop.creator.map.Known;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Images that were built and are not delivered yet: they outlive the process that built them, so
/// that a delivery that was cut short goes on instead of beginning with another build. Whether an
/// image's contents are still what they were is seen when its chunks are made.
public final class KeptImages {
  private static final Logger LOG = LoggerFactory.getLogger(KeptImages.class);

  /// After so long others have built it, or nobody wants it any more.
  private static final Duration KEPT = Duration.ofDays(3);

  /// Their contents mostly lie in the cache, too, but keep what they take when the cache drops
  /// them.
  private static final int MOST = 2;

  /// Where less than one part in so many of the disk is free, builds need it more.
  private static final int SHORT = 10;

  private final Folders folders;
  private final InstantSource clock;

  public KeptImages(Folders folders, InstantSource clock) {
    this.folders = folders;
    this.clock = clock;
  }

  /// The image that was kept by this key, unless it is used elsewhere. Close it to let go of it.
  public Optional<BuiltImage> find(Sha256 key) throws IOException {
    for (var folder : Workshop.kept(folders.work().toAbsolutePath())) {
      if (isFor(key, folder)) {
        var workshop = Workshop.adopted(folder);
        if (workshop.isPresent()) {
          return opened(workshop.get());
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isFor(Sha256 key, Path folder) throws IOException {
    try {
      return DraftImage.keptFor(Workshop.keptFile(folder)).equals(Optional.of(key));
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private Optional<BuiltImage> opened(Workshop workshop) throws IOException {
    try {
      return Optional.of(BuiltImage.kept(workshop, Known.in(folders.known())));
    } catch (IOException e) {
      LOG.warn("A kept image is of no use and is built again: {}", e.getMessage());
      workshop.close();
      return Optional.empty();
    }
  }

  /// Makes room: what is old goes, and what is more than a few; all when the disk is short.
  public void tidy() throws IOException {
    record Kept(Path folder, Instant at) {}
    var all = new ArrayList<Kept>();
    for (var folder : Workshop.kept(folders.work().toAbsolutePath())) {
      all.add(new Kept(folder, Files.getLastModifiedTime(Workshop.keptFile(folder)).toInstant()));
    }
    all.sort(Comparator.comparing(Kept::at).reversed());
    int most = isShort(Files.getFileStore(folders.work())) ? 0 : MOST;
    for (int i = 0; i < all.size(); i++) {
      if (i >= most || all.get(i).at().plus(KEPT).isBefore(clock.instant())) {
        Workshop.adopted(all.get(i).folder()).ifPresent(Workshop::close);
      }
    }
  }

  private static boolean isShort(FileStore disk) throws IOException {
    return disk.getUsableSpace() < disk.getTotalSpace() / SHORT;
  }
}
