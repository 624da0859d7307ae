package org.cardshop.creator.map;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;
import org.cardshop.core.image.Manifest;
import org.cardshop.core.image.Sha256;
import org.cardshop.layout.content.Content;
import org.cardshop.platform.wire.MalformedException;
import org.cardshop.platform.wire.ManifestJson;

/// What a finished image's chunks are put together from, in a file: bytes that were made, and where
/// contents lie. It has its name only when the disk has all of it, and says no when a byte of it is
/// another; whether contents are what they were is seen when a chunk is read.
///
/// All numbers big-endian: `CARDCUT1`, key 32, manifest (length 4, JSON), files (count 4; each path
/// (length 4, UTF-8), size 8, identity 32), chunks in the manifest's order (each: count of segments
/// 4; each: kind 1, length 4, then the bytes if made, number of the file 4 and offset in it 8 if
/// taken), CRC-32C of all that 4.
final class CutFile {
  private static final byte[] MAGIC = "CARDCUT1".getBytes(StandardCharsets.US_ASCII);
  private static final int DIGEST = 32;
  private static final int HEAD = MAGIC.length + DIGEST;
  private static final byte ZEROS = 0;
  private static final byte MADE = 1;
  private static final byte TAKEN = 2;

  private CutFile() {}

  record Kept(Manifest manifest, Cut cut) {}

  /// A file of an earlier process; whoever reads it knows by digest whether it is still the same.
  private record Lying(Path file, long size, Sha256 identity) implements Content {
    @Override
    public void read(long from, ByteBuffer into) throws IOException {
      try (var channel = FileChannel.open(file)) {
        for (long at = from; into.hasRemaining(); ) {
          int n = channel.read(into, at);
          if (n < 0) {
            throw new IOException(file + " ends at " + at);
          }
          at += n;
        }
      }
    }

    @Override
    public Optional<InFile> inFile() {
      return Optional.of(new InFile(this, file, 0));
    }

    @Override
    public String toString() {
      return file.toString();
    }
  }

  /// @param key for whom it is kept
  /// @param to a new name; contents beside it are found again wherever their folder is moved
  static void write(Path to, Sha256 key, Kept kept) throws IOException {
    var draft = to.resolveSibling(to.getFileName() + ".draft");
    // Not through a channel: an interruption must not cost the image.
    try (var file = new FileOutputStream(draft.toFile());
        var out = new BufferedOutputStream(file, 1 << 16)) {
      var checked = new CheckedOutputStream(out, new CRC32C());
      new Writing(new DataOutputStream(checked), to.resolveSibling("")).write(key, kept);
      new DataOutputStream(out).writeInt((int) checked.getChecksum().getValue());
      out.flush();
      file.getFD().sync();
    }
    Files.move(draft, to, StandardCopyOption.ATOMIC_MOVE);
  }

