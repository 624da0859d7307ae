package org.cardshop.manager.web;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.util.Map;

/// The pages and their parts, compiled from `src/main/jte`. Safe for many threads.
public final class Templates {
  private final TemplateEngine engine =
      TemplateEngine.createPrecompiled(
          null, ContentType.Html, Templates.class.getClassLoader(), "org.cardshop.manager.page");

  /// @param template its path without the ending, like `order/list`
  /// @param view what it shows
  public String render(String template, Frame frame, Object view) {
    var html = new StringOutput();
    engine.render(template + ".jte", Map.of("frame", frame, "view", view), html);
    return html.toString();
  }
}
