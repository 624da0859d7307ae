package org.cardshop.manager.recipe;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// How fast the factory was of late. Empty lists where it did nothing yet.
///
/// @param images bytes a second at which images were built and stored, one of each
/// @param cards bytes of image a second at which cards were written and verified
public record Pace(List<Double> images, List<Double> cards) {
  public static final Pace UNKNOWN = new Pace(List.of(), List.of());

  private static final Set<String> BUILDING = Set.of("building");
  private static final Set<String> WRITING = Set.of("writing");

  public Pace {
    images = List.copyOf(images);
    cards = List.copyOf(cards);
  }

  /// @param orders as the API shows each with its tasks
  public static Pace of(List<? extends JsonNode> orders) {
    var images = new ArrayList<Double>();
    var cards = new ArrayList<Double>();
    for (var order : orders) {
      var create = order.at("/tasks/create");
      long bytes = create.at("/product/size").asLong();
      speed(create, BUILDING, bytes).ifPresent(images::add);
      order.at("/tasks/write").forEach(task -> speed(task, WRITING, bytes).ifPresent(cards::add));
    }
    return new Pace(images, cards);
  }

  /// As a form carries it along.
  public String text() {
    return join(images) + ";" + join(cards);
  }

  /// Whatever a form brings back; what is none of ours says nothing.
  public static Pace read(String text) {
    if (!text.matches("[0-9.E,]{0,2000};[0-9.E,]{0,2000}")) {
      return UNKNOWN;
    }
    try {
      int end = text.indexOf(';');
      return new Pace(split(text.substring(0, end)), split(text.substring(end + 1)));
    } catch (NumberFormatException e) {
      return UNKNOWN;
    }
  }

  /// How long an image of that many bytes would take to build.
  public Optional<Duration> image(long bytes) {
    return time(images, bytes);
  }

  /// How long a card would take from the first byte written to the last one verified.
  public Optional<Duration> card(long bytes) {
    return time(cards, bytes);
  }

  private static Optional<Duration> time(List<Double> speeds, long bytes) {
    if (speeds.isEmpty() || bytes <= 0) {
      return Optional.empty();
    }
    double median = speeds.stream().sorted().toList().get(speeds.size() / 2);
    return Optional.of(Duration.ofSeconds(Math.max(1, Math.round(bytes / median))));
  }

  /// From the last time that it came to that step; a card that failed does not count.
  private static Optional<Double> speed(JsonNode task, Set<String> step, long bytes) {
    if (!task.path("life").asText().equals("succeeded") || bytes <= 0) {
      return Optional.empty();
    }
    Instant begun = null;
    Instant ended = null;
    for (var status : task.path("statuses")) {
      try {
        ended = Instant.parse(status.path("on").asText());
      } catch (DateTimeParseException e) {
        return Optional.empty();
      }
      begun = step.contains(status.path("status").asText()) ? ended : begun;
    }
    if (begun == null || ended == null || !ended.isAfter(begun)) {
      return Optional.empty();
    }
    return Optional.of(bytes * 1000.0 / Duration.between(begun, ended).toMillis());
  }

  private static String join(List<Double> speeds) {
    return String.join(",", speeds.stream().map(String::valueOf).toList());
  }

  private static List<Double> split(String text) {
    return text.isEmpty()
        ? List.of()
        : List.of(text.split(",")).stream()
            .map(Double::valueOf)
            .filter(speed -> speed > 0 && !speed.isInfinite())
            .toList();
  }
}
