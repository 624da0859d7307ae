package org.cardshop.creator.cache;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import org.cardshop.core.image.Sha256;
import org.cardshop.creator.source.Found;
import org.cardshop.creator.source.Reach;
import org.cardshop.creator.source.Source;
import org.cardshop.platform.recipe.Checksum;
import org.cardshop.platform.runtime.CrashPoint;

/// Contents on disk, each under the SHA-256 of its bytes (or of the key that they follow from); an
/// index remembers which URL, in which version, gave which content. Bounded: what was used longest
/// ago goes first, by its policy. Any number of builds and processes may use one cache at once.
///
/// ```
/// objects/<sha256>   contents        index/<key>   the sha256 that a URL and version gave
/// notes/<sha256>     where an object comes from, what it takes; touched when it is used
/// seen/<key>         what a URL's source said when its content came
/// digests/<key>      what a file elsewhere hashed to
/// parts/<key>        being made      locks/        one per key, and `all`
/// ```
public final class ContentCache {
  /// Parts and what is remembered of files elsewhere are dropped when untouched for so long.
  private static final Duration FORGOTTEN = Duration.ofDays(30);

  private static final Duration TIDY = Duration.ofHours(1);

  private final Shelf shelf;
  private final Path index;
  private final Path seen;
  private final Path digests;
  private final Path parts;
  private final Path locks;
  private final Path tidied;
  private final Policy policy;
  private final Reach reach;
  private final InstantSource clock;

  public ContentCache(Path folder, long maxBytes, InstantSource clock) throws IOException {
    this(folder, Policy.ofSize(maxBytes), clock);
  }

  public ContentCache(Path folder, Policy policy, InstantSource clock) throws IOException {
    this(folder, policy, Reach.ANYWHERE, clock);
  }

  /// @param reach how far recipes may reach for their contents
  public ContentCache(Path folder, Policy policy, Reach reach, InstantSource clock)
      throws IOException {
    this.reach = reach;
    this.shelf = new Shelf(folder, policy, clock);
    this.index = Files.createDirectories(folder.resolve("index"));
    this.seen = Files.createDirectories(folder.resolve("seen"));
    this.digests = Files.createDirectories(folder.resolve("digests"));
    this.parts = Files.createDirectories(folder.resolve("parts"));
    this.locks = Files.createDirectories(folder.resolve("locks"));
    this.tidied = locks.resolve("tidied");
    this.policy = policy;
    this.clock = clock;
  }

  public Reach reach() {
    return reach;
  }

  /// The folder whose disk the contents take.
  public Path folder() {
    return shelf.folder();
  }

  /// Whether the content, in the version that was found, is here already.
  public boolean has(Wanted wanted, Found found) throws IOException {
    var key = key(wanted, found);
    return key.isPresent() && object(key.get()).isPresent();
  }

  /// What was found of the content when it came, if it is here and the policy takes it to be
  /// current (`check_after`), so that its source need not be asked.
  public Optional<Found> current(Wanted wanted) throws IOException {
    var period = policy.checkAfter(Entry.Kind.FILE, wanted.origin());
    var note = seen.resolve(Sha256.of(bytes(wanted.url())).hex());
    if (period.isEmpty() || !Files.exists(note)) {
      return Optional.empty();
    }
    var lines = Files.readString(note).split("\n", 2);
    var came = Files.getLastModifiedTime(note).toInstant();
    if (lines.length < 2 || came.plus(period.get()).isBefore(clock.instant())) {
      return Optional.empty();
    }
    var found = new Found(OptionalLong.of(Long.parseLong(lines[0])), Optional.of(lines[1]));
    return has(wanted, found) ? Optional.of(found) : Optional.empty();
  }

  /// The content, fetched first if it is not here. It stays where it is for as long as `link` does,
  /// which shares its bytes with the cache where the file system can (a hard link).
  ///
  /// @param link a new name, on the cache's disk at best
  /// @param fetched told the bytes of the content that are here
  /// @throws ChecksumException when the source's content is not the one that is wanted
  public FileContent fetch(Wanted wanted, Found found, Path link, LongConsumer fetched)
      throws IOException, InterruptedException {
    var key = key(wanted, found);
    var name = key.orElseGet(() -> Sha256.of(bytes("unversioned " + wanted.url())));
    try (var _ = NamedLock.take(locks.resolve(name.hex()))) {
      var known = key.isPresent() ? object(name) : Optional.<Sha256>empty();
      var here =
          known.isPresent() ? shelf.linked(known.get(), link) : Optional.<FileContent>empty();
      if (here.isPresent()) {
        return here.get();
      }
      var part = parts.resolve(name.hex());
      new Download(Source.at(wanted.url(), reach), found, part, key.isPresent()).run(fetched);
      CrashPoint.at("content.fetched");
      var sha256 = checked(wanted, part);
      var content = shelf.take(sha256, part, Entry.Kind.FILE, wanted.origin(), link);
      CrashPoint.at("content.kept");
      if (key.isPresent()) {
        shelf.write(index, name, sha256.hex());
      }
      if (found.version().isPresent() && found.size().isPresent()) {
        var url = Sha256.of(bytes(wanted.url()));
        shelf.write(seen, url, found.size().getAsLong() + "\n" + found.version().get());
        Files.setLastModifiedTime(seen.resolve(url.hex()), FileTime.from(clock.instant()));
      }
      return content;
    }
  }

