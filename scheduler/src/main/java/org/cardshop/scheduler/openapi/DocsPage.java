package org.cardshop.scheduler.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/// The API's description as one page without scripts and without anything from elsewhere.
final class DocsPage {
  private static final String HEAD =
      """
      <!doctype html>
      <html lang="en"><head><meta charset="utf-8"><title>Cardshop API</title>
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <style>
      body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
      summary { cursor: pointer; padding: .4rem 0 } code, pre { font-size: .9em }
      pre { background: #8882; padding: .6rem; overflow-x: auto } details { border-top: 1px solid #8884 }
      </style></head><body><h1>Cardshop API</h1>
      <p>Log in at <code>POST /auth/authorize</code>; send the access token in the header
      <code>token</code>. The same as <a href="/openapi.json">openapi.json</a>.</p>
      """;

  private DocsPage() {}

  static String render(JsonNode description) {
    var html = new StringBuilder(HEAD);
    description
        .path("paths")
        .properties()
        .forEach(path ->
            path.getValue()
                .properties()
                .forEach(o -> operation(html, o.getKey(), path.getKey(), o.getValue())));
    return html.append("</body></html>\n").toString();
  }

  private static void operation(StringBuilder html, String verb, String path, JsonNode operation) {
    html.append("<details><summary><code>")
        .append(verb.toUpperCase(Locale.ROOT))
        .append(' ')
        .append(escaped(path))
        .append("</code> ")
        .append(escaped(operation.path("summary").asText()))
        .append("</summary>\n");
    if (operation.has("x-needs")) {
      html.append("<p>Needs leave to <code>")
          .append(escaped(operation.path("x-needs").asText()))
          .append("</code>.</p>\n");
    }
    for (var parameter : operation.path("parameters")) {
      html.append("<p><code>")
          .append(escaped(parameter.path("name").asText()))
          .append("</code> in the ")
          .append(escaped(parameter.path("in").asText()))
          .append("</p>\n");
    }
    var example = operation.at("/requestBody/content/application~1json/example");
    if (!example.isMissingNode()) {
      html.append("<pre>").append(escaped(example.toPrettyString())).append("</pre>\n");
    }
    html.append("</details>\n");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
