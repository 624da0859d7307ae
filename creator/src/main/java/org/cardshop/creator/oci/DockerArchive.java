package org.cardshop.creator.oci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.tar.TarFile;
import org.cardshop.core.image.Sha256;
import org.cardshop.creator.archive.Bound;
import org.cardshop.creator.archive.TarWriting;
import org.cardshop.creator.archive.Unpacking;
import org.cardshop.creator.oci.RemoteImage.Blob;
import org.cardshop.platform.digest.Digests;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The tar file in which `docker save` keeps an image and from which a card loads it at its first
/// start: layers, the image's configuration, and a `manifest.json` with its name. The same image
/// gives the same bytes.
public final class DockerArchive {
  private static final Logger LOG = LoggerFactory.getLogger(DockerArchive.class);
  private static final int TRIES = 4;
  private static final int MAX_CONFIG = 8 << 20;
  private static final int MODE = 0644;
  private static final String MANIFEST = "manifest.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final RemoteImage image;
  private final Registry registry;
  private final LongConsumer fetched;
  private long before;

  private DockerArchive(RemoteImage image, LongConsumer fetched) {
    this.image = image;
    this.registry = new Registry(image.name(), image.reach());
    this.fetched = fetched;
  }

  /// Fetches the image and writes it to a new file.
  ///
  /// @param fetched told the bytes that came so far, of [RemoteImage#size()]
  public static void make(RemoteImage image, Path part, LongConsumer fetched)
      throws IOException, InterruptedException {
    new DockerArchive(image, fetched).write(part);
  }

  /// Whether a file is such an archive.
  public static boolean isOne(Path file) {
    try (var channel = FileChannel.open(file);
        var tar =
            new TarFile(
                channel,
                TarConstants.DEFAULT_BLKSIZE,
                TarConstants.DEFAULT_RCDSIZE,
                "UTF-8",
                false)) {
      for (var entry : tar.getEntries()) {
        if (entry.getName().replaceFirst("^[./]*", "").equals(MANIFEST)) {
          try (var in = tar.getInputStream(entry)) {
            var manifest = JSON.readTree(in.readNBytes(MAX_CONFIG));
            return manifest.path(0).path("RepoTags").path(0).isTextual();
          }
        }
      }
      return false;
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }

  private void write(Path part) throws IOException, InterruptedException {
    var config = config();
    var diffIds = JSON.readTree(config).path("rootfs").path("diff_ids");
    requireOurs(JSON.readTree(config), diffIds);
    var names = new ArrayList<String>();
    var layer = part.resolveSibling(part.getFileName() + ".layer");
    try (var tar = TarWriting.open(part)) {
      put(tar, image.config().digest() + ".json", config);
      var written = new HashSet<String>();
      for (int i = 0; i < image.layers().size(); i++) {
        var diffId = diffIds.path(i).asText().replaceFirst("^sha256:", "");
        names.add(diffId + ".tar");
        if (written.add(diffId)) {
          fetch(image.layers().get(i), layer, diffId);
          put(tar, names.getLast(), layer);
        }
        came(image.layers().get(i).size());
      }
      put(tar, MANIFEST, manifest(names));
    } finally {
      Files.deleteIfExists(layer);
    }
  }

  private byte[] config() throws IOException, InterruptedException {
    try (var in = registry.blob("sha256:" + image.config().digest())) {
      var bytes = in.readNBytes(MAX_CONFIG);
      if (!Sha256.of(bytes).equals(image.config().digest())) {
        throw damaged();
      }
      came(image.config().size());
      return bytes;
    }
  }

  private void requireOurs(JsonNode config, JsonNode diffIds) throws IOException {
    var machine = config.path("os").asText() + "/" + config.path("architecture").asText();
    if (!machine.equals(RemoteImage.OS + "/" + RemoteImage.ARCHITECTURE)) {
      throw new IOException(image.name().tagged() + " is for " + machine + ", not for linux/arm64");
    }
    if (diffIds.size() != image.layers().size()) {
      throw new IOException(image.name().tagged() + " has layers that its configuration lacks");
    }
  }

  private void fetch(Blob layer, Path file, String diffId)
      throws IOException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        if (fetchOnce(layer, file, diffId)) {
          return;
        }
        break;
      } catch (IOException e) {
        if (attempt == TRIES || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        LOG.info("fetching again, try {}: {}", attempt + 1, e.getMessage());
        Thread.sleep(Duration.ofMillis(200L << attempt));
      }
    }
    throw damaged();
  }

  private boolean fetchOnce(Blob layer, Path file, String diffId)
      throws IOException, InterruptedException {
    var packed = Digests.sha256();
    var plain = Digests.sha256();
    try (var in =
            new DigestInputStream(counted(registry.blob("sha256:" + layer.digest())), packed);
        var out =
            new DigestOutputStream(new BufferedOutputStream(Files.newOutputStream(file)), plain)) {
      Unpacking.copy(unpacked(layer, in), out, Bound.of(OptionalLong.empty(), layer.size()));
      in.transferTo(OutputStream.nullOutputStream()); // what pads it counts for its digest
    }
    return Sha256.of(packed).equals(layer.digest()) && Sha256.of(plain).hex().equals(diffId);
  }

  private static InputStream unpacked(Blob layer, InputStream in) throws IOException {
    if (layer.mediaType().endsWith("gzip")) {
      return new GZIPInputStream(in, 1 << 16);
    }
    return layer.mediaType().endsWith("zstd") ? new ZstdInputStream(in) : in;
  }

  private InputStream counted(InputStream in) {
    return new FilterInputStream(in) {
      private long count;

      @Override
      public int read(byte[] into, int from, int length) throws IOException {
        int n = in.read(into, from, length);
        count += Math.max(n, 0);
        fetched.accept(before + count);
        return n;
      }
    };
  }

  private void came(long bytes) {
    before += bytes;
    fetched.accept(before);
  }

  private byte[] manifest(List<String> layers) throws IOException {
    var entry = JSON.createObjectNode();
    entry.put("Config", image.config().digest() + ".json");
    entry.putArray("RepoTags").add(image.name().tagged());
    var list = entry.putArray("Layers");
    layers.forEach(list::add);
    return JSON.writeValueAsBytes(JSON.createArrayNode().add(entry));
  }

  private static void put(TarArchiveOutputStream tar, String name, byte[] bytes)
      throws IOException {
    tar.putArchiveEntry(TarWriting.member(name, TarConstants.LF_NORMAL, MODE, bytes.length));
    new ByteArrayInputStream(bytes).transferTo(tar);
    tar.closeArchiveEntry();
  }

  private static void put(TarArchiveOutputStream tar, String name, Path file) throws IOException {
    tar.putArchiveEntry(TarWriting.member(name, TarConstants.LF_NORMAL, MODE, Files.size(file)));
    Files.copy(file, tar);
    tar.closeArchiveEntry();
  }

  private IOException damaged() {
    return new IOException(
        image.name().registry() + " sends " + image.name().tagged() + " damaged");
  }
}