  /// For whom the file is kept; empty when it is none of this version.
  static Optional<Sha256> key(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      var head = ByteBuffer.wrap(in.readNBytes(HEAD));
      return head.remaining() == HEAD && hasMagic(head)
          ? Optional.of(digest(head))
          : Optional.empty();
    }
  }

  /// @throws IOException when the file is not what was written
  static Kept read(Path file) throws IOException {
    try (var channel = FileChannel.open(file)) {
      var bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
      int end = bytes.capacity() - Integer.BYTES;
      if (end < HEAD || !isWhole(bytes, end) || !hasMagic(bytes.limit(end))) {
        throw new IOException(file + " is damaged");
      }
      bytes.position(HEAD);
      return read(bytes, file.resolveSibling(""));
    } catch (BufferUnderflowException
        | IndexOutOfBoundsException
        | IllegalArgumentException
        | MalformedException e) {
      throw new IOException(file + " is damaged", e);
    }
  }

  private static boolean isWhole(ByteBuffer bytes, int end) {
    var crc = new CRC32C();
    crc.update(bytes.slice(0, end));
    return bytes.getInt(end) == (int) crc.getValue();
  }

  private static boolean hasMagic(ByteBuffer head) {
    var magic = new byte[MAGIC.length];
    head.get(magic);
    return Arrays.equals(magic, MAGIC);
  }

  private static Kept read(ByteBuffer from, Path folder) {
    var manifest = ManifestJson.read(bytes(from));
    var files = new ArrayList<Content>();
    for (int left = from.getInt(); left > 0; left--) {
      var path = folder.resolve(new String(bytes(from), StandardCharsets.UTF_8));
      files.add(new Lying(path, from.getLong(), digest(from)));
    }
    var chunks = new ArrayList<Composition>();
    for (var chunk : manifest.chunks()) {
      var segments = new ArrayList<Segment>();
      for (int left = from.getInt(); left > 0; left--) {
        segments.add(segment(from, files));
      }
      chunks.add(new Composition(chunk.span(), segments));
    }
    return new Kept(manifest, new Cut(manifest.size(), manifest.zero(), manifest.free(), chunks));
  }

  private static Segment segment(ByteBuffer from, List<Content> files) {
    byte kind = from.get();
    int length = from.getInt();
    return switch (kind) {
      case ZEROS -> new Segment.Zeros(length);
      case MADE -> {
        var bytes = from.slice(from.position(), length);
        from.position(from.position() + length);
        yield new Segment.Made(bytes);
      }
      case TAKEN -> {
        var content = files.get(from.getInt());
        yield new Segment.Taken(content, from.getLong(), length);
      }
      default -> throw new IllegalArgumentException("there is no kind " + kind);
    };
  }

  private static byte[] bytes(ByteBuffer from) {
    int length = from.getInt();
    if (length < 0 || length > from.remaining()) {
      throw new BufferUnderflowException();
    }
    var bytes = new byte[length];
    from.get(bytes);
    return bytes;
  }

  private static Sha256 digest(ByteBuffer from) {
    var digest = new byte[DIGEST];
    from.get(digest);
    return new Sha256(HexFormat.of().formatHex(digest));
  }

  private static final class Writing {
    private final DataOutputStream out;
    private final Path folder;
    private final Map<Path, Integer> numbers = new LinkedHashMap<>();

    Writing(DataOutputStream out, Path folder) {
      this.out = out;
      this.folder = folder;
    }

    void write(Sha256 key, Kept kept) throws IOException {
      out.write(MAGIC);
      out.write(HexFormat.of().parseHex(key.hex()));
      writeBytes(ManifestJson.write(kept.manifest()));
      writeFiles(kept.cut());
      for (var chunk : kept.cut().chunks()) {
        out.writeInt(chunk.segments().size());
        for (var segment : chunk.segments()) {
          write(segment);
        }
      }
      out.flush();
    }

    private void writeFiles(Cut cut) throws IOException {
      var files = new LinkedHashMap<Path, Content>();
      for (var chunk : cut.chunks()) {
        for (var segment : chunk.segments()) {
          if (segment instanceof Segment.Taken(var content, _, _)) {
            content.inFile().ifPresent(in -> files.putIfAbsent(in.file(), in.whole()));
          }
        }
      }
      out.writeInt(files.size());
      for (var file : files.entrySet()) {
        numbers.put(file.getKey(), numbers.size());
        var path = file.getKey().toAbsolutePath();
        var named = path.startsWith(folder) ? folder.relativize(path) : path;
        writeBytes(named.toString().getBytes(StandardCharsets.UTF_8));
        out.writeLong(file.getValue().size());
        out.write(HexFormat.of().parseHex(file.getValue().identity().hex()));
      }
    }

    private void write(Segment segment) throws IOException {
      switch (segment) {
        case Segment.Zeros(var length) -> head(ZEROS, length);
        case Segment.Made(var bytes) -> made(bytes.duplicate());
        case Segment.Taken(var content, var from, var length) -> {
          var in = content.inFile();
          if (in.isPresent()) {
            head(TAKEN, length);
            out.writeInt(numbers.getOrDefault(in.get().file(), -1));
            out.writeLong(in.get().from() + from);
          } else {
            var bytes = ByteBuffer.allocate(length);
            content.read(from, bytes);
            made(bytes.flip());
          }
        }
      }
    }

    private void made(ByteBuffer bytes) throws IOException {
      head(MADE, bytes.remaining());
      var some = new byte[bytes.remaining()];
      bytes.get(some);
      out.write(some);
    }

    private void head(byte kind, int length) throws IOException {
      out.writeByte(kind);
      out.writeInt(length);
    }

    private void writeBytes(byte[] bytes) throws IOException {
      out.writeInt(bytes.length);
      out.write(bytes);
    }
  }
}
