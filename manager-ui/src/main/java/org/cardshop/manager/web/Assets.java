package org.cardshop.manager.web;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPOutputStream;
import org.cardshop.core.image.Sha256;

/// Style sheets, scripts and pictures: each under an address that changes with its content, so that
/// browsers may keep it for ever. Those of our own lie in the folder `assets` beside this class,
/// the rest in webjars. Safe for many threads.
public final class Assets {
  private static final int HASH_DIGITS = 16;

  /// By the name that pages know: the webjar and the file in it.
  private static final Map<String, Webjar> WEBJARS =
      Map.of(
          "htmx.js", new Webjar("htmx.org", "dist/htmx.min.js"),
          "htmx-sse.js", new Webjar("htmx-ext-sse", "sse.js"));

  private static final Map<String, String> TYPES =
      Map.of(
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "svg", "image/svg+xml",
          "webmanifest", "application/manifest+json");

  private record Webjar(String name, String file) {}

  /// What browsers get.
  static final class Asset {
    private final String path;
    private final String type;
    private final byte[] bytes;
    private final byte[] zipped;

    Asset(String path, String type, byte[] bytes) {
      this.path = path;
      this.type = type;
      this.bytes = bytes;
      this.zipped = Assets.zipped(bytes);
    }

    String path() {
      return path;
    }

    String type() {
      return type;
    }

    /// @param isZipped in gzip
    byte[] bytes(boolean isZipped) {
      return isZipped ? zipped : bytes;
    }
  }

  private final Map<String, Optional<Asset>> known = new ConcurrentHashMap<>();

  /// The address of an asset.
  ///
  /// @throws IllegalArgumentException when there is none of that name
  public String path(String name) {
    return find(name)
        .orElseThrow(() -> new IllegalArgumentException("there is no asset " + name))
        .path();
  }

  Optional<Asset> find(String name) {
    // Names that are none are not remembered: anybody can make up more of them.
    var found = known.get(name);
    if (found == null) {
      found = load(name);
      if (found.isPresent()) {
        known.put(name, found);
      }
    }
    return found;
  }

  private static Optional<Asset> load(String name) {
    if (!name.matches("[a-z0-9-]+\\.[a-z]+")) {
      return Optional.empty();
    }
    var type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    var webjar = WEBJARS.get(name);
    return type == null
        ? Optional.empty()
        : resource(webjar == null ? "assets/" + name : inside(webjar))
            .map(bytes -> new Asset(path(name, bytes), type, bytes));
  }

  private static String path(String name, byte[] bytes) {
    return "/assets/" + Sha256.of(bytes).hex().substring(0, HASH_DIGITS) + "/" + name;
  }

  /// A webjar says itself which version it is.
  private static String inside(Webjar webjar) {
    var about =
        resource("/META-INF/maven/org.webjars.npm/" + webjar.name() + "/pom.properties")
            .orElseThrow(
                () -> new IllegalStateException("the webjar " + webjar.name() + " is missing"));
    var properties = new Properties();
    try {
      properties.load(new ByteArrayInputStream(about));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return String.join(
        "/",
        "/META-INF/resources/webjars",
        webjar.name(),
        properties.getProperty("version"),
        webjar.file());
  }

  private static Optional<byte[]> resource(String path) {
    try (var stream = Assets.class.getResourceAsStream(path)) {
      return stream == null ? Optional.empty() : Optional.of(stream.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] zipped(byte[] bytes) {
    var out = new ByteArrayOutputStream();
    try (var zip = new GZIPOutputStream(out)) {
      zip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
