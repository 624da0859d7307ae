package org.cardshop.writer.chunk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.cardshop.core.image.Sha256;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The directory of frames, `<sha256>.zst`, and its bound: when room is needed, there or on the
/// disk, what was longest out of use goes, but nothing that is pinned. How recent a use is outlives
/// the process as the file's time.
final class FrameShelf {
  private static final Logger LOG = LoggerFactory.getLogger(FrameShelf.class);
  private static final String SUFFIX = ".zst";

  /// Bytes of the disk that are left for what this host must be able to note down.
  private static final long SPARE = 8 << 20;

  private final Path directory;
  private final long bound;
  private final InstantSource clock;

  /// Bytes of each frame, least recently used first.
  private final Map<Sha256, Long> frames = new LinkedHashMap<>(16, 0.75f, true);

  private final Map<Sha256, Integer> pins = new HashMap<>();
  private long held;
  private long reserved;
  private long parts;

  FrameShelf(Path directory, long bound, InstantSource clock) throws IOException {
    this.directory = Files.createDirectories(directory);
    this.bound = bound;
    this.clock = clock;
    try (Stream<Path> files = Files.list(directory)) {
      for (var file : files.sorted(Comparator.comparing(FrameShelf::lastUse)).toList()) {
        takeStock(file);
      }
    }
  }

  synchronized boolean has(Sha256 name) {
    return frames.containsKey(name);
  }

  Path path(Sha256 name) {
    return directory.resolve(name.hex() + SUFFIX);
  }

  /// Makes room for a frame to come and names the file to put it in until it is checked.
  synchronized Path reserve(Sha256 name, long bytes) throws IOException {
    makeRoom(bytes);
    reserved += bytes;
    return directory.resolve(name.hex() + "." + ++parts + ".part");
  }

  /// Takes the checked frame in. What a crash leaves torn is found when it is read.
  synchronized void store(Sha256 name, Path part) throws IOException {
    long bytes = Files.size(part);
    Files.move(part, path(name), StandardCopyOption.ATOMIC_MOVE);
    var before = frames.put(name, bytes);
    held += bytes - (before == null ? 0 : before);
  }

  /// Ends what [#reserve] began, whether a frame came or not.
  synchronized void release(Path part, long bytes) throws IOException {
    reserved -= bytes;
    Files.deleteIfExists(part);
  }

  synchronized void delete(Sha256 name) throws IOException {
    var bytes = frames.remove(name);
    if (bytes != null) {
      held -= bytes;
      Files.deleteIfExists(path(name));
    }
  }

  /// Keeps the frames, there or still to come, until [#unpin].
  synchronized void pin(Collection<Sha256> names) throws IOException {
    for (var name : names) {
      pins.merge(name, 1, Integer::sum);
      if (frames.get(name) != null) {
        Files.setLastModifiedTime(path(name), FileTime.from(clock.instant()));
      }
    }
  }

  synchronized void unpin(Collection<Sha256> names) {
    names.forEach(name -> pins.computeIfPresent(name, (_, n) -> n == 1 ? null : n - 1));
  }

  private void makeRoom(long bytes) throws IOException {
    for (var name : frames.keySet().stream().filter(n -> !pins.containsKey(n)).toList()) {
      if (held + reserved + bytes <= bound && onDisk() >= bytes) {
        return;
      }
      LOG.debug("chunk {} makes room", name);
      delete(name);
    }
    if (held + reserved + bytes > bound) {
      throw new IOException(
          "The chunk cache in "
              + directory
              + " may hold "
              + bound
              + " bytes, which is too little for the images that are being written; give it more"
              + " room or write fewer images at once.");
    }
    if (onDisk() < bytes) {
      throw new NoRoomException(directory, onDisk(), bytes);
    }
  }

  /// Bytes that the disk has for frames. What is on its way may have come in part already and is
  /// then counted twice: a few chunks at most.
  private long onDisk() {
    return Math.max(0, directory.toFile().getUsableSpace() - reserved - SPARE);
  }

  private void takeStock(Path file) throws IOException {
    var name = String.valueOf(file.getFileName());
    if (name.endsWith(".part")) {
      Files.delete(file);
    } else if (name.matches("[0-9a-f]{64}\\.zst")) {
      long bytes = Files.size(file);
      frames.put(new Sha256(name.substring(0, name.length() - SUFFIX.length())), bytes);
      held += bytes;
    }
  }

  private static FileTime lastUse(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      LOG.warn("cannot see how old {} is; it goes first when room is needed", file, e);
      return FileTime.fromMillis(0);
    }
  }
}
