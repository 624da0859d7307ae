package org.cardshop.platform.recipe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NumericNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/// The secrets in a recipe: what is called a password or the like, wherever it stands, addresses
/// with a password in them, and `NAME=value` of an environment with such a name; masked or sealed
/// they still are.
public final class RecipeSecrets {
  /// Stands for a secret where it is shown.
  public static final String MASK = "•••";

  /// Begins what only who has the key can read.
  public static final String SEALED = "sealed:";

  private static final String WORDS =
      "(password|passwd|passphrase|psk|secret|token|private_?key|api_?key)";
  private static final Pattern NAME = Pattern.compile("(?i).*" + WORDS);
  private static final Pattern ASSIGNED = Pattern.compile("(?is)\\w*" + WORDS + "\\w*=.*");
  private static final Pattern LOGIN_IN_ADDRESS =
      Pattern.compile("(\\w+://)[^/@\\s]*:[^/@\\s]*@(.*)");

  private static final Pattern HIDDEN =
      Pattern.compile(MASK + "|" + SEALED + "[0-9a-f]{8}:[\\w-]+");

  private RecipeSecrets() {}

  /// The recipe with each secret put through `change`; the same when it has none.
  public static ObjectNode mapped(ObjectNode recipe, UnaryOperator<JsonNode> change) {
    var mapped = recipe.objectNode();
    recipe
        .properties()
        .forEach(
            field -> mapped.set(field.getKey(), value(field.getKey(), field.getValue(), change)));
    return mapped;
  }

  /// As it may be shown.
  public static ObjectNode masked(ObjectNode recipe) {
    return mapped(recipe, _ -> TextNode.valueOf(MASK));
  }

  /// Without the logins in its addresses, which are for whoever fetches from there.
  public static ObjectNode withoutLogins(ObjectNode recipe) {
    return mapped(
        recipe,
        secret -> {
          var address = LOGIN_IN_ADDRESS.matcher(secret.asText());
          return address.matches() ? TextNode.valueOf(address.group(1) + address.group(2)) : secret;
        });
  }

  /// The secrets that stand in the recipe, in no order.
  public static List<String> of(ObjectNode recipe) {
    var secrets = new ArrayList<String>();
    mapped(
        recipe,
        secret -> {
          secrets.add(secret.asText());
          return secret;
        });
    return secrets;
  }

  /// Where secrets stand that were hidden when they were shown, as in `files[2].content`.
  public static List<String> hidden(ObjectNode recipe) {
    var paths = new ArrayList<String>();
    noteHidden("", "", recipe, paths);
    return paths;
  }

  private static void noteHidden(String path, String name, JsonNode node, List<String> paths) {
    var text = node.asText();
    if (text.equals(MASK) || (text.startsWith(SEALED) && isSecret(name, text))) {
      paths.add(path);
    }
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      noteHidden(path + "[" + i + "]", name, node.get(i), paths);
    }
    for (var field : node.properties()) {
      var below = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
      noteHidden(below, field.getKey(), field.getValue(), paths);
    }
  }

  private static JsonNode value(String name, JsonNode value, UnaryOperator<JsonNode> change) {
    return switch (value) {
      case ObjectNode object -> mapped(object, change);
      case ArrayNode list -> {
        var mapped = list.arrayNode();
        list.forEach(entry -> mapped.add(value(name, entry, change)));
        yield mapped;
      }
      case TextNode text when isSecret(name, text.textValue()) -> change.apply(text);
      case NumericNode number when NAME.matcher(name).matches() -> change.apply(number);
      default -> value;
    };
  }

  private static boolean isSecret(String name, String text) {
    return !text.isEmpty()
        && (NAME.matcher(name).matches()
            || ASSIGNED.matcher(text).matches()
            || LOGIN_IN_ADDRESS.matcher(text).matches()
            || HIDDEN.matcher(text).matches());
  }
}
