package org.cardshop.manager.web;

import java.io.IOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A form that could not be taken, with all that was typed into it but passwords: carried along
/// until whoever typed it has signed in and sends it again.
///
/// @param path what it was sent to; empty when there is none
/// @param fields what was typed, by name; a chosen file under its own name, in base64url
public record Kept(String path, Map<String, List<String>> fields) {
  /// Nothing is kept.
  public static final Kept NOTHING = new Kept("", Map.of());

  static final String FILE = "kept-file:";
  static final String TOKEN = "form_token";

  private static final String FIELD = "kept:";
  private static final String PATH = "kept-path";

  public Kept {
    fields = new LinkedHashMap<>(fields);
  }

  public boolean isEmpty() {
    return path.isEmpty();
  }

  /// As hidden fields of the form at the door.
  public Map<String, List<String>> carried() {
    var carried = new LinkedHashMap<String, List<String>>();
    if (!isEmpty()) {
      carried.put(PATH, List.of(path));
      fields.forEach((name, values) -> carried.put(FIELD + name, values));
    }
    return carried;
  }

  /// What can be shown of it: not files.
  public Map<String, List<String>> readable() {
    var readable = new LinkedHashMap<String, List<String>>();
    fields.forEach((name, values) -> {
      if (!name.startsWith(FILE) && values.stream().anyMatch(v -> !v.isBlank())) {
        readable.put(name, values);
      }
    });
    return readable;
  }

  /// What this form was about to do.
  static Kept of(Visit visit) throws IOException {
    var fields = new LinkedHashMap<String, List<String>>();
    visit
        .fields()
        .forEach((name, values) -> {
          if (!name.equals(TOKEN) && !name.toLowerCase(Locale.ROOT).contains("password")) {
            fields.put(name, values);
          }
        });
    for (var file : visit.files().entrySet()) {
      fields.put(
          FILE + file.getKey(), List.of(Base64.getUrlEncoder().encodeToString(file.getValue())));
    }
    return new Kept(visit.address(), fields);
  }

  /// What the form at the door carried along.
  public static Kept carriedBy(Visit visit) {
    var path = Optional.of(visit.field(PATH)).filter(Visit::isOwn);
    var fields = new LinkedHashMap<String, List<String>>();
    visit
        .fields()
        .forEach((name, values) -> {
          if (name.startsWith(FIELD)) {
            fields.put(name.substring(FIELD.length()), values);
          }
        });
    return path.map(p -> new Kept(p, fields)).orElse(NOTHING);
  }
}
