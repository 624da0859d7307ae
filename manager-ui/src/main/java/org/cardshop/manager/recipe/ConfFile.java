package org.cardshop.manager.recipe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.cardshop.platform.recipe.RecipeException;
import org.cardshop.platform.recipe.RecipeSecrets;
import org.cardshop.platform.recipe.RecipeYaml;
import org.cardshop.platform.wire.Json;

/// Settings that have no place in `offspot.yaml` and become a small file on the card.
sealed interface ConfFile {
  /// Those that the form knows.
  List<ConfFile> ALL = List.of(new Account(), new Brand(), new Logo());

  /// Where the file goes.
  String to();

  /// Names of the form's fields.
  List<String> fields();

  /// What the fields show; empty when the entry is not as the form would write it.
  Optional<Map<String, String>> shown(JsonNode entry);

  /// The entry for what was typed; empty when there is nothing to say.
  Optional<ObjectNode> entry(Map<String, String> typed);

  private static Optional<ObjectNode> of(String content, String to) {
    return content.isEmpty()
        ? Optional.empty()
        : Optional.of(Json.object().put("content", content).put("to", to));
  }

  private static boolean has(JsonNode entry, String what, String to) {
    return entry.size() == 2
        && entry.path(what).isTextual()
        && entry.path("to").asText().equals(to);
  }

  /// Who administers the card: a file of an environment, under the names that Offspot's services
  /// know. The password comes first, so that the whole is known for a secret.
  record Account() implements ConfFile {
    static final String NAME = "admin.name";
    static final String SECRET = "admin.secret";

    private static final Pattern FORM =
        Pattern.compile(
            "(?:ADMIN_PASSWORD='([^'\\\\\\p{Cntrl}]+)'\\n)?"
                + "(?:ADMIN_USERNAME='([^'\\\\\\p{Cntrl}]+)'\\n)?");

    /// Whether it can stand between the quotes of such a file.
    static boolean canHold(String text) {
      return text.chars().noneMatch(c -> c == '\'' || c == '\\' || Character.isISOControl(c));
    }

    @Override
    public String to() {
      return "/data/conf/admin.env";
    }

    @Override
    public List<String> fields() {
      return List.of(NAME, SECRET);
    }

    @Override
    public Optional<Map<String, String>> shown(JsonNode entry) {
      if (!has(entry, "content", to())) {
        return Optional.empty();
      }
      var content = entry.path("content").asText();
      if (content.equals(RecipeSecrets.MASK)) {
        return Optional.of(Map.of(NAME, "", SECRET, RecipeSecrets.MASK));
      }
      var form = FORM.matcher(content);
      return form.matches() && !content.isEmpty()
          ? Optional.of(
              Map.of(
                  NAME, Optional.ofNullable(form.group(2)).orElse(""),
                  SECRET, Optional.ofNullable(form.group(1)).orElse("")))
          : Optional.empty();
    }

    @Override
    public Optional<ObjectNode> entry(Map<String, String> typed) {
      var secret = typed.getOrDefault(SECRET, "");
      // Hidden it stays, so that nobody takes the mask for a password.
      var content =
          secret.equals(RecipeSecrets.MASK)
              ? secret
              : line("ADMIN_PASSWORD", secret)
                  + line("ADMIN_USERNAME", typed.getOrDefault(NAME, ""));
      return of(content, to());
    }

    private static String line(String name, String value) {
      return value.isEmpty() ? "" : name + "='" + value + "'\n";
    }
  }

  /// What the card calls itself, and its colour.
  record Brand() implements ConfFile {
    @Override
    public String to() {
      return "/data/conf/branding.yaml";
    }

    @Override
    public List<String> fields() {
      return List.of("brand.name", "brand.color");
    }

    @Override
    public Optional<Map<String, String>> shown(JsonNode entry) {
      if (!has(entry, "content", to())) {
        return Optional.empty();
      }
      var content = entry.path("content").asText();
      try {
        var tree = RecipeYaml.parse(content.getBytes(StandardCharsets.UTF_8));
        var shown = new LinkedHashMap<String, String>();
        for (var field : fields()) {
          shown.put(field, tree.path(key(field)).asText());
        }
        return entry(shown).filter(entry::equals).map(_ -> shown);
      } catch (RecipeException e) {
        return Optional.empty();
      }
    }

    @Override
    public Optional<ObjectNode> entry(Map<String, String> typed) {
      var tree = Json.object();
      for (var field : fields()) {
        var value = typed.getOrDefault(field, "");
        if (!value.isEmpty()) {
          tree.put(key(field), value);
        }
      }
      return of(
          tree.isEmpty() ? "" : new String(RecipeYaml.write(tree), StandardCharsets.UTF_8), to());
    }

    private static String key(String field) {
      return field.substring(field.indexOf('.') + 1);
    }
  }

  /// A picture for the card's pages.
  record Logo() implements ConfFile {
    private static final String FIELD = "brand.logo";

    @Override
    public String to() {
      return "/data/contents/branding/horizontal-logo-light.png";
    }

    @Override
    public List<String> fields() {
      return List.of(FIELD);
    }

    @Override
    public Optional<Map<String, String>> shown(JsonNode entry) {
      return has(entry, "url", to())
          ? Optional.of(Map.of(FIELD, entry.path("url").asText()))
          : Optional.empty();
    }

    @Override
    public Optional<ObjectNode> entry(Map<String, String> typed) {
      var url = typed.getOrDefault(FIELD, "");
      return url.isEmpty()
          ? Optional.empty()
          : Optional.of(Json.object().put("url", url).put("to", to()));
    }
  }
}
