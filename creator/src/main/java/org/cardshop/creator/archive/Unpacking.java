package org.cardshop.creator.archive;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.cardshop.creator.cache.ContentCache;
import org.cardshop.creator.cache.FileContent;
import org.cardshop.creator.cache.Maker;
import org.cardshop.layout.Tree.Node;
import org.cardshop.platform.recipe.Via;
import org.tukaani.xz.XZInputStream;

/// Turns archives of every kind into a plain tar file, once: the cache keeps it. A plain tar file
/// is used as it is.
///
/// @param folder of the build, where contents are linked
public record Unpacking(ContentCache cache, Path folder) {
  private static final int BUFFER = 1 << 18;
  private static final int XZ_MEMORY_KIB = 512 << 10;

  /// Changes when the same archive would give another tar file.
  private static final String RULES = "1";

  /// @param name for a link in the folder
  /// @param to target below `/data/`
  /// @param declared bytes of all files in the archive
  /// @throws ArchiveException when the archive is broken or must not be unpacked
  public Map<String, Node> nodes(
      Via via, FileContent archive, String name, String to, OptionalLong declared)
      throws IOException, InterruptedException {
    var bound = Bound.of(declared, archive.size());
    var tar = tar(via, archive, folder.resolve(name + ".tar"), bound);
    return TarIndex.nodes(tar, to, Bound.of(declared, archive.size()));
  }

  private FileContent tar(Via via, FileContent archive, Path link, Bound bound)
      throws IOException, InterruptedException {
    return switch (via) {
      case TAR ->
          TarIndex.isPlain(archive)
              ? archive
              : derived(via, archive, link, part -> TarWriting.withoutHoles(archive, part, bound));
      case GZTAR, BZTAR, XZTAR ->
          derived(via, archive, link, part -> unpack(via, archive, part, bound.withOverhead()));
      case ZIP -> derived(via, archive, link, part -> TarWriting.ofZip(archive, part, bound));
      case DIRECT, BASE64 -> throw new IllegalArgumentException(via + " is no archive");
    };
  }

  private FileContent derived(Via via, FileContent archive, Path link, Maker maker)
      throws IOException, InterruptedException {
    var key = "tar of " + via.wire() + " by rules " + RULES + ": " + archive.identity();
    return cache.derive(key, link, maker);
  }

  private static void unpack(Via via, FileContent archive, Path part, Bound bound)
      throws IOException, InterruptedException {
    try (var packed = new BufferedInputStream(Files.newInputStream(archive.path()), BUFFER);
        var in = unpacked(via, packed);
        var out = new BufferedOutputStream(Files.newOutputStream(part), BUFFER)) {
      copy(in, out, bound);
    } catch (ArchiveException e) {
      throw e;
    } catch (IOException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw e;
      }
      throw new ArchiveException("cannot be unpacked as " + via.wire() + ": " + e.getMessage(), e);
    }
    archive.requireUnchanged();
  }

  private static InputStream unpacked(Via via, InputStream packed) throws IOException {
    return switch (via) {
      case GZTAR -> new GZIPInputStream(packed, BUFFER);
      case BZTAR -> new BZip2CompressorInputStream(packed, true);
      case XZTAR -> new XZInputStream(packed, XZ_MEMORY_KIB);
      case DIRECT, TAR, ZIP, BASE64 -> throw new IllegalArgumentException(via.wire());
    };
  }

  public static void copy(InputStream in, OutputStream out, Bound bound)
      throws IOException, InterruptedException {
    var buffer = new byte[BUFFER];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      bound.add(n);
      out.write(buffer, 0, n);
    }
  }
}
