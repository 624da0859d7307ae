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
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cardshop.platform.runtime.CrashPoint;
import org.cardshop.platform.wire.ManifestJson;

/// The manifests on the shelves, and with them the images.
public final class Images {
  private static final int REMEMBERED = 32;

  private final Shelves shelves;
  private final InstantSource clock;
  private final Map<ImageName, Published> read =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<ImageName, Published> eldest) {
          return size() > REMEMBERED;
        }
      };

  public Images(Shelves shelves, InstantSource clock) {
    this.shelves = shelves;
    this.clock = clock;
  }

  public List<String> channels() throws IOException {
    return shelves.names(shelves.images());
  }

  public List<ImageName> list(String channel) throws IOException {
    return shelves.names(shelves.images().resolve(channel)).stream()
        .filter(file -> file.endsWith(Shelves.MANIFEST))
        .map(file -> file.substring(0, file.length() - Shelves.MANIFEST.length()))
        .flatMap(image -> ImageName.of(channel, image).stream())
        .toList();
  }

  public List<ImageName> all() throws IOException {
    var all = new ArrayList<ImageName>();
    for (var channel : channels()) {
      all.addAll(list(channel));
    }
    return all;
  }

  public synchronized Optional<Published> find(ImageName name) throws IOException {
    var known = read.get(name);
    if (known != null) {
      return Optional.of(known);
    }
    var path = shelves.manifest(name);
    try {
      var bytes = Files.readAllBytes(path);
      var since = Files.getLastModifiedTime(path).toInstant();
      var published = Published.of(ManifestJson.read(bytes), bytes.length, since);
      read.put(name, published);
      return Optional.of(published);
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  public InputStream openManifest(ImageName name, long offset) throws IOException {
    var file =
        FileChannel.open(
            shelves.manifest(name), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    return Channels.newInputStream(file.position(offset));
  }

  /// Answers whether there was something to delete. Its chunks are collected later.
  public synchronized boolean delete(ImageName name) throws IOException {
    read.remove(name);
    Files.deleteIfExists(shelves.grant(name));
    return Files.deleteIfExists(shelves.manifest(name));
  }

  public boolean holds(ImageName name, byte[] manifest) throws IOException {
    var path = shelves.manifest(name);
    return Files.exists(path) && Arrays.equals(Files.readAllBytes(path), manifest);
  }

  public Optional<Grant> grant(ImageName name) throws IOException {
    try {
      return Optional.of(Grant.read(Files.readAllBytes(shelves.grant(name))));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  /// The manifest goes first: should the power fail in between, the same manifest is put again.
  public synchronized void publish(ImageName name, byte[] manifest, Grant grant)
      throws IOException {
    try {
      write(shelves.manifest(name), manifest);
      CrashPoint.at("manifest.shelved");
      read.remove(name);
      write(shelves.grant(name), grant.toJson());
      CrashPoint.at("image.published");
    } catch (IOException e) {
      throw DiskFull.orElse(shelves.root(), e);
    }
  }

  private void write(Path path, byte[] bytes) throws IOException {
    Files.createDirectories(path.getParent());
    var folder = Files.createDirectories(shelves.drafts());
    var whole = Files.createTempFile(folder, "publishing-", ".tmp");
    try {
      Files.write(whole, bytes);
      Files.setLastModifiedTime(whole, FileTime.from(clock.instant()));
      Shelves.publish(whole, path);
    } finally {
      Files.deleteIfExists(whole);
    }
  }
}
