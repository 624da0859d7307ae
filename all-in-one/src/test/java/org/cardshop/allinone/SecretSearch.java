package org.cardshop.allinone;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;

/// Looks for secrets in whatever was written, in every form that they may have there.
final class SecretSearch {
  private static final int PIECE = 1 << 20;
  private static final VarHandle FOUR_BYTES =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());
  private static final byte[] ZSTD = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd};
  private static final byte[] GZIP = {0x1f, (byte) 0x8b, 8};

  /// Where a secret was found.
  record Find(String secret, String form, String where) implements Comparable<Find> {
    @Override
    public int compareTo(Find other) {
      return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
      return where + " has " + secret + " (" + form + ")";
    }
  }

  private final Map<Integer, List<Needle>> byStart = new HashMap<>();
  private final boolean[] starts = new boolean[1 << 16];
  private int longest = Needle.SHORTEST;

  /// @param secrets texts by their names
  SecretSearch(Map<String, String> secrets) {
    secrets.forEach((name, text) -> Needle.of(name, text).forEach(this::add));
  }

  /// What lies in the files of a folder, by their names.
  static Map<String, String> textsIn(Path folder) throws IOException {
    var texts = new TreeMap<String, String>();
    try (var files = Files.list(folder)) {
      for (var file : files.toList()) {
        texts.put(String.valueOf(file.getFileName()), Files.readString(file));
      }
    }
    return texts;
  }

  private void add(Needle needle) {
    int start = start(needle.bytes(), 0);
    byStart.computeIfAbsent(start, _ -> new ArrayList<>()).add(needle);
    starts[hash(start)] = true;
    longest = Math.max(longest, needle.bytes().length);
  }

  /// In all files below the folder and their names; what is compressed is unpacked, too.
  Set<Find> below(Path folder) throws IOException {
    var finds = new TreeSet<Find>();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes is) throws IOException {
            var where = folder.relativize(file).toString();
            finds.addAll(in("the name of " + where, where));
            if (is.isRegularFile()) {
              finds.addAll(in(where, file));
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE; // the factory runs on, and has removed it
            }
            throw e;
          }
        });
    return finds;
  }

  private Set<Find> in(String where, Path file) throws IOException {
    var finds = new TreeSet<Find>();
    try (var raw = Files.newInputStream(file);
        var unpacked = unpacked(file)) {
      finds.addAll(in(where, raw));
      finds.addAll(in(where, unpacked));
    } catch (NoSuchFileException e) {
      return finds; // the factory runs on, and has removed it
    }
    return finds;
  }

  /// Empty when the file is not compressed.
  private static InputStream unpacked(Path file) throws IOException {
    var raw = new BufferedInputStream(Files.newInputStream(file));
    raw.mark(ZSTD.length);
    var magic = raw.readNBytes(ZSTD.length);
    raw.reset();
    if (Arrays.equals(magic, ZSTD)) {
      return new ZstdInputStream(raw).setContinuous(true); // also what is written right now
    }
    if (Arrays.equals(Arrays.copyOf(magic, GZIP.length), GZIP)) {
      return new GZIPInputStream(raw);
    }
    raw.close();
    return InputStream.nullInputStream();
  }

  /// @param where how a find is told
  Set<Find> in(String where, String text) {
    try {
      return in(where, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new IllegalStateException("memory can be read", e);
    }
  }

  private Set<Find> in(String where, InputStream bytes) throws IOException {
    var finds = new TreeSet<Find>();
    var buffer = new byte[PIECE + longest];
    var zeros = new byte[buffer.length];
    int kept = 0;
    for (int n = bytes.readNBytes(buffer, 0, PIECE); n > 0; ) {
      int end = kept + n;
      if (!Arrays.equals(buffer, 0, end, zeros, 0, end)) {
        scan(buffer, end, where, finds);
      }
      kept = Math.min(longest, end);
      System.arraycopy(buffer, end - kept, buffer, 0, kept);
      n = bytes.readNBytes(buffer, kept, PIECE);
    }
    return finds;
  }

  private void scan(byte[] buffer, int end, String where, Set<Find> finds) {
    for (int at = 0; at + Needle.SHORTEST <= end; at++) {
      int start = start(buffer, at);
      if (starts[hash(start)]) {
        for (var needle : byStart.getOrDefault(start, List.of())) {
          var bytes = needle.bytes();
          int to = at + bytes.length;
          if (to <= end && Arrays.equals(buffer, at, to, bytes, 0, bytes.length)) {
            finds.add(new Find(needle.secret(), needle.form(), where));
          }
        }
      }
    }
  }

  private static int start(byte[] bytes, int at) {
    return (int) FOUR_BYTES.get(bytes, at);
  }

  private static int hash(int start) {
    return (start * 0x9E3779B1) >>> 16;
  }
}
