package org.cardshop.warehouse.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cardshop.core.image.Chunk;
import org.cardshop.core.image.Sha256;
import org.cardshop.platform.runtime.CrashPoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The chunks on the shelves. A chunk's time of change says when it was last stored or asked for.
public final class Chunks {
  private static final Logger LOG = LoggerFactory.getLogger(Chunks.class);

  /// Asking for a chunk is noted at most this often.
  private static final Duration NOTED_EVERY = Duration.ofHours(1);

  private static final Pattern NAME = Pattern.compile("([0-9a-f]{64})\\.zst");

  /// How an upload ended.
  public sealed interface Settled {
    record Stored() implements Settled {}

    record WasThere() implements Settled {}

    record Incomplete(long bytes) implements Settled {}

    record Wrong(String why) implements Settled {}
  }

  /// What a stored chunk turned out to be.
  public enum Condition {
    WHOLE,
    /// It has been removed, so that it can be stored anew.
    DAMAGED,
    ABSENT
  }

  public record Facts(long stored, Instant asked) {}

  private final Shelves shelves;
  private final Parts parts;
  private final Lock publishing;
  private final InstantSource clock;
  private final Map<Sha256, Frame.Whole> verified = new ConcurrentHashMap<>();

  /// @param publishing held while a chunk appears; collection holds its counterpart
  public Chunks(Shelves shelves, Parts parts, Lock publishing, InstantSource clock) {
    this.shelves = shelves;
    this.parts = parts;
    this.publishing = publishing;
    this.clock = clock;
  }

