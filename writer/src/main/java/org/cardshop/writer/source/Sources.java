package org.cardshop.writer.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.cardshop.core.image.Manifest;
import org.cardshop.platform.wire.MalformedException;
import org.cardshop.platform.wire.ManifestJson;
import org.cardshop.writer.chunk.ChunkFolder;
import org.cardshop.writer.chunk.ImageFile;
import org.cardshop.writer.chunk.ImageSource;

/// Opens an image in any form that a person may have it in.
public final class Sources {
  private static final String MANIFEST = ".manifest.json";

  private Sources() {}

  /// A manifest is taken as it is; without one, the whole image is read once and mapped, which is
  /// why this may take long. A packed image is unpacked first.
  ///
  /// @param image a manifest, whose chunks lie in [Origin#chunks], or an image, packed or not
  /// @throws UnusableException when there is an image, but not one that can be written
  /// @throws MalformedException when the manifest is none
  public static ImageSource open(Path image, Origin origin, Reading reading)
      throws IOException, InterruptedException {
    if (name(image).endsWith(MANIFEST)) {
      return folder(image, origin);
    }
    var packing = Packing.of(image);
    var manifest = manifest(image, origin);
    if (packing == Packing.NONE && manifest.isPresent()) {
      return fitting(image, image, read(manifest.get()));
    }
    var bmap =
        manifest.isPresent()
            ? Optional.<Path>empty()
            : origin.bmap().or(() -> beside(image, ".bmap"));
    return packing == Packing.NONE
        ? new ImageFile(image, map(image, packing, bmap, Optional.empty(), reading))
        : unpacked(image, packing, manifest, bmap, origin.spool(), reading);
  }

  private static Optional<Path> manifest(Path image, Origin origin) {
    return origin
        .manifest()
        .or(() -> origin.bmap().isPresent() ? Optional.empty() : beside(image, MANIFEST));
  }

  private static ImageSource folder(Path manifest, Origin origin) throws IOException {
    var chunks =
        origin
            .chunks()
            .orElseThrow(() ->
                new UnusableException(
                    manifest
                        + " is only the map of an image; name the directory of its chunks with"
                        + " --chunks."));
    if (!Files.isDirectory(chunks)) {
      throw new UnusableException("There is no directory " + chunks + " of chunks.");
    }
    return new ChunkFolder(chunks, read(manifest), origin.patience());
  }

  private static ImageSource unpacked(
      Path image,
      Packing packing,
      Optional<Path> manifest,
      Optional<Path> bmap,
      Path directory,
      Reading reading)
      throws IOException, InterruptedException {
    var known =
        manifest.isPresent() ? Optional.of(read(manifest.get())) : Optional.<Manifest>empty();
    var spool = new Spool(directory);
    try {
      var map = map(image, packing, bmap, Optional.of(spool), reading);
      return new UnpackedImage(fitting(image, spool.file(), known.orElse(map)), spool);
    } catch (IOException | InterruptedException | RuntimeException e) {
      spool.close();
      throw e;
    }
  }

  private static Manifest map(
      Path image, Packing packing, Optional<Path> bmap, Optional<Spool> spool, Reading reading)
      throws IOException, InterruptedException {
    var blocks = bmap.isPresent() ? Optional.of(Bmap.read(bmap.get())) : Optional.<Bmap>empty();
    try (Windows plain =
        packing == Packing.NONE ? new FileWindows(image) : new PackedWindows(image, packing)) {
      var windows = blocks.isPresent() ? new BmapWindows(image, plain, blocks.get()) : plain;
      return Mapping.of(imageName(image), windows, spool, reading);
    }
  }

  private static ImageFile fitting(Path image, Path file, Manifest manifest) throws IOException {
    if (Files.size(file) != manifest.size()) {
      throw new UnusableException(
          image
              + " has "
              + Files.size(file)
              + " bytes, but its manifest says "
              + manifest.size()
              + "; they do not belong together.");
    }
    return new ImageFile(file, manifest);
  }

  private static Manifest read(Path manifest) throws IOException {
    return ManifestJson.read(Files.readAllBytes(manifest));
  }

  /// `x.img.xz` has `x.img.xz.bmap`, `x.img.bmap` or `x.bmap` beside it.
  private static Optional<Path> beside(Path image, String suffix) {
    return Stream.iterate(
            name(image), n -> !n.isEmpty(), n -> n.substring(0, Math.max(n.lastIndexOf('.'), 0)))
        .map(n -> image.resolveSibling(n + suffix))
        .filter(Files::isRegularFile)
        .findFirst();
  }

  private static String imageName(Path image) {
    var legal =
        name(image)
            .toLowerCase(Locale.ROOT)
            .replaceAll("(\\.(xz|gz|zst|zip|bz2))?$", "")
            .replaceAll("\\.img$", "")
            .replaceAll("[^a-z0-9._-]", "-");
    return Manifest.requireName("image-" + legal.substring(0, Math.min(100, legal.length())));
  }

  private static String name(Path image) {
    return String.valueOf(image.getFileName());
  }
}
