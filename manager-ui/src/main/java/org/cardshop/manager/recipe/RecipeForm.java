package org.cardshop.manager.recipe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cardshop.platform.wire.Json;

/// A recipe as the fields of a form, and back. The form knows some parts of a recipe; all others,
/// and all that nobody changed, stay exactly as they were written.
public final class RecipeForm {
  public static final String SSID = "wifi.ssid";
  public static final String PASSPHRASE = "wifi.passphrase";
  public static final String OPEN = "wifi.open";
  public static final String CONTENT = "content";

  private static final String FILES = "files";
  private static final String IMAGES = "oci_images";
  private static final String AT = ".at";

  private static final List<Setting> SETTINGS =
      List.of(
          new Setting("offspot.hostname", List.of("offspot"), Leaf.text("hostname")),
          new Setting("offspot.timezone", List.of("offspot"), Leaf.text("timezone")),
          new Setting(SSID, List.of("offspot", "ap"), Leaf.text("ssid")),
          new Setting(PASSPHRASE, List.of("offspot", "ap"), Leaf.text("passphrase")),
          new Setting("wifi.country", List.of("offspot", "ap"), Leaf.text("country")),
          new Setting("output.size", List.of("output"), Leaf.number("size")));

  private RecipeForm() {}

  /// A value with a field of its own.
  private record Setting(String field, List<String> parents, Leaf leaf) {
    String path() {
      return String.join(".", parents) + "." + leaf.key();
    }
  }

  /// A recipe that was filled in.
  ///
  /// @param places field, or beginning of the names of a row's fields, by place in the recipe
  public record Written(ObjectNode recipe, Map<String, String> places) {
    /// The field where a problem with that part of the recipe belongs; empty when there is none.
    ///
    /// @param path as in `files[2].to`
    /// @param shown names of the form's fields
    public Optional<String> fieldOf(String path, Typed shown) {
      var exact = places.get(path);
      if (exact != null && shown.fields().containsKey(exact)) {
        return Optional.of(exact);
      }
      int end = path.indexOf(']') + 1;
      var row = end == 0 ? null : places.get(path.substring(0, end));
      if (row == null) {
        return Optional.empty();
      }
      var rest = path.substring(end);
      return List.of(row, row + rest, row + ".url", row + ".ident").stream()
          .filter(field -> field.equals(CONTENT) || shown.fields().containsKey(field))
          .findFirst();
    }
  }

  /// The fields that show the recipe.
  public static Map<String, List<String>> fields(ObjectNode recipe) {
    var fields = new LinkedHashMap<String, List<String>>();
    fields.put("base.source", List.of(Leaf.shown(recipe.path("base"), baseText(recipe))));
    fields.put("base.root_size", List.of(rootSize(recipe.path("base")).shown(recipe.path("base"))));
    for (var setting : SETTINGS) {
      JsonNode node = recipe;
      for (var parent : setting.parents()) {
        node = node.path(parent);
      }
      fields.put(setting.field(), List.of(setting.leaf().shown(node)));
    }
    boolean isOpen = !text(fields, SSID).isEmpty() && text(fields, PASSPHRASE).isEmpty();
    fields.put(OPEN, isOpen ? List.of("yes") : List.of());
    for (var conf : ConfFile.ALL) {
      conf.fields().forEach(field -> fields.put(field, List.of("")));
    }
    var list = FileList.of(recipe.path(FILES));
    list.conf().values().forEach(shown -> shown.forEach((f, v) -> fields.put(f, List.of(v))));
    fields.put(CONTENT, List.copyOf(list.contents().values()));
    put(fields, Row.FILE, recipe.path(FILES), list.rows());
    put(fields, Row.IMAGE, recipe.path(IMAGES), imageRows(recipe));
    return fields;
  }

  /// How many entries of the recipe's lists no field can show.
  public static int unseen(ObjectNode recipe) {
    var list = FileList.of(recipe.path(FILES));
    int files =
        recipe.path(FILES).size()
            - list.rows().size()
            - list.contents().size()
            - list.conf().size();
    return files + recipe.path(IMAGES).size() - imageRows(recipe).size();
  }

