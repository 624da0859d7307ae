package org.cardshop.benchmark;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Somebody who is signed in at the manager, and whose browser takes what is compressed.
final class Visitor {
  private static final Pattern TOKEN = Pattern.compile("name=\"form_token\" value=\"([0-9a-f]+)\"");
  private static final Pattern LINK = Pattern.compile("<a [^>]*href=\"(/[a-z/]+)\"");
  private static final int OK = 200;

  private final HttpClient http =
      HttpClient.newBuilder()
          .cookieHandler(new CookieManager())
          .followRedirects(Redirect.NORMAL)
          .build();
  private final URI manager;

  /// @param name a user whose password is [Plant#PASSWORD]
  Visitor(URI manager, String name) throws IOException, InterruptedException {
    this.manager = manager;
    var token = TOKEN.matcher(text("/sign-in"));
    if (!token.find()) {
      throw new IOException("the door of the manager shows no form");
    }
    var form =
        "form_token=%s&to=&username=%s&password=%s"
            .formatted(token.group(1), encoded(name), encoded(Plant.PASSWORD));
    var answer =
        http.send(
            request("/sign-in")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))
                .build(),
            BodyHandlers.ofString());
    if (answer.statusCode() != OK || answer.uri().getPath().equals("/sign-in")) {
      throw new IOException("the manager did not let " + name + " in");
    }
  }

  /// A page that was asked for.
  ///
  /// @param millis until all of it was there
  /// @param bytes as they came, compressed
  record Got(double millis, int bytes) {}

  Got get(String path) throws IOException, InterruptedException {
    long began = System.nanoTime();
    var answer =
        http.send(
            request(path).header("Accept-Encoding", "gzip").GET().build(),
            BodyHandlers.ofByteArray());
    double taken = (System.nanoTime() - began) / 1e6;
    if (answer.statusCode() != OK || answer.uri().getPath().equals("/sign-in")) {
      throw new IOException(path + " was answered " + answer.statusCode() + " " + answer.uri());
    }
    return new Got(taken, answer.body().length);
  }

  /// The pages that the header of this page leads to.
  List<String> ways(String path) throws IOException, InterruptedException {
    var html = text(path);
    var header = html.substring(html.indexOf("<header"), html.indexOf("</header>"));
    return LINK.matcher(header).results().map((MatchResult m) -> m.group(1)).distinct().toList();
  }

  private String text(String path) throws IOException, InterruptedException {
    return http.send(request(path).GET().build(), BodyHandlers.ofString()).body();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(manager.resolve(path));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
