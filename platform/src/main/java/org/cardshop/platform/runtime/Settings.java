package org.cardshop.platform.runtime;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Reads a process's configuration from its environment. Each name may also be given as
/// `NAME_FILE`, the path of a file that holds the value. Problems are collected, so that a person
/// mends all of them at once: read everything, then call [#check()].
public final class Settings {
  /// As many hexadecimal digits are 128 bits.
  private static final int LEAST_KEY = 32;

  private final Map<String, String> environment;
  private final List<String> problems = new ArrayList<>();

  public Settings(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  public String text(String name) {
    return optionalText(name).orElseGet(() -> problem(name + " is not set", ""));
  }

  public String text(String name, String fallback) {
    return optionalText(name).orElse(fallback);
  }

  public Optional<String> optionalText(String name) {
    var inline = Optional.ofNullable(environment.get(name)).filter(v -> !v.isBlank());
    var file = Optional.ofNullable(environment.get(name + "_FILE")).filter(v -> !v.isBlank());
    if (inline.isPresent() && file.isPresent()) {
      problem(name + " and " + name + "_FILE are both set; keep one", "");
    }
    return inline.or(() -> file.flatMap(path -> fromFile(name, path)));
  }

  /// A key that others cannot guess.
  public Optional<String> optionalKey(String name) {
    var key = optionalText(name);
    if (key.filter(k -> k.length() < LEAST_KEY).isPresent()) {
      problem(name + " has less than " + LEAST_KEY + " characters; take random ones", "");
    }
    return key;
  }

  public Path path(String name) {
    return parsed(name, Path::of, Path.of(""), "a path");
  }

  public Optional<Path> optionalPath(String name) {
    return optionalText(name).map(t -> parse(name, t, Path::of, Path.of(""), "a path"));
  }

  public URI uri(String name) {
    return parsed(name, Settings::address, URI.create("none:/"), "an address (URI)");
  }

  public Optional<URI> optionalUri(String name) {
    return optionalText(name)
        .map(t -> parse(name, t, Settings::address, URI.create("none:/"), "an address (URI)"));
  }

  public int port(String name, int fallback) {
    return optionalText(name)
        .map(t -> parse(name, t, Settings::portNumber, fallback, "a port, 0 to 65535"))
        .orElse(fallback);
  }

  /// Parses the value with `read`, which says no by an `IllegalArgumentException`.
  ///
  /// @param expected completes the sentence "NAME must be …"
  public <T> T parsed(String name, Function<String, T> read, T standIn, String expected) {
    return optionalText(name)
        .map(t -> parse(name, t, read, standIn, expected))
        .orElseGet(() -> problem(name + " is not set", standIn));
  }

  /// The same with a value for when the name is not set.
  public <T> T parsedOr(String name, Function<String, T> read, T fallback, String expected) {
    return optionalText(name).map(t -> parse(name, t, read, fallback, expected)).orElse(fallback);
  }

  /// @throws WrongUsageException that lists every problem met so far
  public void check() {
    if (!problems.isEmpty()) {
      throw new WrongUsageException(
          "The configuration is not complete:\n  - " + String.join("\n  - ", problems));
    }
  }

  private <T> T parse(
      String name, String text, Function<String, T> read, T standIn, String expected) {
    try {
      return read.apply(text);
    } catch (IllegalArgumentException e) {
      var detail = e.getMessage() == null ? "" : " (" + e.getMessage() + ")";
      return problem(name + " must be " + expected + detail, standIn);
    }
  }

  private Optional<String> fromFile(String name, String path) {
    try {
      return Optional.of(Files.readString(Path.of(path)).strip());
    } catch (IOException e) {
      return Optional.of(problem(name + "_FILE names " + path + ", which cannot be read", ""));
    }
  }

  /// Says what is wrong without repeating the address, which may hold a password.
  ///
  /// @throws IllegalArgumentException when it is no URI
  public static URI address(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(e.getReason(), e);
    }
  }

  private static int portNumber(String text) {
    int port = Integer.parseInt(text);
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("out of range");
    }
    return port;
  }

  private <T> T problem(String sentence, T standIn) {
    problems.add(sentence);
    return standIn;
  }
}
