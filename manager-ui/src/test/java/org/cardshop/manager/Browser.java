package org.cardshop.manager;

import java.io.IOException;
import java.io.InputStream;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// As much of a browser as the pages need: it keeps cookies, follows redirects and sends forms.
final class Browser {
  private static final Pattern TOKEN = Pattern.compile("name=\"form_token\" value=\"([0-9a-f]+)\"");
  private static final Pattern KEY = Pattern.compile("name=\"key\" value=\"([^\"]+)\"");
  private static final Pattern HIDDEN =
      Pattern.compile("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\">");
  private static final String BOUNDARY = "the-next-field";

  private final CookieManager cookies;
  private final HttpClient http;
  private final Map<String, String> headers;
  private final int port;

  Browser(int port) {
    this(port, new CookieManager(), Map.of(), Redirect.NORMAL);
  }

  private Browser(int port, CookieManager cookies, Map<String, String> headers, Redirect redirect) {
    this.port = port;
    this.cookies = cookies;
    this.headers = headers;
    this.http = HttpClient.newBuilder().cookieHandler(cookies).followRedirects(redirect).build();
  }

  /// The same browser, which stays where it is told to go elsewhere.
  Browser unfollowed() {
    return new Browser(port, cookies, headers, Redirect.NEVER);
  }

  /// A page that was answered.
  record Page(HttpResponse<String> response) {
    int status() {
      return response.statusCode();
    }

    String path() {
      return response.uri().getPath();
    }

    String html() {
      return response.body();
    }

    boolean has(String text) {
      return html().contains(text);
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    String formToken() {
      return found(TOKEN);
    }

    /// All hidden fields of the page, as they come back.
    Map<String, String> hidden() {
      return HIDDEN
          .matcher(html())
          .results()
          .collect(
              Collectors.toMap(
                  m -> unescaped(m.group(1)), m -> unescaped(m.group(2)), (a, _) -> a));
    }

    /// The address of an asset.
    String asset(String name) {
      return found(Pattern.compile("\"(/assets/[0-9a-f]+/" + Pattern.quote(name) + ")\""));
    }

    String key() {
      return found(KEY);
    }

    private String found(Pattern pattern) {
      var matcher = pattern.matcher(html());
      if (!matcher.find()) {
        throw new AssertionError("no " + pattern + " in " + html());
      }
      return matcher.group(1);
    }
  }

  Page get(String path) {
    return send(request(path).GET());
  }

  /// Sends exactly these fields.
  Page postRaw(String path, Map<String, String> fields) {
    var body =
        fields.entrySet().stream()
            .map(f -> encoded(f.getKey()) + "=" + encoded(f.getValue()))
            .collect(Collectors.joining("&"));
    return send(
        request(path)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(body)));
  }

  /// Sends the form of a page that was opened before.
  Page post(Page from, String path, Map<String, String> fields) {
    var all = new HashMap<>(fields);
    all.put("form_token", from.formToken());
    return postRaw(path, all);
  }

  Page signIn(String username, String password) {
    return post(
        get("/sign-in"), "/sign-in", Map.of("username", username, "password", password, "to", ""));
  }

  /// Fills in the form of a new order and sends it as browsers do, with a file or without.
  Page placeOrder(Map<String, String> fields, String recipeFile) {
    return placeOrder(get("/orders/new"), fields, recipeFile);
  }

  Page placeOrder(Page form, Map<String, String> fields, String recipeFile) {
    var all = new HashMap<>(fields);
    all.put("form_token", form.formToken());
    all.put("key", form.key());
    var body = new StringBuilder();
    all.forEach((name, value) -> part(body, "name=\"" + name + "\"", value));
    var fileName = recipeFile.isEmpty() ? "" : "recipe.yaml";
    part(body, "name=\"recipe_file\"; filename=\"" + fileName + "\"", recipeFile);
    body.append("--").append(BOUNDARY).append("--\r\n");
    return send(
        request("/orders/new")
            .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
            .POST(BodyPublishers.ofString(body.toString())));
  }

  /// What the session's cookie says.
  String cookie() {
    return session().getValue();
  }

  /// Comes with this cookie from now on.
  void useCookie(String value) {
    session().setValue(value);
  }

  private HttpCookie session() {
    return cookies.getCookieStore().getCookies().stream()
        .filter(c -> c.getName().equals("cardshop"))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no cookie"));
  }

  /// The same browser, with its cookies, at another manager.
  Browser at(int otherPort) {
    return new Browser(otherPort, cookies, headers, Redirect.NORMAL);
  }

  /// The same browser, which sends this header, too.
  Browser with(String name, String value) {
    var more = new HashMap<>(headers);
    more.put(name, value);
    return new Browser(port, cookies, more, Redirect.NORMAL);
  }

  /// How many bytes come over the wire, packed; all of them must be.
  int weight(String path) {
    try {
      var request = request(path).header("Accept-Encoding", "gzip").GET().build();
      var answer = http.send(request, BodyHandlers.ofByteArray());
      if (answer.headers().firstValue("Content-Encoding").isEmpty()
          && answer.body().length > 1500) {
        throw new AssertionError(path + " is not packed");
      }
      return answer.body().length;
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /// An answer that goes on until it is closed.
  InputStream stream(String path) {
    try {
      var request = request(path).header("Accept", "text/event-stream").GET().build();
      return http.send(request, BodyHandlers.ofInputStream()).body();
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static void part(StringBuilder body, String disposition, String value) {
    body.append("--")
        .append(BOUNDARY)
        .append("\r\nContent-Disposition: form-data; ")
        .append(disposition)
        .append("\r\n\r\n")
        .append(value)
        .append("\r\n");
  }

  private HttpRequest.Builder request(String path) {
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    headers.forEach(request::header);
    return request;
  }

  private Page send(HttpRequest.Builder request) {
    try {
      return new Page(http.send(request.build(), BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static String unescaped(String attribute) {
    return attribute
        .replace("&#34;", "\"")
        .replace("&#39;", "'")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
