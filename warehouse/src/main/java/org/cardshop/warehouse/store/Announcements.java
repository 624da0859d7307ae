package org.cardshop.warehouse.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.cardshop.platform.wire.ManifestJson;

/// Manifests of images whose chunks are still on their way: who is allowed to fetches what is there
/// already. One an image, that of the latest grant. Nothing depends on them; they go with the
/// image's publication or deletion, and after a day.
public final class Announcements {
  private static final Duration KEPT = Duration.ofDays(1);
  private static final int REMEMBERED = 8;

  private final Shelves shelves;
  private final InstantSource clock;
  private final Map<Path, Published> read =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Path, Published> eldest) {
          return size() > REMEMBERED;
        }
      };

  public Announcements(Shelves shelves, InstantSource clock) {
    this.shelves = shelves;
    this.clock = clock;
  }

  /// Takes the place of what an earlier grant announced.
  public synchronized void put(ImageName name, Grant grant, byte[] manifest) throws IOException {
    var path = path(name, grant);
    drop(name);
    try {
      Files.createDirectories(path.getParent());
      var drafts = Files.createDirectories(shelves.drafts());
      var whole = Files.createTempFile(drafts, "announcing-", ".tmp");
      try {
        Files.write(whole, manifest);
        Files.setLastModifiedTime(whole, FileTime.from(clock.instant()));
        Files.move(whole, path, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(whole);
      }
    } catch (IOException e) {
      throw DiskFull.orElse(shelves.root(), e);
    }
  }

  /// What this very grant announced.
  public synchronized Optional<Published> find(ImageName name, Grant grant) throws IOException {
    var path = path(name, grant);
    var known = read.get(path);
    if (known != null) {
      return Optional.of(known);
    }
    try {
      var bytes = Files.readAllBytes(path);
      var since = Files.getLastModifiedTime(path).toInstant();
      var announced = Published.of(ManifestJson.read(bytes), bytes.length, since);
      read.put(path, announced);
      return Optional.of(announced);
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  public InputStream open(ImageName name, Grant grant, long offset) throws IOException {
    var file =
        FileChannel.open(path(name, grant), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    return Channels.newInputStream(file.position(offset));
  }

  public synchronized void drop(ImageName name) throws IOException {
    var folder = shelves.announcedFolder(name);
    for (var file : shelves.names(folder)) {
      read.remove(folder.resolve(file));
      Files.deleteIfExists(folder.resolve(file));
    }
    Files.deleteIfExists(folder);
  }

  private Path path(ImageName name, Grant grant) throws Refusal {
    return shelves.announced(name, Owner.of(grant.task()), grant.epoch());
  }

  /// Removes what was announced a day ago and never published.
  public synchronized void removeOld() throws IOException {
    var before = FileTime.from(clock.instant().minus(KEPT));
    for (var channel : shelves.names(shelves.announced())) {
      for (var image : shelves.names(shelves.announced().resolve(channel))) {
        var name = new ImageName(channel, image);
        var folder = shelves.announcedFolder(name);
        for (var file : shelves.names(folder)) {
          if (Files.getLastModifiedTime(folder.resolve(file)).compareTo(before) < 0) {
            drop(name);
          }
        }
      }
    }
  }
}
