package org.cardshop.creator.oci;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;
import org.cardshop.core.image.Sha256;

/// A registry with one image, `pupils/atlas:1`, for two machines. It wants a token, and its blobs
/// lie on another server, which wants none.
public final class SmallRegistry implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String INDEX = "application/vnd.oci.image.index.v1+json";
  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";

  final List<String> requests = new CopyOnWriteArrayList<>();
  final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
  private final Map<String, byte[]> manifests = new HashMap<>();
  private final HttpServer server;
  private final HttpServer elsewhere;

  public SmallRegistry(byte[]... layers) throws IOException {
    server = start(this::answer);
    elsewhere = start(this::answerElsewhere);
    var index = JSON.createObjectNode().put("schemaVersion", 2).put("mediaType", INDEX);
    var list = index.putArray("manifests");
    for (var machine : List.of("amd64", "arm64")) {
      list.add(
          manifest(machine, layers)
              .set(
                  "platform",
                  JSON.createObjectNode().put("os", "linux").put("architecture", machine)));
    }
    manifests.put("1", JSON.writeValueAsBytes(index));
  }

  /// The image's name, as a recipe has it.
  public String name() {
    return "127.0.0.1:" + server.getAddress().getPort() + "/pupils/atlas:1";
  }

  /// Offers the image under another tag for one machine only.
  void addSingle(String tag, String machine, byte[]... layers) throws IOException {
    var digest = manifest(machine, layers).path("digest").asText();
    manifests.put(tag, manifests.getOrDefault(digest, new byte[0]));
  }

  private ObjectNode manifest(String machine, byte[]... layers) throws IOException {
    var config = JSON.createObjectNode().put("os", "linux").put("architecture", machine);
    var diffIds = config.putObject("rootfs").put("type", "layers").putArray("diff_ids");
    var manifest = JSON.createObjectNode().put("schemaVersion", 2).put("mediaType", MANIFEST);
    var blobList = JSON.createArrayNode();
    for (var layer : layers) {
      diffIds.add("sha256:" + Sha256.of(layer));
      blobList.add(blob(gzip(layer), "application/vnd.oci.image.layer.v1.tar+gzip"));
    }
    manifest.set(
        "config", blob(JSON.writeValueAsBytes(config), "application/vnd.oci.image.config.v1+json"));
    manifest.set("layers", blobList);
    var bytes = JSON.writeValueAsBytes(manifest);
    var digest = "sha256:" + Sha256.of(bytes);
    manifests.put(digest, bytes);
    return descriptor(digest, bytes.length, MANIFEST);
  }

  private ObjectNode blob(byte[] bytes, String mediaType) {
    var digest = "sha256:" + Sha256.of(bytes);
    blobs.put(digest, bytes);
    return descriptor(digest, bytes.length, mediaType);
  }

  private static ObjectNode descriptor(String digest, int size, String mediaType) {
    return JSON.createObjectNode()
        .put("mediaType", mediaType)
        .put("digest", digest)
        .put("size", size);
  }

  private static HttpServer start(com.sun.net.httpserver.HttpHandler handler) throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", handler);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
    return server;
  }

  private void answer(HttpExchange exchange) throws IOException {
    var path = exchange.getRequestURI().getPath();
    requests.add(path);
    var root = "http://127.0.0.1:" + server.getAddress().getPort();
    var headers = exchange.getResponseHeaders();
    if (path.equals("/token")) {
      boolean isAsked =
          exchange.getRequestURI().getQuery().contains("scope=repository:pupils/atlas:pull");
      send(exchange, isAsked ? 200 : 400, "{\"token\": \"t1\"}".getBytes(StandardCharsets.UTF_8));
    } else if (!"Bearer t1".equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      headers.add(
          "WWW-Authenticate", "Bearer realm=\"" + root + "/token\",service=\"small\",scope=\"x\"");
      send(exchange, 401, new byte[0]);
    } else if (path.startsWith("/v2/pupils/atlas/manifests/")) {
      var manifest = manifests.get(path.replaceFirst(".*/", ""));
      send(exchange, manifest == null ? 404 : 200, manifest == null ? new byte[0] : manifest);
    } else {
      headers.add(
          "Location",
          "http://127.0.0.1:"
              + elsewhere.getAddress().getPort()
              + "/"
              + path.replaceFirst(".*/", ""));
      send(exchange, 307, new byte[0]);
    }
  }

  private void answerElsewhere(HttpExchange exchange) throws IOException {
    var bytes = blobs.get(exchange.getRequestURI().getPath().substring(1));
    if (bytes == null || exchange.getRequestHeaders().containsKey("Authorization")) {
      send(exchange, 400, new byte[0]);
    } else {
      send(exchange, 200, bytes);
    }
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    var packed = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(packed)) {
      out.write(plain);
    }
    return packed.toByteArray();
  }

  @Override
  public void close() {
    server.stop(0);
    elsewhere.stop(0);
  }
}
