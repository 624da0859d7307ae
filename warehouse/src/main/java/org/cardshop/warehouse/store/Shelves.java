package org.cardshop.warehouse.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.cardshop.core.image.Sha256;

/// Where what lies in the data folder. Paths are made of checked names only, never of what a client
/// typed, and no symbolic link on them is followed: what is one is refused when it is named, and
/// not among the names of its folder.
///
/// @param root the data folder
public record Shelves(Path root) {
  static final String MANIFEST = ".manifest.json";

  public Path chunks() {
    return root.resolve("chunks");
  }

  public Path chunkFolder(String firstTwoDigits) {
    return chunks().resolve(firstTwoDigits);
  }

  Path chunk(Sha256 sha256) throws Refusal {
    return within(chunkFolder(sha256.hex().substring(0, 2)).resolve(sha256.hex() + ".zst"));
  }

  Path parts() {
    return root.resolve("parts");
  }

  Path part(Owner owner, Sha256 sha256) throws Refusal {
    return within(parts().resolve(owner.task()).resolve(sha256.hex() + ".part"));
  }

  /// For manifests that are being written.
  Path drafts() throws Refusal {
    return within(parts().resolve("manifests"));
  }

  Path images() {
    return root.resolve("images");
  }

  Path manifest(ImageName name) throws Refusal {
    return within(images().resolve(name.channel()).resolve(name.image() + MANIFEST));
  }

  /// By which grant the image was published, beside its manifest.
  Path grant(ImageName name) throws Refusal {
    return within(images().resolve(name.channel()).resolve(name.image() + ".grant"));
  }

  Path announced() {
    return root.resolve("announced");
  }

  Path announcedFolder(ImageName name) throws Refusal {
    return within(announced().resolve(name.channel()).resolve(name.image()));
  }

  /// The grant is part of the file's name: what another one announced is another file.
  Path announced(ImageName name, Owner owner, long epoch) throws Refusal {
    return within(announcedFolder(name).resolve(owner.task() + "." + epoch + ".json"));
  }

  /// Bytes of all files. Uploads that are under way come first: what is published while this counts
  /// is counted twice rather than missed.
  public long weight() throws IOException {
    return Weighing.of(parts(), root) + Weighing.of(root, parts());
  }

  /// Names inside a folder; none when there is no such folder.
  List<String> names(Path folder) throws IOException {
    if (!Files.isDirectory(folder) || link(folder).isPresent()) {
      return List.of();
    }
    try (var paths = Files.list(folder)) {
      return paths
          .filter(path -> !Files.isSymbolicLink(path))
          .map(path -> path.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  /// Makes a complete file appear under its final name, all at once, also after a power failure.
  static void publish(Path complete, Path as) throws IOException {
    Files.createDirectories(as.getParent());
    try (var file = FileChannel.open(complete, StandardOpenOption.WRITE)) {
      file.force(true);
    }
    Files.move(complete, as, StandardCopyOption.ATOMIC_MOVE);
    try (var folder = FileChannel.open(as.getParent(), StandardOpenOption.READ)) {
      folder.force(true);
    }
  }

  private Path within(Path path) throws Refusal {
    var link = link(path);
    if (link.isPresent()) {
      throw new Refusal(
          550,
          root.relativize(link.get())
              + " in the warehouse is a symbolic link, and none is followed; put there what it"
              + " leads to");
    }
    return path;
  }

  /// The first symbolic link on the way from the data folder, which may be one itself.
  private Optional<Path> link(Path path) {
    var at = root;
    for (var name : root.relativize(path)) {
      at = at.resolve(name);
      if (Files.isSymbolicLink(at)) {
        return Optional.of(at);
      }
    }
    return Optional.empty();
  }
}
