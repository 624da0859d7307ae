package org.cardshop.scheduler.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.cardshop.platform.wire.Json;

/// Reads what a person filled in. Every wrong field is collected and stands in for itself with
/// something harmless; read everything, then call [#check()], which also refuses fields that nobody
/// asked for. A fallback makes a field optional. Null is the same as absent.
public final class Form {
  private static final int GREATEST_PORT = 65_535;

  /// What [URI] says where there is none.
  private static final int NO_PORT = -1;

  private static final int LONGEST_TEXT = 4_000;
  private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s]+");
  private static final Pattern SLUG = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

  private final ObjectNode object;
  private final String path;
  private final List<FieldProblem> problems;
  private final Set<String> known = new HashSet<>();
  private final List<Form> children = new ArrayList<>();

  private Form(ObjectNode object, String path, List<FieldProblem> problems) {
    this.object = object;
    this.path = path;
    this.problems = problems;
  }

  public static Form of(ObjectNode object) {
    return new Form(object, "", new ArrayList<>());
  }

  public String text(String name, Optional<String> fallback) {
    return text(name, fallback, t -> t.length() <= LONGEST_TEXT, "at most 4000 characters");
  }

  /// A text that is not blank, not even when it is changed.
  public String name(String name, Optional<String> fallback) {
    var text = text(name, fallback);
    return fallback.filter(_ -> isBlank(name, text)).orElse(text);
  }

  public String email(String name, Optional<String> fallback) {
    return text(
        name,
        fallback,
        t -> EMAIL.matcher(t).matches() || (t.isEmpty() && fallback.isPresent()),
        "an e-mail address");
  }

  /// A name that may be part of an address.
  public String slug(String name, Optional<String> fallback) {
    return text(
        name,
        fallback,
        t -> SLUG.matcher(t).matches(),
        "lower-case letters, digits and hyphens, at most 63");
  }

  /// @param expected completes the sentence "must be …"
  public String text(
      String name, Optional<String> fallback, Predicate<String> isRight, String expected) {
    return node(
            name, fallback.isPresent(), n -> n.isTextual() && isRight.test(n.textValue()), expected)
        .map(JsonNode::textValue)
        .filter(t -> fallback.isPresent() || !isBlank(name, t))
        .or(() -> fallback)
        .orElse("");
  }

  public int whole(String name, int min, int max, Optional<Integer> fallback) {
    return node(
            name,
            fallback.isPresent(),
            n ->
                n.isIntegralNumber()
                    && n.canConvertToInt()
                    && n.intValue() >= min
                    && n.intValue() <= max,
            "a whole number from " + min + " to " + max)
        .map(JsonNode::intValue)
        .or(() -> fallback)
        .orElse(min);
  }

  public boolean flag(String name, Optional<Boolean> fallback) {
    return node(name, fallback.isPresent(), JsonNode::isBoolean, "true or false")
        .map(JsonNode::booleanValue)
        .or(() -> fallback)
        .orElse(false);
  }

  /// One of a few words.
  ///
  /// @param expected completes the sentence "must be …"
  public <T> T word(
      String name,
      Function<String, Optional<T>> read,
      Optional<T> fallback,
      T standIn,
      String expected) {
    return node(
            name,
            fallback.isPresent(),
            n -> n.isTextual() && read.apply(n.textValue()).isPresent(),
            expected)
        .flatMap(n -> read.apply(n.textValue()))
        .or(() -> fallback)
        .orElse(standIn);
  }

  /// An address with one of these schemes.
  public URI uri(String name, Set<String> schemes, Optional<URI> fallback) {
    var expected =
        "an address that begins with "
            + String.join(":// or ", schemes)
            + "://, and a port in it is one from 1 to "
            + GREATEST_PORT;
    return word(name, t -> uri(t, schemes), fallback, URI.create("none:/"), expected);
  }

  /// An object whose fields are read by somebody else.
  public ObjectNode object(String name, Optional<ObjectNode> fallback) {
    return node(name, fallback.isPresent(), JsonNode::isObject, "an object")
        .map(n -> (ObjectNode) n)
        .or(() -> fallback)
        .orElseGet(Json::object);
  }

  public Form child(String name) {
    return node(name, false, JsonNode::isObject, "an object")
        .map(n -> child(name, (ObjectNode) n))
        .orElseGet(() -> of(Json.object()));
  }

  public Optional<Form> optionalChild(String name) {
    return node(name, true, JsonNode::isObject, "an object").map(n -> child(name, (ObjectNode) n));
  }

  /// A list of at least one text.
  public List<String> texts(String name) {
    var texts = new ArrayList<String>();
    node(name, false, n -> n.isArray() && !n.isEmpty(), "a list with at least one entry")
        .ifPresent(list -> {
          for (var n : list) {
            if (n.isTextual()) {
              texts.add(n.textValue());
            } else {
              problem(name, "must hold texts only.");
            }
          }
        });
    return texts;
  }

  /// Adds a problem that only the caller can see.
  public void problem(String name, String sentence) {
    problems.add(new FieldProblem(path + name, sentence));
  }

  public void problems(String name, List<FieldProblem> more) {
    for (var p : more) {
      problem(p.field().isEmpty() ? name : name + "." + p.field(), p.sentence());
    }
  }

  /// @throws HttpProblem that tells everything that is wrong
  public void check() {
    refuseUnknown();
    if (!problems.isEmpty()) {
      throw HttpProblem.badRequest(problems);
    }
  }

  private void refuseUnknown() {
    object
        .fieldNames()
        .forEachRemaining(name -> {
          if (!known.contains(name)) {
            problem(name, "is not known here; remove it.");
          }
        });
    children.forEach(Form::refuseUnknown);
  }

  private Form child(String name, ObjectNode n) {
    var child = new Form(n, path + name + ".", problems);
    children.add(child);
    return child;
  }

  private boolean isBlank(String name, String text) {
    if (text.isBlank()) {
      problem(name, "must not be empty.");
    }
    return text.isBlank();
  }

  private Optional<JsonNode> node(
      String name, boolean isOptional, Predicate<JsonNode> isRight, String expected) {
    known.add(name);
    var node = object.get(name);
    if (node == null || node.isNull()) {
      if (!isOptional) {
        problem(name, "is missing; it must be " + expected + ".");
      }
      return Optional.empty();
    }
    if (!isRight.test(node)) {
      problem(name, "must be " + expected + ".");
      return Optional.empty();
    }
    return Optional.of(node);
  }

  private static Optional<URI> uri(String text, Set<String> schemes) {
    try {
      var uri = new URI(text);
      boolean isPort = uri.getPort() >= 1 && uri.getPort() <= GREATEST_PORT;
      return uri.getHost() != null
              && schemes.contains(uri.getScheme())
              && (uri.getPort() == NO_PORT || isPort)
          ? Optional.of(uri)
          : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
