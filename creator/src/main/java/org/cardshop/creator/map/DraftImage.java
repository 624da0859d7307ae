package org.cardshop.creator.map;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import org.cardshop.core.image.Chunk;
import org.cardshop.core.image.Manifest;
import org.cardshop.core.image.Sha256;
import org.cardshop.creator.draft.Draft;
import org.cardshop.platform.digest.Digests;
import org.jspecify.annotations.Nullable;

/// What comes of a draft: its manifest, frames and, on request, the image in a file. What earlier
/// builds know of its chunks is not found out again; where every chunk and the whole are known, no
/// content is read at all.
public final class DraftImage implements Frames {
  private final Cut cut;
  private final Known known;
  private final List<Sha256> keys;
  private final Known.@Nullable Facts[] facts;
  private @Nullable Sha256 whole;
  private volatile boolean isSpoiled;

  private DraftImage(Cut cut, Known known) {
    this.cut = cut;
    this.known = known;
    this.keys = cut.chunks().stream().map(Composition::key).toList();
    this.facts = keys.stream().map(key -> known.of(key).orElse(null)).toArray(Known.Facts[]::new);
    this.whole = isKnown() ? known.of(wholeKey()).map(Known.Facts::sha256).orElse(null) : null;
  }

  private DraftImage(CutFile.Kept kept, Known known) {
    this.cut = kept.cut();
    this.known = known;
    this.keys = cut.chunks().stream().map(Composition::key).toList();
    this.facts =
        kept.manifest().chunks().stream()
            .map(c -> new Known.Facts(c.sha256(), c.crc32c(), Math.toIntExact(c.stored())))
            .toArray(Known.Facts[]::new);
    this.whole = kept.manifest().sha256();
  }

  public static DraftImage of(Draft draft, Known known) {
    return new DraftImage(Cut.of(draft), known);
  }

  /// For whom an image is kept in this file; empty when none is, or one of another version.
  public static Optional<Sha256> keptFor(Path file) throws IOException {
    return CutFile.key(file);
  }

  /// An image that was made and kept by another process.
  public record Kept(Manifest manifest, DraftImage image) {}

  /// @throws IOException when the file is not what was written
  public static Kept kept(Path file, Known known) throws IOException {
    var kept = CutFile.read(file);
    return new Kept(kept.manifest(), new DraftImage(kept, known));
  }

  /// Keeps the image, once it is made, so that another process has its chunks as long as its
  /// contents are where they are.
  ///
  /// @param key for whom
  /// @param file a new name
  public void keep(String name, Sha256 key, Path file) throws IOException {
    CutFile.write(file, key, new CutFile.Kept(manifest(name), cut));
  }

  /// Some content is gone or is not what it was: not every chunk can be had any more.
  public boolean isSpoiled() {
    return isSpoiled;
  }

  /// Bytes of the image.
  public long size() {
    return cut.size();
  }

  /// Bytes that the image takes in a file: all but zero and free.
  public long dataBytes() {
    return cut.dataBytes();
  }

  /// Finds out what is not known and, when a file is given, writes the image to it on the way.
  ///
  /// @param file a new one
  /// @param done told how many bytes of the image were gone through
  /// @throws IOException when contents cannot be read or changed, or the disk is full; the file is
  ///   gone then
  public Manifest make(String name, Optional<Path> file, ChunkSink sink, LongConsumer done)
      throws IOException, InterruptedException {
    var told = new Telling(sink);
    told.goOn();
    if (file.isPresent()) {
      write(file.get(), told, done);
    } else if (whole == null) {
      pass(Optional.empty(), told, done);
    }
    done.accept(cut.size());
    return manifest(name);
  }

  private void write(Path file, Telling told, LongConsumer done)
      throws IOException, InterruptedException {
    var writer = ImageWriter.create(file, cut);
    boolean isWhole = false;
    try (writer) {
      pass(Optional.of(writer), told, done);
      writer.finish();
      isWhole = true;
    } finally {
      if (!isWhole) {
        Files.deleteIfExists(file);
      }
    }
  }

  private void pass(Optional<ImageWriter> writer, Telling told, LongConsumer done)
      throws IOException, InterruptedException {
    var before = facts.clone();
    try (var pass = new Pass(cut, writer, whole != null)) {
      var digest = pass.run(before, told, done);
      if (digest.isPresent()) {
        whole = digest.get();
        remember(before, whole);
      }
    }
  }

  private void remember(Known.@Nullable Facts[] before, Sha256 digest) throws IOException {
    var found = new LinkedHashMap<Sha256, Known.Facts>();
    for (int i = 0; i < facts.length; i++) {
      if (before[i] == null) {
        found.put(keys.get(i), facts(i));
      }
    }
    found.put(wholeKey(), new Known.Facts(digest, 0, 0));
    known.add(found);
  }

  /// Stands for the whole image's bytes.
  private Sha256 wholeKey() {
    var digest = Digests.sha256();
    digest.update(ByteBuffer.allocate(12).putInt('W').putLong(cut.size()).flip());
    for (int i = 0; i < facts.length; i++) {
      var span = cut.chunks().get(i).span();
      digest.update(ByteBuffer.allocate(16).putLong(span.offset()).putLong(span.length()).flip());
      digest.update(facts(i).sha256().hex().getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }
    return Sha256.of(digest);
  }

  private boolean isKnown() {
    return Arrays.stream(facts).noneMatch(f -> f == null);
  }

  private Known.Facts facts(int index) {
    var found = facts[index];
    if (found == null) {
      throw new IllegalStateException("chunk " + index + " was not read");
    }
    return found;
  }

  private Chunk chunk(int index) {
    var span = cut.chunks().get(index).span();
    var known = facts(index);
    return new Chunk(
        span.offset(), (int) span.length(), known.sha256(), known.crc32c(), known.stored());
  }

  private Manifest manifest(String name) {
    if (whole == null) {
      throw new IllegalStateException("the image was not read");
    }
    var chunks = new ArrayList<Chunk>(facts.length);
    for (int i = 0; i < facts.length; i++) {
      chunks.add(chunk(i));
    }
    return new Manifest(
        name, cut.size(), whole, Manifest.CHUNK_SIZE, cut.zero(), cut.free(), chunks);
  }

  @Override
  public byte[] frame(Chunk chunk) throws IOException {
    try {
      return made(chunk);
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      isSpoiled = true;
      throw e;
    }
  }

  private byte[] made(Chunk chunk) throws IOException {
    var composition = cut.at(chunk.span());
    try (var arena = Arena.ofConfined();
        var frame = new Frame()) {
      var plain = arena.allocate(chunk.length()).asByteBuffer();
      composition.read(plain);
      if (!Digests.sha256(plain.duplicate()).equals(chunk.sha256())) {
        throw composition.changed();
      }
      return frame.of(plain);
    }
  }

  /// Tells the sink each distinct chunk once, as far as all before it are known.
  private final class Telling implements Pass.Learned {
    private final ChunkSink sink;
    private final Set<Sha256> told = new HashSet<>();
    private int next;

    Telling(ChunkSink sink) {
      this.sink = sink;
    }

    @Override
    public void facts(int index, Known.Facts found) throws InterruptedException {
      facts[index] = found;
      goOn();
    }

    void goOn() throws InterruptedException {
      for (; next < facts.length && facts[next] != null; next++) {
        var chunk = chunk(next);
        if (told.add(chunk.sha256())) {
          sink.known(chunk, DraftImage.this);
        }
      }
    }
  }
}
