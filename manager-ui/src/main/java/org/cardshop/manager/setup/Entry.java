package org.cardshop.manager.setup;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.cardshop.manager.web.Pages;
import org.cardshop.platform.recipe.RecipeYaml;
import org.cardshop.platform.wire.Fields;

/// One of a kind, as the scheduler shows it.
public record Entry(Kind kind, Fields fields) {
  public String id() {
    return fields.text("_id");
  }

  public String name() {
    return fields.text(kind.key());
  }

  /// Its own page.
  public String path() {
    return kind.path() + "/" + Pages.encoded(id());
  }

  public boolean isOn() {
    return kind.flag().map(fields::flag).orElse(true);
  }

  /// When it was last at work.
  public Optional<Instant> last() {
    return kind.last().flatMap(fields::optionalInstant);
  }

  /// What stands in a field, as one would type it.
  public String typed(Input input) {
    var value = fields.object().path(input.name());
    return value instanceof ObjectNode recipe
        ? new String(RecipeYaml.write(recipe), StandardCharsets.UTF_8)
        : value.isNull() ? "" : value.asText();
  }

  /// All that may be changed.
  Map<String, String> typed() {
    var typed = new LinkedHashMap<String, String>();
    kind.inputs().stream()
        .filter(i -> !i.isFixed())
        .forEach(input -> typed.put(input.name(), typed(input)));
    return typed;
  }
}
