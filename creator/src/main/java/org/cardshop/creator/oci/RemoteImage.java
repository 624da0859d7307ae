package org.cardshop.creator.oci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.cardshop.core.image.Sha256;
import org.cardshop.creator.source.Reach;

/// A container image in a registry, for the machine that a card boots: a Raspberry Pi with 64 bits.
///
/// @param manifest digest of its manifest, which pins every byte
/// @param reach how far it may be reached for
public record RemoteImage(
    ImageName name, Sha256 manifest, Blob config, List<Blob> layers, Reach reach) {
  static final String OS = "linux";
  static final String ARCHITECTURE = "arm64";

  private static final String LISTS =
      "application/vnd.oci.image.index.v1+json,"
          + "application/vnd.docker.distribution.manifest.list.v2+json";
  private static final String MANIFESTS =
      "application/vnd.oci.image.manifest.v1+json,"
          + "application/vnd.docker.distribution.manifest.v2+json";
  private static final ObjectMapper JSON = new ObjectMapper();

  /// @param size in bytes, as it is fetched
  record Blob(Sha256 digest, long size, String mediaType) {
    static Blob of(JsonNode descriptor) throws IOException {
      return new Blob(
          digestOf(descriptor),
          descriptor.path("size").asLong(),
          descriptor.path("mediaType").asText());
    }
  }

  public RemoteImage {
    layers = List.copyOf(layers);
  }

  /// Asks the registry which image the name stands for today.
  public static RemoteImage find(ImageName name, Reach reach)
      throws IOException, InterruptedException {
    var registry = new Registry(name, reach);
    var bytes = registry.manifest(name.reference(), LISTS + "," + MANIFESTS);
    var digest = Sha256.of(bytes);
    if (name.digest().isPresent() && !name.digest().get().equals("sha256:" + digest)) {
      throw new IOException(name.registry() + " sends another manifest than was asked for");
    }
    var manifest = JSON.readTree(bytes);
    if (manifest.has("manifests")) {
      digest = digestOf(forOurMachine(name, manifest));
      bytes = registry.manifest("sha256:" + digest, MANIFESTS);
      if (!Sha256.of(bytes).equals(digest)) {
        throw new IOException(name.registry() + " sends another manifest than was asked for");
      }
      manifest = JSON.readTree(bytes);
    }
    if (!manifest.path("config").has("digest") || manifest.path("layers").isEmpty()) {
      throw new IOException(name.tagged() + " is no container image that can be loaded");
    }
    var layers = new ArrayList<Blob>();
    for (var layer : manifest.path("layers")) {
      layers.add(Blob.of(layer));
    }
    return new RemoteImage(name, digest, Blob.of(manifest.path("config")), layers, reach);
  }

  /// Bytes that fetching it takes.
  public long size() {
    return config.size() + layers.stream().mapToLong(Blob::size).sum();
  }

  /// Names the archive that [DockerArchive] makes of it.
  public String key() {
    return "docker archive 1 of " + name.tagged() + " " + manifest;
  }

  private static JsonNode forOurMachine(ImageName name, JsonNode list) throws IOException {
    var others = new ArrayList<String>();
    for (var candidate : list.path("manifests")) {
      var platform = candidate.path("platform");
      var variant = platform.path("variant").asText("v8");
      if (platform.path("os").asText().equals(OS)
          && platform.path("architecture").asText().equals(ARCHITECTURE)
          && variant.equals("v8")) {
        return candidate;
      }
      others.add(platform.path("os").asText() + "/" + platform.path("architecture").asText());
    }
    throw new IOException(
        name.tagged() + " exists for " + String.join(", ", others) + ", not for linux/arm64");
  }

  private static Sha256 digestOf(JsonNode descriptor) throws IOException {
    var text = descriptor.path("digest").asText();
    if (!text.matches("sha256:[0-9a-f]{64}")) {
      throw new IOException("a manifest has the digest '" + text + "', which is no SHA-256");
    }
    return new Sha256(text.substring("sha256:".length()));
  }
}
