package org.cardshop.creator.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.cardshop.platform.recipe.Place;
import org.cardshop.platform.recipe.Problem;
import org.cardshop.platform.recipe.RecipeException;
import org.cardshop.platform.recipe.RecipeYaml;

/// A cache policy in YAML, as Offspot's image-creator documents it.
public final class PolicyFile {
  private static final List<String> LIMITS =
      List.of(
          "max_size", "max_age", "max_num", "check_after", "keep_identified_versions", "eviction");
  private static final Pattern DURATION =
      Pattern.compile("([0-9]+(?:\\.[0-9]+)?) ?(s|m|h|d|w|y)?[a-z]*");
  private static final Map<String, Duration> UNITS =
      Map.of(
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1),
          "w", Duration.ofDays(7),
          "y", Duration.ofDays(365));

  private final List<Problem> problems = new ArrayList<>();
  private final long usualSize;

  private PolicyFile(long usualSize) {
    this.usualSize = usualSize;
  }

  /// @param usualSize bytes that the cache keeps when the file sets no `max_size`
  /// @throws IOException with a sentence for each thing that is wrong
  public static Policy read(Path file, long usualSize) throws IOException {
    try {
      return read(Files.readAllBytes(file), usualSize);
    } catch (NoSuchFileException e) {
      throw new IOException("there is no cache policy " + file, e);
    } catch (RecipeException e) {
      throw new IOException("the cache policy " + file + " cannot be used:\n" + e.getMessage(), e);
    }
  }

  /// @throws RecipeException with everything that is wrong
  static Policy read(byte[] yaml, long usualSize) throws RecipeException {
    return new PolicyFile(usualSize).policy(yaml);
  }

  private Policy policy(byte[] yaml) throws RecipeException {
    var top = new Place("", RecipeYaml.parse(yaml), problems);
    only(top, "enabled", "oci_images", "files");
    var limits = limits(top);
    var all =
        top.has("max_size")
            ? limits
            : new Limits(
                OptionalLong.of(usualSize),
                limits.maxAge(),
                limits.maxNum(),
                limits.checkAfter(),
                limits.keepVersions(),
                limits.eviction());
    var policy =
        new Policy(
            top.flag("enabled", true),
            all,
            section(top, "files", limits),
            section(top, "oci_images", limits));
    if (!problems.isEmpty()) {
      throw new RecipeException(problems);
    }
    return policy;
  }

  private Policy.Section section(Place top, String field, Limits above) {
    var place = top.child(field);
    if (place.isEmpty()) {
      return new Policy.Section(true, Limits.NONE, List.of());
    }
    only(place.get(), "enabled", "filters");
    var limits = limits(place.get());
    requireWithin(place.get(), limits, above);
    var filters = new ArrayList<Policy.Filter>();
    for (var item : place.get().children("filters")) {
      only(item, "pattern", "ignore");
      var own = limits(item);
      requireWithin(item, own, limits);
      filters.add(new Policy.Filter(pattern(item), item.flag("ignore", false), own));
    }
    return new Policy.Section(place.get().flag("enabled", true), limits, filters);
  }

  private static Pattern pattern(Place item) {
    try {
      return Pattern.compile(item.requiredText("pattern").orElse(""), Pattern.CASE_INSENSITIVE);
    } catch (PatternSyntaxException e) {
      item.problem("pattern", "is no regular expression: " + e.getDescription());
      return Pattern.compile("");
    }
  }

  private static void only(Place place, String... others) {
    var known = new ArrayList<>(List.of(others));
    known.addAll(LIMITS);
    place.onlyHas(known.toArray(String[]::new));
  }

  /// A part cannot have more than the whole.
  private static void requireWithin(Place place, Limits part, Limits whole) {
    if (part.maxSize().orElse(0) > whole.maxSize().orElse(Long.MAX_VALUE)) {
      place.problem("max_size", "is more than that of the level above");
    }
    if (part.maxNum().orElse(0) > whole.maxNum().orElse(Integer.MAX_VALUE)) {
      place.problem("max_num", "is more than that of the level above");
    }
    var most = whole.maxAge();
    if (most.isPresent() && part.maxAge().filter(a -> a.compareTo(most.get()) > 0).isPresent()) {
      place.problem("max_age", "is more than that of the level above");
    }
  }

  private static Limits limits(Place place) {
    var eviction = place.text("eviction").orElse("lru");
    return new Limits(
        isZero(place, "max_size") ? OptionalLong.empty() : place.size("max_size"),
        duration(place, "max_age").filter(age -> !age.isZero()),
        number(place, "max_num"),
        duration(place, "check_after"),
        number(place, "keep_identified_versions"),
        Eviction.fromText(eviction)
            .orElseGet(() -> {
              place.problem(
                  "eviction",
                  "'" + eviction + "' is not one of oldest, newest, largest, smallest, lru");
              return Eviction.LRU;
            }));
  }

  /// No limit.
  private static boolean isZero(Place place, String field) {
    return place.object().path(field).asText().strip().equals("0");
  }

  private static OptionalInt number(Place place, String field) {
    if (!place.has(field) || isZero(place, field)) {
      return OptionalInt.empty();
    }
    var node = place.object().path(field);
    if (!node.canConvertToInt() || node.asInt() < 0) {
      place.problem(field, "must be a number");
      return OptionalInt.empty();
    }
    return OptionalInt.of(node.asInt());
  }

  private static Optional<Duration> duration(Place place, String field) {
    if (!place.has(field)) {
      return Optional.empty();
    }
    var form = DURATION.matcher(place.object().path(field).asText().strip());
    if (!form.matches()) {
      place.problem(field, "must be a time like 12h, 30d, 4w or 1y");
      return Optional.empty();
    }
    var unit = UNITS.getOrDefault(Optional.ofNullable(form.group(2)).orElse("s"), Duration.ZERO);
    return Optional.of(
        Duration.ofSeconds((long) (Double.parseDouble(form.group(1)) * unit.toSeconds())));
  }
}
