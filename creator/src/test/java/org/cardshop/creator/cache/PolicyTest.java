package org.cardshop.creator.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.cardshop.creator.cache.Entry.Kind;
import org.cardshop.platform.recipe.Problem;
import org.cardshop.platform.recipe.RecipeException;
import org.junit.jupiter.api.Test;

/// Names of entries say what they are: `n` came at hour n and was used at hour 24 - n.
class PolicyTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final long USUAL = 1000;
  private static final Instant NOW = START.plus(Duration.ofHours(24));

  @Test
  void aDocumentedPolicyIsRead() throws Exception {
    var policy =
        policy(
            """
            ---
            enabled: true
            max_size: 800GB
            eviction: lru
            keep_identified_versions: 1
            oci_images:
              enabled: true
              filters:
              - pattern: ^ghcr.io/offspot/
                check_after: 90d
              - pattern: ^
                max_size: 20GiB
            files:
              max_age: 1y
              max_num: 100
              eviction: oldest
              filters:
              - pattern: ^https?://(mirror.)?download.example.org/zim/.hidden
                ignore: true
              - pattern: ^https?://(mirror.)?download.example.org/zim/
                check_after: 12 hours
                max_age: 4w
              - pattern: ^
                ignore: true
            """);
    assertEquals(OptionalLong.of(800_000_000_000L), policy.all().maxSize());
    assertEquals(OptionalInt.of(1), policy.all().keepVersions());
    assertEquals(OptionalInt.of(100), policy.files().limits().maxNum());
    assertEquals(Optional.of(Duration.ofDays(365)), policy.files().limits().maxAge());
    assertEquals(Eviction.OLDEST, policy.files().limits().eviction());
    assertEquals(
        OptionalLong.of(20L << 30), policy.images().filters().getLast().limits().maxSize());
    assertTrue(policy.keeps(Kind.FILE, "http://Download.example.org/zim/a.zim"));
    assertFalse(policy.keeps(Kind.FILE, "http://download.example.org/zim/.hidden/a.zim"));
    assertFalse(policy.keeps(Kind.FILE, "http://elsewhere.example.org/a"));
    assertTrue(policy.keeps(Kind.DERIVED, "anything"));
    assertEquals(
        Optional.of(Duration.ofHours(12)),
        policy.checkAfter(Kind.FILE, "https://mirror.download.example.org/zim/a.zim"));
    assertEquals(
        Optional.of(Duration.ofDays(90)), policy.checkAfter(Kind.IMAGE, "ghcr.io/offspot/x:1"));
    assertEquals(Optional.empty(), policy.checkAfter(Kind.IMAGE, "docker.io/x/y:1"));
  }

  @Test
  void whatIsLeftOutIsAsUsualAndZeroIsNoLimit() throws Exception {
    assertEquals(Policy.ofSize(USUAL), policy("{}"));
    var policy = policy("{max_size: 0, max_num: 0, max_age: 0, files: {enabled: false}}");
    assertEquals(Limits.NONE, policy.all());
    assertFalse(policy.keeps(Kind.FILE, "x"));
    assertTrue(policy.keeps(Kind.IMAGE, "x"));
    assertFalse(policy("enabled: false").keeps(Kind.DERIVED, "x"));
  }

  @Test
  void everythingThatIsWrongIsTold() {
    var refused =
        assertThrows(
            RecipeException.class,
            () ->
                policy(
                    """
                    max_size: 1GB
                    max_num: many
                    eviction: random
                    colour: red
                    files:
                      max_size: 2GB
                      filters: [{ignore: true}, {pattern: "["}, {pattern: a, max_age: soon}]
                    """));
    assertEquals(
        List.of(
            "colour",
            "max_num",
            "eviction",
            "files.max_size",
            "files.filters[0].pattern",
            "files.filters[1].pattern",
            "files.filters[2].max_age"),
        refused.problems().stream().map(Problem::path).toList());
  }

  @Test
  void theStrategySaysWhatGoesFirst() throws Exception {
    for (var expected :
        List.of("oldest 1 2", "newest 3 4", "largest 2 4", "smallest 1 3", "lru 3 4")) {
      var strategy = expected.replaceFirst(" .*", "");
      assertEquals(
          expected, strategy + " " + gone("{max_num: 2, eviction: " + strategy + "}", four()));
    }
  }

  @Test
  void eachLimitIsKept() throws Exception {
    assertEquals("3 4", gone("max_size: 40", four()));
    assertEquals("", gone("max_size: 100", four()));
    assertEquals("1 2", gone("max_age: 21h", four()));
    assertEquals("4", gone("max_num: 3", four()));
    assertEquals("1 2 3 4", gone("enabled: false", four()));
    assertEquals("2 4", gone("files: {max_num: 2, eviction: largest}", four()));
  }

  @Test
  void theFirstFilterThatMatchesOwnsAContent() throws Exception {
    var filters =
        "files: {filters: [{pattern: /a/, max_num: 1}, {pattern: 'example', max_num: 1}]}";
    var entries =
        List.of(
            entry(1, Kind.FILE, "http://example/a/1", 10),
            entry(2, Kind.FILE, "http://example/a/2", 10),
            entry(3, Kind.FILE, "http://example/b/3", 10),
            entry(4, Kind.FILE, "http://example/b/4", 10),
            entry(5, Kind.IMAGE, "example/b/5", 10));
    assertEquals("2 4", gone(filters, entries));
  }

  @Test
  void olderVersionsOfTheSameGo() throws Exception {
    var entries =
        List.of(
            entry(1, Kind.FILE, "http://x/wiki_fr_2026-01.zim", 1),
            entry(2, Kind.FILE, "http://x/wiki_fr_2025-12.zim", 1),
            entry(3, Kind.FILE, "http://y/wiki_fr_2025-11.zim", 1),
            entry(4, Kind.IMAGE, "ghcr.io/o/serve:3.6", 1),
            entry(5, Kind.IMAGE, "ghcr.io/o/serve:3.7", 1),
            entry(6, Kind.FILE, "http://x:80/other", 1));
    assertEquals("2 4", gone("keep_identified_versions: 1", entries));
  }

  private static List<Entry> four() {
    return List.of(
        entry(1, Kind.FILE, "http://x/1", 10),
        entry(2, Kind.FILE, "http://x/2", 30),
        entry(3, Kind.FILE, "http://x/3", 20),
        entry(4, Kind.FILE, "http://x/4", 40));
  }

  private static Entry entry(int hour, Kind kind, String origin, long onDisk) {
    return new Entry(
        Integer.toString(hour),
        kind,
        origin,
        onDisk,
        START.plus(Duration.ofHours(hour)),
        START.plus(Duration.ofHours(24 - hour)));
  }

  private static String gone(String yaml, List<Entry> entries) throws Exception {
    var gone = new ArrayList<String>();
    policy(yaml).surplus(entries, NOW).forEach(entry -> gone.add(entry.name()));
    return String.join(" ", gone.stream().sorted().toList());
  }

  private static Policy policy(String yaml) throws Exception {
    return PolicyFile.read(yaml.getBytes(StandardCharsets.UTF_8), USUAL);
  }
}
