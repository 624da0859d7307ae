package org.cardshop.creator.oci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;
import org.cardshop.creator.source.Patience;
import org.cardshop.creator.source.Reach;
import org.jspecify.annotations.Nullable;

/// A registry that gives images to anyone (OCI distribution specification 1.1, "Pull"; tokens as
/// Docker's registries hand them out).
final class Registry {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int MAX_REDIRECTS = 5;
  private static final int MAX_MANIFEST = 4 << 20;
  private static final int OK = 200;
  private static final int UNAUTHORIZED = 401;
  private static final int NOT_FOUND = 404;
  private static final Pattern PARAMETER = Pattern.compile("([a-z]+)=\"([^\"]*)\"");
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final class Client {
    static final HttpClient SHARED = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  }

  private final ImageName image;
  private final Reach reach;
  private @Nullable String token;

  Registry(ImageName image, Reach reach) {
    this.image = image;
    this.reach = reach;
  }

  /// @param accepted media types
  byte[] manifest(String reference, String accepted) throws IOException, InterruptedException {
    try (var in = get("/manifests/" + reference, accepted)) {
      var bytes = in.readNBytes(MAX_MANIFEST + 1);
      if (bytes.length > MAX_MANIFEST) {
        throw new IOException(image.registry() + " sends a manifest of more than 4 MiB");
      }
      return bytes;
    }
  }

  InputStream blob(String digest) throws IOException, InterruptedException {
    return get("/blobs/" + digest, "*/*");
  }

  private InputStream get(String path, String accepted) throws IOException, InterruptedException {
    var uri = URI.create(image.address() + "/v2/" + image.repository() + path);
    var response = send(uri, accepted);
    if (response.statusCode() == UNAUTHORIZED && token == null) {
      response.body().close();
      token = token(response);
      response = send(uri, accepted);
    }
    if (response.statusCode() != OK) {
      response.body().close();
      throw new IOException(refusal(response.statusCode()));
    }
    return new Patience(response.body(), PATIENCE);
  }

  private String refusal(int status) {
    return switch (status) {
      case UNAUTHORIZED, NOT_FOUND ->
          image.registry() + " has no image " + image.tagged() + " that anyone may fetch";
      default -> image.registry() + " answers with HTTP status " + status;
    };
  }

  /// Blobs often lie elsewhere; the token is for the registry alone.
  private HttpResponse<InputStream> send(URI uri, String accepted)
      throws IOException, InterruptedException {
    var at = uri;
    for (int i = 0; i <= MAX_REDIRECTS; i++) {
      var request =
          HttpRequest.newBuilder(at)
              .timeout(PATIENCE)
              .header("User-Agent", "Cardshop")
              .header("Accept", accepted);
      if (token != null && at.getAuthority().equals(uri.getAuthority())) {
        request.header("Authorization", "Bearer " + token);
      }
      var response = send(request.build());
      var location = response.headers().firstValue("location");
      if (response.statusCode() / 100 != 3 || location.isEmpty()) {
        return response;
      }
      response.body().close();
      at = at.resolve(location.get());
    }
    throw new IOException(image.registry() + " redirects without end");
  }

  private HttpResponse<InputStream> send(HttpRequest request)
      throws IOException, InterruptedException {
    reach.require(request.uri());
    try {
      return Client.SHARED.send(request, BodyHandlers.ofInputStream());
    } catch (ConnectException e) {
      throw new IOException("no connection to " + request.uri().getAuthority(), e);
    }
  }

  /// @param refused an answer whose `WWW-Authenticate` (RFC 9110 §11.6.1) says where tokens are
  private String token(HttpResponse<?> refused) throws IOException, InterruptedException {
    var challenge = refused.headers().firstValue("www-authenticate").orElse("");
    var realm = parameter(challenge, "realm");
    if (!challenge.regionMatches(true, 0, "Bearer ", 0, 7) || realm.isEmpty()) {
      throw new IOException(image.registry() + " wants a login for " + image.tagged());
    }
    var query =
        "service="
            + encoded(parameter(challenge, "service"))
            + "&scope="
            + encoded("repository:" + image.repository() + ":pull");
    var uri = URI.create(realm + (realm.contains("?") ? "&" : "?") + query);
    var response =
        send(
            HttpRequest.newBuilder(uri).timeout(PATIENCE).header("User-Agent", "Cardshop").build());
    try (var body = response.body()) {
      if (response.statusCode() != OK) {
        throw new IOException(refusal(response.statusCode()));
      }
      JsonNode answer = JSON.readTree(body.readNBytes(MAX_MANIFEST));
      return answer.path(answer.has("token") ? "token" : "access_token").asText();
    }
  }

  private static String parameter(String challenge, String name) {
    var found = PARAMETER.matcher(challenge);
    while (found.find()) {
      if (found.group(1).equals(name)) {
        return found.group(2);
      }
    }
    return "";
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