  public Optional<Facts> find(Sha256 sha256) throws IOException {
    var path = shelves.chunk(sha256);
    try {
      return Optional.of(new Facts(Files.size(path), Files.getLastModifiedTime(path).toInstant()));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  /// Notes that someone counts on the chunk; answers whether it is there.
  public boolean ask(Sha256 sha256) throws IOException {
    publishing.lock();
    try {
      var facts = find(sha256);
      var now = clock.instant();
      if (facts.isPresent() && facts.get().asked().isBefore(now.minus(NOTED_EVERY))) {
        Files.setLastModifiedTime(shelves.chunk(sha256), FileTime.from(now));
      }
      return facts.isPresent();
    } finally {
      publishing.unlock();
    }
  }

  /// The stored frame from `offset` on.
  public InputStream open(Sha256 sha256, long offset) throws IOException {
    ask(sha256);
    var file =
        FileChannel.open(shelves.chunk(sha256), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    return Channels.newInputStream(file.position(offset));
  }

  /// The chunk's plain bytes, checked against its name. A damaged chunk is removed, so that it can
  /// be stored anew.
  public byte[] plain(Sha256 sha256) throws IOException {
    if (!ask(sha256)) {
      throw new Refusal(
          550, "The image lacks the chunk " + sha256 + "; retry its order from the start ('all')");
    }
    var stored = Files.readAllBytes(shelves.chunk(sha256));
    try {
      var plain = Frame.plain(stored);
      if (Sha256.of(plain).equals(sha256)) {
        return plain;
      }
    } catch (IOException e) {
      LOG.debug("the chunk {} cannot be unpacked", sha256, e);
    }
    removeDamaged(sha256);
    throw new IOException(
        "The chunk "
            + sha256
            + " was damaged on the warehouse's disk and is removed; retry the image's order from"
            + " the start ('all')");
  }

  /// Reads the stored chunk, whatever is known of it, because someone doubts it.
  public Condition check(Sha256 sha256) throws IOException {
    if (!ask(sha256)) {
      return Condition.ABSENT;
    }
    verified.remove(sha256);
    return verified(sha256).isPresent() ? Condition.WHOLE : Condition.DAMAGED;
  }

  /// Names in the folder of chunks that begin with these two digits.
  public List<Sha256> list(String firstTwoDigits) throws IOException {
    return shelves.names(shelves.chunkFolder(firstTwoDigits)).stream()
        .map(NAME::matcher)
        .filter(Matcher::matches)
        .map(name -> new Sha256(name.group(1)))
        .toList();
  }

  /// Decides what becomes of a part after a transfer: it is published when its content matches its
  /// name, kept while it is incomplete, removed when it is wrong.
  public Settled settle(Owner owner, Sha256 sha256) throws IOException {
    var part = shelves.part(owner, sha256);
    return switch (read(part)) {
      case Frame.Incomplete _ -> new Settled.Incomplete(parts.size(owner, sha256));
      case Frame.Wrong(var why) -> remove(owner, sha256, why);
      case Frame.Whole whole when !whole.sha256().equals(sha256) ->
          remove(owner, sha256, "its content has the SHA-256 " + whole.sha256());
      case Frame.Whole whole -> publish(part, whole);
    };
  }

  /// Whether a chunk is there and its content is the one that it is named after; reads it.
  boolean isRight(Sha256 sha256) throws IOException {
    try {
      return read(shelves.chunk(sha256)) instanceof Frame.Whole whole
          && whole.sha256().equals(sha256);
    } catch (NoSuchFileException _) {
      return false;
    }
  }

  /// Whether the chunk is there with the size that the manifest says. Cheap.
  public boolean isThere(Chunk chunk) throws IOException {
    return find(chunk.sha256()).filter(facts -> facts.stored() == chunk.stored()).isPresent();
  }

  /// Compares the stored chunk with what a manifest says of it. Content that no one has looked at
  /// since the start is read; a damaged chunk is removed, so that it can be stored anew.
  ///
  /// @return nothing when the chunk is not there
  /// @throws Refusal when the manifest contradicts the chunk
  public Optional<Frame.Whole> verify(Chunk chunk) throws IOException {
    var found = verified(chunk.sha256());
    if (found.isPresent()) {
      requireEqual(chunk, found.get());
    }
    return found;
  }

  /// Forgets and deletes a chunk.
  void discard(Sha256 sha256) throws IOException {
    verified.remove(sha256);
    Files.deleteIfExists(shelves.chunk(sha256));
  }

  private Settled publish(Path part, Frame.Whole whole) throws IOException {
    publishing.lock();
    try {
      var path = shelves.chunk(whole.sha256());
      var now = FileTime.from(clock.instant());
      if (Files.exists(path)) {
        Files.setLastModifiedTime(path, now);
        Files.deleteIfExists(part);
        return new Settled.WasThere();
      }
      Files.setLastModifiedTime(part, now);
      CrashPoint.at("chunk.checked");
      Shelves.publish(part, path);
      CrashPoint.at("chunk.shelved");
      verified.put(whole.sha256(), whole);
      return new Settled.Stored();
    } catch (IOException e) {
      throw DiskFull.orElse(shelves.root(), e);
    } finally {
      publishing.unlock();
    }
  }

  private Settled remove(Owner owner, Sha256 sha256, String why) throws IOException {
    parts.remove(owner, sha256);
    return new Settled.Wrong(why);
  }

  private Optional<Frame.Whole> verified(Sha256 sha256) throws IOException {
    var known = verified.get(sha256);
    var facts = find(sha256);
    if (facts.isEmpty() || (known != null && known.stored() == facts.get().stored())) {
      return facts.map(_ -> known);
    }
    if (read(shelves.chunk(sha256)) instanceof Frame.Whole w && w.sha256().equals(sha256)) {
      verified.put(sha256, w);
      return Optional.of(w);
    }
    removeDamaged(sha256);
    return Optional.empty();
  }

  private void removeDamaged(Sha256 sha256) throws IOException {
    LOG.error("the chunk {} is damaged on disk and was removed", sha256);
    discard(sha256);
  }

  private static Frame read(Path path) throws IOException {
    return Files.size(path) > Frame.LONGEST_STORED
        ? new Frame.Wrong("it is longer than any chunk may be")
        : Frame.inspect(Files.readAllBytes(path));
  }

  private static void requireEqual(Chunk said, Frame.Whole found) throws Refusal {
    var asFound =
        new Chunk(said.offset(), found.length(), found.sha256(), found.crc32c(), found.stored());
    if (!asFound.equals(said)) {
      throw new Refusal(550, "The manifest says " + said + ", but the warehouse holds " + asFound);
    }
  }
}