  /// The recipe with what was typed.
  public static Written written(ObjectNode before, Typed typed) {
    var recipe = before.deepCopy();
    var places = new LinkedHashMap<String, String>();
    base(recipe, typed, places);
    for (var setting : SETTINGS) {
      places.put(setting.path(), setting.field());
      var parent = child(recipe, setting.parents());
      setting.leaf().put(parent, typed.text(setting.field()));
      attach(recipe, setting.parents(), parent);
    }
    places.put("output", "output.size");
    files(recipe, typed, places);
    images(recipe, typed, places);
    return new Written(recipe, places);
  }

  private static void base(ObjectNode recipe, Typed typed, Map<String, String> places) {
    for (var path : List.of("base", "base.source")) {
      places.put(path, "base.source");
    }
    for (var path : List.of("base.root_size", "base.rootfs_size")) {
      places.put(path, "base.root_size");
    }
    var source = typed.text("base.source");
    var size = typed.text("base.root_size");
    if (recipe.path("base").isTextual() && size.isBlank()) {
      if (!Leaf.isSame(recipe.path("base").textValue(), source)) {
        recipe.put("base", source);
      }
      return;
    }
    var base =
        recipe.path("base").isTextual()
            ? Json.object().put("source", recipe.path("base").textValue())
            : child(recipe, List.of("base"));
    Leaf.text("source").put(base, source);
    rootSize(base).put(base, size);
    attach(recipe, List.of("base"), base);
  }

  private static String baseText(ObjectNode recipe) {
    return Leaf.text("source").shown(recipe.path("base"));
  }

  /// Of the two names that it may have, the one that counts.
  private static Leaf rootSize(JsonNode base) {
    return Leaf.number(
        base.hasNonNull("root_size") && !base.hasNonNull("rootfs_size")
            ? "root_size"
            : "rootfs_size");
  }

  private static void files(ObjectNode recipe, Typed typed, Map<String, String> places) {
    var before = recipe.path(FILES);
    var list = FileList.of(before);
    var after = Json.MAPPER.createArrayNode();
    var wanted = new LinkedHashSet<>(typed.all(CONTENT));
    var rows = rows(typed, FILES);
    var told = new HashSet<ConfFile>();
    for (int i = 0; before.isArray() && i < before.size(); i++) {
      var entry = before.get(i);
      var conf = list.confAt(i);
      if (conf.isPresent()) {
        told.add(conf.get());
        add(after, confEntry(conf.get(), entry, typed), conf.get().fields().getLast(), places);
      } else if (list.contents().containsKey(i)) {
        if (wanted.remove(list.contents().get(i))) {
          add(after, Optional.of(entry), CONTENT, places);
        }
      } else if (!list.rows().contains(i)) {
        after.add(entry);
      } else if (rows.containsKey(i)) {
        add(after, row(Row.FILE, entry, typed, rows.get(i)), FILES + "." + rows.get(i), places);
      }
    }
    wanted.removeIf(url -> url.isBlank());
    wanted.forEach(url -> add(after, Optional.of(new Content(url).entry()), CONTENT, places));
    for (int number : newRows(typed, FILES)) {
      add(after, row(Row.FILE, Json.object(), typed, number), FILES + "." + number, places);
    }
    for (var conf : ConfFile.ALL) {
      if (!told.contains(conf)) {
        add(after, conf.entry(of(conf, typed)), conf.fields().getLast(), places);
      }
    }
    set(recipe, FILES, before, after, places);
  }

  private static Optional<JsonNode> confEntry(ConfFile conf, JsonNode entry, Typed typed) {
    var shown = conf.shown(entry).orElse(Map.of());
    boolean isSame =
        shown.entrySet().stream().allMatch(f -> Leaf.isSame(f.getValue(), typed.text(f.getKey())));
    return isSame ? Optional.of(entry) : conf.entry(of(conf, typed)).map(e -> e);
  }

  private static Map<String, String> of(ConfFile conf, Typed typed) {
    var values = new LinkedHashMap<String, String>();
    conf.fields().forEach(field -> values.put(field, typed.text(field).strip()));
    return values;
  }