  /// Whether the content that follows from others by this key is here already.
  public boolean hasDerived(String key) {
    return shelf.has(derivedName(key));
  }

  /// A content that follows from others, made if it is not here. Like fetched ones it counts for
  /// the cache's bound (what it takes on disk, without its holes) and stays as long as `link` does.
  ///
  /// @param key names whatever decides the content's bytes; of the same key there is one content
  public FileContent derive(String key, Path link, Maker maker)
      throws IOException, InterruptedException {
    return made(Entry.Kind.DERIVED, key, key, link, maker);
  }

  /// A container image, the same way.
  ///
  /// @param name with its registry and tag, by which the policy's filters know it
  public FileContent image(String name, String key, Path link, Maker maker)
      throws IOException, InterruptedException {
    return made(Entry.Kind.IMAGE, name, key, link, maker);
  }

  private FileContent made(Entry.Kind kind, String origin, String key, Path link, Maker maker)
      throws IOException, InterruptedException {
    var name = derivedName(key);
    try (var _ = NamedLock.take(locks.resolve(name.hex()))) {
      var here = shelf.linked(name, link);
      if (here.isPresent()) {
        return here.get();
      }
      var part = parts.resolve(name.hex());
      Files.deleteIfExists(part);
      maker.make(part);
      try (var made = FileChannel.open(part, StandardOpenOption.WRITE)) {
        made.force(true);
      }
      return shelf.take(name, part, kind, origin, link);
    }
  }

  /// Tidies when something came, or when that was long ago. Looking through everything takes time
  /// that a build from known contents does not have.
  public void tidyWhenDue() throws IOException, InterruptedException {
    boolean isDue = shelf.hasGrown() || !Files.exists(tidied);
    if (isDue
        || Files.getLastModifiedTime(tidied).toInstant().plus(TIDY).isBefore(clock.instant())) {
      tidy();
    }
  }

  /// Drops what the policy does not keep, and what interrupted builds left.
  public void tidy() throws IOException, InterruptedException {
    Files.writeString(tidied, "");
    Files.setLastModifiedTime(tidied, FileTime.from(clock.instant()));
    shelf.tidy();
    for (var folder : List.of(parts, digests, seen)) {
      forget(folder, file -> isForgotten(file));
    }
    forget(index, entry -> !shelf.has(new Sha256(Files.readString(entry))));
  }

  private interface Condition {
    boolean isTrue(Path file) throws IOException;
  }

  private static void forget(Path folder, Condition drop) throws IOException {
    try (var files = Files.list(folder)) {
      for (var file : files.toList()) {
        if (Files.exists(file) && drop.isTrue(file)) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private boolean isForgotten(Path file) throws IOException {
    var touched = Files.getLastModifiedTime(file).toInstant();
    return touched.plus(FORGOTTEN).isBefore(clock.instant());
  }

  private static Sha256 derivedName(String key) {
    return Sha256.of(bytes("derived " + key));
  }

  /// A file in place whose checksum is right. It is hashed once: what it hashes to is remembered
  /// for as long as the file stays as it is.
  ///
  /// @param checksum of kind digest
  /// @throws ChecksumException when the file is another
  public FileContent checked(FileContent file, Checksum checksum)
      throws IOException, InterruptedException {
    var algorithm = checksum.algorithm();
    var name = Sha256.of(bytes(algorithm.wire() + " of " + file.identity()));
    var known = digests.resolve(name.hex());
    boolean isKnown = Files.exists(known);
    var digest = isKnown ? Files.readString(known) : Hashing.hex(file.path(), algorithm);
    file.requireUnchanged();
    if (!isKnown) {
      shelf.write(digests, name, digest);
    }
    if (!digest.equals(checksum.value())) {
      throw new ChecksumException(checksum, digest);
    }
    return algorithm == Checksum.Algorithm.SHA256 ? file.hashedTo(new Sha256(digest)) : file;
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

  private Optional<Sha256> object(Sha256 key) throws IOException {
    var entry = index.resolve(key.hex());
    return Files.exists(entry)
        ? Optional.of(new Sha256(Files.readString(entry))).filter(shelf::has)
        : Optional.empty();
  }

  /// Empty when neither a checksum nor a version tells one content of the URL from the next.
  private static Optional<Sha256> key(Wanted wanted, Found found) {
    var version =
        wanted
            .checksum()
            .map(c -> c.algorithm().wire() + ":" + c.value())
            .or(() -> found.version().map(v -> v + " " + found.size()));
    return version.map(v -> Sha256.of(bytes(wanted.url() + "\n" + v)));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
