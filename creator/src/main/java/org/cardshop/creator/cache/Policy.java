package org.cardshop.creator.cache;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// What a cache keeps, and for how long: the rules that Offspot's image-creator has. An entry is
/// bound by those of the first filter that matches its origin, by those for its kind, and by those
/// for the whole cache.
///
/// @param isEnabled whether anything is kept beyond the build that needs it
/// @param all contents together
/// @param files and bases
/// @param images container images
public record Policy(boolean isEnabled, Limits all, Section files, Section images) {
  private static final Section PLAIN = new Section(true, Limits.NONE, List.of());

  /// Rules for one kind of content.
  public record Section(boolean isEnabled, Limits limits, List<Filter> filters) {
    public Section {
      filters = List.copyOf(filters);
    }

    Optional<Filter> filter(String origin) {
      return filters.stream().filter(f -> f.pattern().matcher(origin).find()).findFirst();
    }
  }

  /// Rules for contents whose origin has the pattern in it.
  ///
  /// @param isIgnored whether they are not kept at all
  public record Filter(Pattern pattern, boolean isIgnored, Limits limits) {}

  /// Keeps what was used last, up to so many bytes.
  public static Policy ofSize(long bytes) {
    return new Policy(true, Limits.ofSize(OptionalLong.of(bytes)), PLAIN, PLAIN);
  }

  /// Whether a content is kept at all.
  boolean keeps(Entry.Kind kind, String origin) {
    return isEnabled
        && section(kind)
            .map(s -> s.isEnabled() && s.filter(origin).filter(Filter::isIgnored).isEmpty())
            .orElse(true);
  }

  /// How long a content that came from there is taken to be current.
  Optional<Duration> checkAfter(Entry.Kind kind, String origin) {
    return section(kind)
        .flatMap(s ->
            s.filter(origin)
                .flatMap(f -> f.limits().checkAfter())
                .or(() -> s.limits().checkAfter()))
        .or(all::checkAfter);
  }

  /// Those of the entries that have to go.
  Set<Entry> surplus(Collection<Entry> entries, Instant now) {
    var surplus = new HashSet<Entry>();
    entries.stream().filter(e -> !keeps(e.kind(), e.origin())).forEach(surplus::add);
    for (var kind : Entry.Kind.values()) {
      var section = section(kind);
      if (section.isPresent()) {
        var ofKind = filter(entries, e -> e.kind() == kind);
        for (var filter : section.get().filters()) {
          var matched =
              filter(ofKind, e -> section.get().filter(e.origin()).equals(Optional.of(filter)));
          bind(matched, filter.limits(), now, surplus);
        }
        bind(ofKind, section.get().limits(), now, surplus);
      }
    }
    bind(entries, all, now, surplus);
    return surplus;
  }

  private static List<Entry> filter(Collection<Entry> entries, Predicate<Entry> matches) {
    return entries.stream().filter(matches).toList();
  }

  private static void bind(
      Collection<Entry> entries, Limits limits, Instant now, Set<Entry> surplus) {
    surplus.addAll(limits.surplus(filter(entries, e -> !surplus.contains(e)), now));
  }

  private Optional<Section> section(Entry.Kind kind) {
    return switch (kind) {
      case FILE -> Optional.of(files);
      case IMAGE -> Optional.of(images);
      case DERIVED -> Optional.empty();
    };
  }
}