  private static void images(ObjectNode recipe, Typed typed, Map<String, String> places) {
    var before = recipe.path(IMAGES);
    var shown = imageRows(recipe);
    var after = Json.MAPPER.createArrayNode();
    var rows = rows(typed, Row.IMAGE.list());
    for (int i = 0; before.isArray() && i < before.size(); i++) {
      if (!shown.contains(i)) {
        after.add(before.get(i));
      } else if (rows.containsKey(i)) {
        int number = rows.get(i);
        var entry = row(Row.IMAGE, before.get(i), typed, number);
        add(after, entry, Row.IMAGE.list() + "." + number, places, IMAGES);
      }
    }
    for (int number : newRows(typed, Row.IMAGE.list())) {
      var entry = row(Row.IMAGE, Json.object(), typed, number);
      add(after, entry, Row.IMAGE.list() + "." + number, places, IMAGES);
    }
    set(recipe, IMAGES, before, after, places);
  }

  /// A list that was not there and has nothing is none.
  private static void set(
      ObjectNode recipe,
      String name,
      JsonNode before,
      ArrayNode after,
      Map<String, String> places) {
    if (after.isEmpty() && !before.isArray()) {
      return;
    }
    recipe.set(name, after);
    places.put(name, CONTENT);
  }

  private static void add(
      ArrayNode to, Optional<? extends JsonNode> entry, String field, Map<String, String> places) {
    add(to, entry, field, places, FILES);
  }

  private static void add(
      ArrayNode to,
      Optional<? extends JsonNode> entry,
      String field,
      Map<String, String> places,
      String list) {
    entry.ifPresent(e -> {
      places.put(list + "[" + to.size() + "]", field);
      to.add(e);
    });
  }

  /// Empty for a row in which nothing stands.
  private static Optional<JsonNode> row(Row row, JsonNode entry, Typed typed, int number) {
    var written = row.written(entry, typed, number);
    boolean isGone = written.isEmpty() && written.isObject() && !written.equals(entry);
    boolean isBlank =
        written.isObject() && written.isEmpty() && !typed.text(at(row, number)).matches("[0-9]+");
    return isGone || isBlank ? Optional.empty() : Optional.of(written);
  }

  private static String at(Row row, int number) {
    return row.list() + "." + number + AT;
  }

  /// Numbers of rows by the place in the recipe that they show.
  private static Map<Integer, Integer> rows(Typed typed, String list) {
    var rows = new LinkedHashMap<Integer, Integer>();
    for (int number : typed.rows(list)) {
      var at = typed.text(list + "." + number + AT);
      if (at.matches("[0-9]{1,9}")) {
        rows.putIfAbsent(Integer.valueOf(at), number);
      }
    }
    return rows;
  }

  private static List<Integer> newRows(Typed typed, String list) {
    return typed.rows(list).stream()
        .filter(number -> typed.text(list + "." + number + AT).isEmpty())
        .toList();
  }

  private static List<Integer> imageRows(ObjectNode recipe) {
    var rows = new ArrayList<Integer>();
    var list = recipe.path(IMAGES);
    for (int i = 0; list.isArray() && i < list.size(); i++) {
      if (Row.IMAGE.canShow(list.get(i))) {
        rows.add(i);
      }
    }
    return rows;
  }

  private static void put(
      Map<String, List<String>> fields, Row row, JsonNode list, List<Integer> places) {
    for (int number = 0; number < places.size(); number++) {
      int place = places.get(number);
      fields.put(at(row, number), List.of(String.valueOf(place)));
      for (var field : row.shown(list.get(place)).entrySet()) {
        fields.put(row.name(number, field.getKey()), List.of(field.getValue()));
      }
    }
  }

  private static String text(Map<String, List<String>> fields, String name) {
    return fields.getOrDefault(name, List.of()).stream().findFirst().orElse("");
  }

  private static ObjectNode child(ObjectNode recipe, List<String> path) {
    JsonNode node = recipe;
    for (var name : path) {
      node = node.path(name);
    }
    return node instanceof ObjectNode object ? object : Json.object();
  }

  /// An object that was not there and has nothing is none.
  private static void attach(ObjectNode recipe, List<String> path, ObjectNode child) {
    var name = path.getLast();
    var above = path.subList(0, path.size() - 1);
    var parent = child(recipe, above);
    if (child.isEmpty() && !(parent.get(name) instanceof ObjectNode)) {
      return;
    }
    parent.set(name, child);
    if (!above.isEmpty()) {
      attach(recipe, above, parent);
    }
  }
}
