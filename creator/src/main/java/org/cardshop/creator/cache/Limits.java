package org.cardshop.creator.cache;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/// How much of some contents a cache keeps. What is absent has no limit.
///
/// @param maxSize bytes on disk
/// @param maxAge since a content came
/// @param maxNum contents
/// @param checkAfter how long a content is taken to be current without asking its source
/// @param keepVersions contents of which only the version in their names differs
/// @param eviction what goes first
public record Limits(
    OptionalLong maxSize,
    Optional<Duration> maxAge,
    OptionalInt maxNum,
    Optional<Duration> checkAfter,
    OptionalInt keepVersions,
    Eviction eviction) {
  /// `_2026-03.zim` of a ZIM file, `:3.7` of a container image.
  private static final Pattern VERSION = Pattern.compile("_[0-9]{4}-[0-9]{2}(?=\\.zim$)|:[^:/]+$");

  static final Limits NONE = ofSize(OptionalLong.empty());

  static Limits ofSize(OptionalLong bytes) {
    return new Limits(
        bytes,
        Optional.empty(),
        OptionalInt.empty(),
        Optional.empty(),
        OptionalInt.empty(),
        Eviction.LRU);
  }

  /// Those of the entries that are too old or too many.
  Set<Entry> surplus(Collection<Entry> entries, Instant now) {
    var surplus = new HashSet<Entry>();
    maxAge.ifPresent(age ->
        entries.stream().filter(e -> e.came().isBefore(now.minus(age))).forEach(surplus::add));
    keepVersions.ifPresent(number -> surplus.addAll(versionsBeyond(number, entries)));
    var kept = new ArrayList<>(entries.stream().filter(e -> !surplus.contains(e)).toList());
    kept.sort(eviction.order());
    long bytes = kept.stream().mapToLong(Entry::onDisk).sum();
    int number = kept.size();
    for (var entry : kept) {
      if (bytes > maxSize.orElse(Long.MAX_VALUE) || number > maxNum.orElse(Integer.MAX_VALUE)) {
        surplus.add(entry);
        bytes -= entry.onDisk();
        number--;
      }
    }
    return surplus;
  }

  /// ZIM files sort by the month in their names; tags of container images have no order.
  private static String period(Entry entry) {
    return entry.kind() == Entry.Kind.IMAGE ? "" : entry.origin();
  }

  private static List<Entry> versionsBeyond(int number, Collection<Entry> entries) {
    var versions = new HashMap<String, List<Entry>>();
    for (var entry : entries) {
      var version = VERSION.matcher(entry.origin());
      if (version.find()) {
        versions.computeIfAbsent(version.replaceFirst(""), _ -> new ArrayList<>()).add(entry);
      }
    }
    var beyond = new ArrayList<Entry>();
    for (var group : versions.values()) {
      group.sort(Comparator.comparing(Limits::period).thenComparing(Entry::came).reversed());
      beyond.addAll(group.subList(Math.min(number, group.size()), group.size()));
    }
    return beyond;
  }
}
