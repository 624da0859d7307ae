package org.cardshop.creator.cache;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Optional;
import org.cardshop.core.image.Sha256;
import org.cardshop.creator.map.Holes;

/// The contents of a cache and what is remembered of each. Every change happens under one lock, so
/// that nothing goes between being found and being linked.
final class Shelf {
  /// Looking through everything costs as much as there is: it happens after so small a part more.
  private static final int PART = 16;

  private final Path objects;
  private final Path notes;
  private final Path fresh;
  private final Path lock;
  private final Policy policy;
  private final InstantSource clock;
  private long kept;
  private long added;

  Shelf(Path folder, Policy policy, InstantSource clock) throws IOException {
    this.objects = Files.createDirectories(folder.resolve("objects"));
    this.notes = Files.createDirectories(folder.resolve("notes"));
    this.fresh = Files.createDirectories(folder.resolve("parts"));
    this.lock = Files.createDirectories(folder.resolve("locks")).resolve("all");
    this.policy = policy;
    this.clock = clock;
  }

  Path folder() {
    return objects;
  }

  boolean has(Sha256 name) {
    return Files.exists(objects.resolve(name.hex()));
  }

  /// Empty when there is no such object, or someone changed it.
  Optional<FileContent> linked(Sha256 name, Path link) throws IOException, InterruptedException {
    try (var _ = NamedLock.take(lock)) {
      return has(name) && isWhole(name) ? Optional.of(use(name, link)) : Optional.empty();
    }
  }

  /// Takes a finished part, or hands it straight on when the policy keeps nothing of its kind.
  FileContent take(Sha256 name, Path part, Entry.Kind kind, String origin, Path link)
      throws IOException, InterruptedException {
    // What goes on the card is readable by all and written by root alone.
    Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rw-r--r--"));
    if (!policy.keeps(kind, origin)) {
      Files.move(part, link);
      return FileContent.kept(link, name);
    }
    var version = FileVersion.of(part);
    long onDisk = Holes.onDisk(part, version.size());
    try (var _ = NamedLock.take(lock)) {
      note(name, new Note(kind, origin, onDisk, version.modified(), clock.instant()));
      Files.move(part, objects.resolve(name.hex()), StandardCopyOption.ATOMIC_MOVE);
      var content = use(name, link);
      added++;
      if (added * PART >= kept) {
        sweep();
      }
      return content;
    }
  }

  /// Whether something came since everything was looked through.
  boolean hasGrown() throws IOException, InterruptedException {
    try (var _ = NamedLock.take(lock)) {
      return added > 0;
    }
  }

  /// Drops what the policy does not keep.
  void tidy() throws IOException, InterruptedException {
    try (var _ = NamedLock.take(lock)) {
      sweep();
    }
  }

  private boolean isWhole(Sha256 name) throws IOException {
    var object = objects.resolve(name.hex());
    var note = noted(name);
    if (note.isPresent() && !note.get().modified().equals(Files.getLastModifiedTime(object))) {
      remove(name.hex());
      return false;
    }
    return true;
  }

  private FileContent use(Sha256 name, Path link) throws IOException {
    var object = objects.resolve(name.hex());
    if (noted(name).isEmpty()) { // a cache of an older Cardshop
      note(name, unknown(object));
    }
    Files.setLastModifiedTime(notes.resolve(name.hex()), FileTime.from(clock.instant()));
    try {
      Files.createLink(link, object);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (IOException | UnsupportedOperationException e) {
      SparseCopy.run(object, link); // another file system, or too many links
    }
    return FileContent.kept(link, name);
  }

  private void sweep() throws IOException {
    var entries = new ArrayList<Entry>();
    try (var all = Files.list(objects)) {
      for (var object : all.toList()) {
        entries.add(entry(new Sha256(String.valueOf(object.getFileName()))));
      }
    }
    var surplus = policy.surplus(entries, clock.instant());
    for (var entry : surplus) {
      remove(entry.name());
    }
    kept = (long) entries.size() - surplus.size();
    added = 0;
  }

  private void remove(String name) throws IOException {
    Files.deleteIfExists(objects.resolve(name));
    Files.deleteIfExists(notes.resolve(name));
  }

  private Entry entry(Sha256 name) throws IOException {
    var note = noted(name).orElse(unknown(objects.resolve(name.hex())));
    var at = notes.resolve(name.hex());
    var used = Files.exists(at) ? Files.getLastModifiedTime(at) : FileTime.fromMillis(0);
    return new Entry(
        name.hex(), note.kind(), note.origin(), note.onDisk(), note.came(), used.toInstant());
  }

  private Note unknown(Path object) throws IOException {
    return new Note(
        Entry.Kind.FILE,
        "",
        Files.size(object),
        Files.getLastModifiedTime(object),
        clock.instant());
  }

  private Optional<Note> noted(Sha256 name) throws IOException {
    var note = notes.resolve(name.hex());
    return Files.exists(note) ? Note.parse(Files.readString(note)) : Optional.empty();
  }

  private void note(Sha256 name, Note note) throws IOException {
    write(notes, name, note.text());
  }

  /// Writes a small file whole or not at all.
  void write(Path folder, Sha256 name, String text) throws IOException {
    var part = Files.createTempFile(fresh, name.hex(), ".text");
    Files.writeString(part, text);
    Files.move(part, folder.resolve(name.hex()), StandardCopyOption.ATOMIC_MOVE);
  }
}
