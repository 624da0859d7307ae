package org.cardshop.creator.cache;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.cardshop.core.image.Sha256;
import org.cardshop.creator.source.Found;
import org.cardshop.creator.source.Source;

/// Contents on disk, each under the SHA-256 of its bytes; an index remembers which URL, in which
/// version, gave which content. Bounded: what was used longest ago goes first. Any number of builds
/// and processes may use one cache at once.
///
/// ```
/// objects/<sha256>   contents        index/<key>   the sha256 that a URL and version gave
/// parts/<key>        being fetched   locks/        one per key, and `all`
/// ```
public final class ContentCache {
  private final Path objects;
  private final Path index;
  private final Path parts;
  private final Path locks;
  private final long maxBytes;
  private final InstantSource clock;

  public ContentCache(Path folder, long maxBytes, InstantSource clock) throws IOException {
    this.objects = Files.createDirectories(folder.resolve("objects"));
    this.index = Files.createDirectories(folder.resolve("index"));
    this.parts = Files.createDirectories(folder.resolve("parts"));
    this.locks = Files.createDirectories(folder.resolve("locks"));
    this.maxBytes = maxBytes;
    this.clock = clock;
  }

  /// The folder whose disk the contents take.
  public Path folder() {
    return objects;
  }

  /// Whether the content, in the version that was found, is here already.
  public boolean has(Wanted wanted, Found found) throws IOException {
    var key = key(wanted, found);
    return key.isPresent() && object(key.get()).isPresent();
  }

  /// Puts the content at `target`, fetched first if it is not here. The target shares its bytes
  /// with the cache where the file system can (a hard link), so it must only be read.
  ///
  /// @throws ChecksumException when the source's content is not the one that is wanted
  public void place(Wanted wanted, Found found, Path target, LongConsumer fetched)
      throws IOException, InterruptedException {
    var key = key(wanted, found);
    var name = key.orElseGet(() -> Sha256.of(bytes("unversioned " + wanted.url())).hex());
    try (var _ = NamedLock.take(locks.resolve(name))) {
      var known = key.isPresent() ? object(name) : Optional.<Path>empty();
      if (known.isPresent()) {
        try (var _ = NamedLock.take(locks.resolve("all"))) {
          if (Files.exists(known.get())) {
            use(known.get(), target);
            return;
          }
        }
      }
      fetch(wanted, found, name, key.isPresent(), target, fetched);
    }
  }

  private void fetch(
      Wanted wanted, Found found, String name, boolean versioned, Path target, LongConsumer fetched)
      throws IOException, InterruptedException {
    var part = parts.resolve(name);
    new Download(Source.at(wanted.url()), found, part, versioned).run(fetched);
    var sha256 = checked(wanted, part);
    // What goes on the card is readable by all and written by root alone.
    Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rw-r--r--"));
    try (var _ = NamedLock.take(locks.resolve("all"))) {
      var object = objects.resolve(sha256.hex());
      Files.move(part, object, StandardCopyOption.ATOMIC_MOVE);
      use(object, target);
      if (versioned) {
        var fresh = Files.writeString(parts.resolve(name + ".index"), sha256.hex());
        Files.move(fresh, index.resolve(name), StandardCopyOption.ATOMIC_MOVE);
      }
      evict();
    }
  }

  private static Sha256 checked(Wanted wanted, Path part) throws IOException, InterruptedException {
    if (wanted.checksum().isPresent()) {
      var checksum = wanted.checksum().get();
      var actual = Hashing.hex(part, checksum.algorithm());
      if (!actual.equals(checksum.value())) {
        Files.delete(part);
        throw new ChecksumException(checksum, actual);
      }
    }
    return Hashing.sha256(part);
  }

  private void use(Path object, Path target) throws IOException {
    Files.setLastModifiedTime(object, FileTime.from(clock.instant()));
    try {
      Files.createLink(target, object);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (IOException | UnsupportedOperationException e) {
      Files.copy(object, target); // another file system, or too many links
    }
  }

  private void evict() throws IOException {
    long total = 0;
    try (var kept = Files.list(objects)) {
      var newestFirst =
          kept.sorted(Comparator.comparing(ContentCache::lastUse).reversed()).toList();
      for (var object : newestFirst) {
        total += Files.size(object);
        if (total > maxBytes) {
          Files.delete(object);
        }
      }
    }
    try (var names = Files.list(index)) {
      for (var entry : names.toList()) {
        if (!Files.exists(objects.resolve(Files.readString(entry)))) {
          Files.delete(entry);
        }
      }
    }
  }

  private static FileTime lastUse(Path object) {
    try {
      return Files.getLastModifiedTime(object);
    } catch (IOException e) {
      return FileTime.fromMillis(0);
    }
  }

  private Optional<Path> object(String key) throws IOException {
    var entry = index.resolve(key);
    return Files.exists(entry)
        ? Optional.of(objects.resolve(Files.readString(entry))).filter(Files::exists)
        : Optional.empty();
  }

  /// Empty when neither a checksum nor a version tells one content of the URL from the next.
  private static Optional<String> key(Wanted wanted, Found found) {
    var version =
        wanted
            .checksum()
            .map(c -> c.algorithm().wire() + ":" + c.value())
            .or(() -> found.version().map(v -> v + " " + found.size()));
    return version.map(v -> Sha256.of(bytes(wanted.url() + "\n" + v)).hex());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
