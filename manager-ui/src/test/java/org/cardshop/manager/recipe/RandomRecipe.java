package org.cardshop.manager.recipe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.cardshop.platform.wire.Json;

/// Recipes as people and their tools write them, right and wrong.
record RandomRecipe(Random random) {
  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "a",
          "on",
          "12",
          "é ☃",
          "two\nlines\n",
          "\"'<b>&",
          "•••",
          "auto",
          "8GB",
          "https://example.org/zim/a_en.zim",
          "https://example.org/b.pdf",
          "/data/contents/zims/a_en.zim",
          "/data/contents/files/b.pdf",
          "/data/conf/admin.env",
          "/data/conf/branding.yaml",
          "/data/contents/branding/horizontal-logo-light.png",
          "ADMIN_PASSWORD='x'\n",
          "ADMIN_PASSWORD='x'\nADMIN_USERNAME='y'\n",
          "ADMIN_USERNAME='it''s'\n",
          "name: Ours\n",
          "name: Ours\ncolor: red\nmore: 1\n");

  ObjectNode recipe() {
    var recipe = Json.object();
    maybe(recipe, "base", one(() -> object("source", "root_size", "rootfs_size", "checksum")));
    maybe(recipe, "output", one(() -> object("size", "compress")));
    maybe(recipe, "files", one(() -> list("url", "content", "to", "to", "via", "size", "more")));
    maybe(recipe, "oci_images", one(() -> list("ident", "url", "filesize", "id", "fullsize")));
    maybe(recipe, "offspot", one(this::settings));
    maybe(recipe, "write_config", scalar());
    return recipe;
  }

  /// What somebody may type over it. Wifi is open exactly when it has no passphrase.
  static Map<String, List<String>> changed(Random random, Map<String, List<String>> fields) {
    var changed = new LinkedHashMap<>(fields);
    for (var name : fields.keySet()) {
      boolean isText =
          !name.endsWith(".at") && !name.equals("content") && !name.equals("wifi.open");
      if (isText && random.nextInt(4) == 0) {
        changed.put(name, List.of("typed" + random.nextInt(100)));
      }
    }
    if (random.nextBoolean()) {
      changed.put("files.900.at", List.of(""));
      for (var field : Row.FILE.shown(Json.object()).keySet()) {
        changed.put("files.900." + field, List.of("new " + random.nextInt(100)));
      }
    }
    var typed = new Typed(changed);
    boolean isOpen = !typed.text("wifi.ssid").isEmpty() && typed.text("wifi.passphrase").isEmpty();
    changed.put("wifi.open", isOpen ? List.of("yes") : List.of());
    // A name beside a hidden password is typed anew with it.
    if (typed.text("admin.secret").equals("•••")) {
      changed.put("admin.name", List.of(""));
    }
    return changed;
  }

  private interface Made {
    JsonNode make();
  }

  /// Mostly what belongs there.
  private JsonNode one(Made made) {
    return random.nextInt(8) == 0 ? scalar() : made.make();
  }

  private ObjectNode settings() {
    var settings = object("hostname", "timezone", "containers");
    maybe(settings, "ap", one(() -> object("ssid", "passphrase", "country", "spoof")));
    return settings;
  }

  private JsonNode list(String... fields) {
    var list = Json.MAPPER.createArrayNode();
    for (int i = random.nextInt(5); i > 0; i--) {
      var entry = object(fields);
      if (random.nextInt(3) == 0) {
        entry.set("checksum", one(() -> object("algo", "value", "kind")));
      }
      list.add(one(() -> entry));
    }
    return list;
  }

  private ObjectNode object(String... fields) {
    var object = Json.object();
    for (var field : fields) {
      maybe(object, field, scalar());
    }
    return object;
  }

  private void maybe(ObjectNode object, String field, JsonNode value) {
    if (random.nextInt(3) > 0) {
      object.set(field, value);
    }
  }

  private JsonNode scalar() {
    return switch (random.nextInt(12)) {
      case 0 -> NullNode.instance;
      case 1 -> BooleanNode.valueOf(random.nextBoolean());
      case 2, 3 -> LongNode.valueOf(random.nextInt(1_000));
      case 4 -> Json.object().put("a", "b");
      default -> TextNode.valueOf(TEXTS.get(random.nextInt(TEXTS.size())));
    };
  }
}
