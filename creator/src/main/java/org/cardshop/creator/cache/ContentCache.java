package org.cardshop.creator.cache;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.cardshop.core.image.Sha256;
import org.cardshop.creator.map.Holes;
import org.cardshop.creator.source.Found;
import org.cardshop.creator.source.Source;
import org.cardshop.platform.recipe.Checksum;

/// Contents on disk, each under the SHA-256 of its bytes (or of the key that they follow from); an
/// index remembers which URL, in which version, gave which content. Bounded: what was used longest
/// ago goes first. Any number of builds and processes may use one cache at once.
///
/// ```
/// objects/<sha256>   contents        index/<key>   the sha256 that a URL and version gave
/// notes/<sha256>     where an object comes from, what it takes; touched when it is used
/// digests/<key>      what a file elsewhere hashed to
/// parts/<key>        being made      locks/        one per key, and `all`
/// ```
public final class ContentCache {
  private final Path objects;
  private final Path index;
  private final Path notes;
  private final Path digests;
  private final Path parts;
  private final Path locks;
  private final long maxBytes;
  private final InstantSource clock;

  public ContentCache(Path folder, long maxBytes, InstantSource clock) throws IOException {
    this.objects = Files.createDirectories(folder.resolve("objects"));
    this.index = Files.createDirectories(folder.resolve("index"));
    this.notes = Files.createDirectories(folder.resolve("notes"));
    this.digests = Files.createDirectories(folder.resolve("digests"));
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

  /// Puts the content at `target`, as [#fetch] does.
  ///
  /// @throws ChecksumException when the source's content is not the one that is wanted
  public void place(Wanted wanted, Found found, Path target, LongConsumer fetched)
      throws IOException, InterruptedException {
    var _ = fetch(wanted, found, target, fetched);
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
      if (key.isPresent() && object(name).isPresent()) {
        var here = linked(object(name).get(), link);
        if (here.isPresent()) {
          return here.get();
        }
      }
      var part = parts.resolve(name.hex());
      new Download(Source.at(wanted.url()), found, part, key.isPresent()).run(fetched);
      return kept(checked(wanted, part), part, key, wanted.url(), link);
    }
  }

  /// Whether the content that follows from others by this key is here already.
  public boolean hasDerived(String key) {
    return Files.exists(objects.resolve(derivedName(key).hex()));
  }

  /// A content that follows from others, made if it is not here. Like fetched ones it counts for
  /// the cache's bound (what it takes on disk, without its holes) and stays as long as `link` does.
  ///
  /// @param key names whatever decides the content's bytes; of the same key there is one content
  public FileContent derive(String key, Path link, Maker maker)
      throws IOException, InterruptedException {
    var name = derivedName(key);
    try (var _ = NamedLock.take(locks.resolve(name.hex()))) {
      var here = linked(name, link);
      if (here.isPresent()) {
        return here.get();
      }
      var part = parts.resolve(name.hex());
      Files.deleteIfExists(part);
      maker.make(part);
      try (var made = FileChannel.open(part, StandardOpenOption.WRITE)) {
        made.force(true);
      }
      return kept(name, part, Optional.empty(), key, link);
    }
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
      write(digests, name, digest);
    }
    if (!digest.equals(checksum.value())) {
      throw new ChecksumException(checksum, digest);
    }
    return algorithm == Checksum.Algorithm.SHA256 ? file.hashedTo(new Sha256(digest)) : file;
  }

  private FileContent kept(Sha256 name, Path part, Optional<Sha256> key, String origin, Path link)
      throws IOException, InterruptedException {
    // What goes on the card is readable by all and written by root alone.
    Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rw-r--r--"));
    long onDisk = Holes.onDisk(part, Files.size(part));
    try (var _ = NamedLock.take(locks.resolve("all"))) {
      write(notes, name, new Note(origin, onDisk, clock.instant()).text());
      Files.move(part, objects.resolve(name.hex()), StandardCopyOption.ATOMIC_MOVE);
      var content = use(name, link);
      if (key.isPresent()) {
        write(index, key.get(), name.hex());
      }
      evict();
      return content;
    }
  }

  /// Empty when there is no such object.
  private Optional<FileContent> linked(Sha256 name, Path link)
      throws IOException, InterruptedException {
    try (var _ = NamedLock.take(locks.resolve("all"))) {
      return Files.exists(objects.resolve(name.hex()))
          ? Optional.of(use(name, link))
          : Optional.empty();
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

  private FileContent use(Sha256 name, Path link) throws IOException {
    var note = notes.resolve(name.hex());
    if (!Files.exists(note)) { // a cache of an older Cardshop
      var size = Files.size(objects.resolve(name.hex()));
      write(notes, name, new Note("", size, clock.instant()).text());
    }
    Files.setLastModifiedTime(note, FileTime.from(clock.instant()));
    var object = objects.resolve(name.hex());
    try {
      Files.createLink(link, object);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (IOException | UnsupportedOperationException e) {
      SparseCopy.run(object, link); // another file system, or too many links
    }
    return FileContent.kept(link, name);
  }

  private void write(Path folder, Sha256 name, String text) throws IOException {
    var fresh = Files.createTempFile(parts, name.hex(), ".text");
    Files.writeString(fresh, text);
    Files.move(fresh, folder.resolve(name.hex()), StandardCopyOption.ATOMIC_MOVE);
  }

  private void evict() throws IOException {
    long total = 0;
    try (var kept = Files.list(objects)) {
      var newestFirst = kept.sorted(Comparator.comparing(this::lastUse).reversed()).toList();
      for (var object : newestFirst) {
        total += onDisk(object);
        if (total > maxBytes) {
          Files.delete(object);
          Files.deleteIfExists(note(object));
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

  private long onDisk(Path object) throws IOException {
    var note = note(object);
    return Files.exists(note) ? Note.parse(Files.readString(note)).onDisk() : Files.size(object);
  }

  private FileTime lastUse(Path object) {
    try {
      return Files.getLastModifiedTime(note(object));
    } catch (IOException e) {
      return FileTime.fromMillis(0);
    }
  }

  private Path note(Path object) {
    return notes.resolve(object.getFileName());
  }

  private Optional<Sha256> object(Sha256 key) throws IOException {
    var entry = index.resolve(key.hex());
    return Files.exists(entry)
        ? Optional.of(new Sha256(Files.readString(entry)))
            .filter(name -> Files.exists(objects.resolve(name.hex())))
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
