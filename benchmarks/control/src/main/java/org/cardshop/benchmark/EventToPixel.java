package org.cardshop.benchmark;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// How soon a person at the bench's page sees what a writer says.
final class EventToPixel implements Benchmark {
  private static final String OPERATOR = "operator";
  private static final double KB = 1000;

  /// Of a worker's heart.
  private static final Duration BEAT = Duration.ofSeconds(30);

  /// Until what comes late is lost.
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /// Percentages that tell the messages of one slot apart.
  private static final int PERCENTAGES = 100;

  private final int seconds;
  private final Random random = new Random(4);
  private @Nullable Floor floor;

  /// @param slots that it shows
  private record Page(String name, String path, int slots) {}

  private static final List<Page> PAGES =
      List.of(
          new Page("bench, one host", "/bench", Floor.SLOTS),
          new Page("wall, all hosts", "/bench/wall", Floor.HOSTS * Floor.SLOTS));

  /// @param seconds of a round
  EventToPixel(int seconds) {
    this.seconds = seconds;
  }

  @Override
  public String name() {
    return "event-pixel";
  }

  @Override
  public String about() {
    return "%d writer hosts with %d slots each say of every slot once a second how far it is, evenly"
            .formatted(Floor.HOSTS, Floor.SLOTS)
        + " over the second, for %d s a round. The messages go through the broker, the monitor, the"
            .formatted(seconds)
        + " store, the scheduler's events and the manager's stream into Chromium, which shows the"
        + " page. From just before a message is published until the frame that shows it is painted,"
        + " by one clock. *superseded*: not seen, because a later message of its slot was;"
        + " *lost*: neither was it seen, nor a later one. *page KB*: the page with all its"
        + " parts, as they come over the wire into an empty cache, with headers.";
  }

  @Override
  public List<Case> cases() {
    return PAGES.stream().map(page -> new Case(page.name(), p -> measured(p, page))).toList();
  }

  @Override
  public List<Goal> goals() {
    return PAGES.stream()
        .flatMap(page ->
            Stream.of(
                Goal.atMost(page.name(), "p95 ms", 500),
                Goal.atMost(page.name(), "lost", 0),
                Goal.atMost(page.name(), "page KB", 100)))
        .toList();
  }

  /// @param at when it was sent, in milliseconds since 1970
  record Sent(int percent, double at) {}

  private Map<String, Double> measured(Plant plant, Page page) throws Exception {
    var made = floor == null ? new Floor(plant) : floor;
    floor = made;
    plant.user(OPERATOR, OPERATOR);
    try (var watcher = new Watcher(plant.manager(), OPERATOR)) {
      var now = Instant.now();
      for (var slot : made.slots()) {
        made.show(slot, 0, now);
      }
      made.beat();
      var shown = awaitSlots(watcher, page);
      long weight = watcher.weight();
      var sent = send(made);
      Thread.sleep(PATIENCE);
      sent.keySet().retainAll(shown);
      var figures = compared(sent, watcher.seen());
      figures.put("page KB", weight / KB);
      return figures;
    }
  }

  private static Set<String> awaitSlots(Watcher watcher, Page page)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    var shown = watcher.look(page.path());
    while (shown.size() < page.slots()) {
      if (System.nanoTime() - end > 0) {
        throw new IOException(
            "%s shows how far %d slots are, not %d"
                .formatted(page.path(), shown.size(), page.slots()));
      }
      Thread.sleep(500);
      shown = watcher.look(page.path());
    }
    // The stream is open, and what it told at first is painted.
    Thread.sleep(PATIENCE);
    var _ = watcher.seen();
    return shown;
  }

  /// Each slot's messages, by its name, in the order in which they were sent.
  private Map<String, List<Sent>> send(Floor made) throws InterruptedException {
    var slots = made.slots();
    Collections.shuffle(slots, random);
    var sent = new HashMap<String, List<Sent>>();
    long began = System.nanoTime();
    long all = (long) seconds * slots.size();
    long nextBeat = began + BEAT.toNanos();
    for (long i = 0; i < all; i++) {
      long due = began + i * Duration.ofSeconds(1).toNanos() / slots.size();
      for (long rest = due - System.nanoTime(); rest > 0; rest = due - System.nanoTime()) {
        Thread.sleep(Duration.ofNanos(rest));
      }
      if (System.nanoTime() - nextBeat > 0) {
        made.beat();
        nextBeat += BEAT.toNanos();
      }
      var slot = slots.get((int) (i % slots.size()));
      int percent = (int) (1 + i / slots.size()) % PERCENTAGES;
      var now = Instant.now();
      made.show(slot, percent, now);
      sent.computeIfAbsent(slot.name(), _ -> new ArrayList<>())
          .add(new Sent(percent, now.getEpochSecond() * 1e3 + now.getNano() / 1e6));
    }
    return sent;
  }

  /// How soon what was sent was seen, slot by slot, each in the order of time.
  static Map<String, Double> compared(Map<String, List<Sent>> sent, List<Watcher.Sight> seen) {
    var bySlot = new HashMap<String, List<Watcher.Sight>>();
    seen.forEach(s -> bySlot.computeIfAbsent(s.slot(), _ -> new ArrayList<>()).add(s));
    var millis = new ArrayList<Double>();
    int superseded = 0;
    int lost = 0;
    for (var slot : sent.entrySet()) {
      var sights = bySlot.getOrDefault(slot.getKey(), List.of());
      int missed = 0;
      int next = 0;
      for (var one : slot.getValue()) {
        int at = next;
        while (at < sights.size() && !isOf(sights.get(at), one)) {
          at++;
        }
        if (at < sights.size()) {
          millis.add(sights.get(at).at() - one.at());
          superseded += missed;
          missed = 0;
          next = at + 1;
        } else {
          missed++;
        }
      }
      lost += missed;
    }
    var figures = new TreeMap<String, Double>();
    if (millis.isEmpty()) {
      throw new IllegalStateException("nothing of what was sent was seen");
    }
    figures.put("p50 ms", Figures.percentile(millis, 50));
    figures.put("p95 ms", Figures.percentile(millis, 95));
    figures.put("p99 ms", Figures.percentile(millis, 99));
    figures.put("most ms", Figures.percentile(millis, 100));
    figures.put("seen", (double) millis.size());
    figures.put("superseded", (double) superseded);
    figures.put("lost", (double) lost);
    return figures;
  }

  private static boolean isOf(Watcher.Sight sight, Sent sent) {
    return sight.percent() == sent.percent() && sight.at() >= sent.at();
  }
}
