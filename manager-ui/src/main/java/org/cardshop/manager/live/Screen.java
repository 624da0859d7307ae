package org.cardshop.manager.live;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.cardshop.manager.web.Frame;
import org.cardshop.manager.web.Templates;
import org.cardshop.platform.scheduler.EventStream.Event;
import org.cardshop.platform.scheduler.SchedulerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A board as it is shown: each tile is rendered once for all who look. Works, in a thread of its
/// own, only while somebody does.
final class Screen {
  /// Between two renderings: no tile is told more often than four times a second.
  static final Duration PACE = Duration.ofMillis(250);

  private static final Logger LOG = LoggerFactory.getLogger(Screen.class);
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final int MOST_EVENTS = 10_000;

  /// A tile as it was told last.
  record Shown(Tile tile, String html, long version) {}

  /// Everything that was told.
  ///
  /// @param version of the newest tile
  /// @param reads up to which wish to read it was read
  record State(Map<String, Shown> tiles, long version, long reads) {
    State {
      tiles = new LinkedHashMap<>(tiles);
    }

    String names() {
      return Tile.names(List.copyOf(tiles.keySet()));
    }

    /// What is newer, oldest first, so that whoever is cut off in the middle goes on there.
    List<Shown> after(long since) {
      return tiles.values().stream()
          .filter(s -> s.version() > since)
          .sorted(Comparator.comparingLong(Shown::version))
          .toList();
    }
  }

  private final Board board;
  private final Frame frame;
  private final Templates templates;
  private final Set<Viewer> viewers = new LinkedHashSet<>();
  private List<Event> events = new ArrayList<>();
  private State state = new State(Map.of(), 0, 0);
  private long wishes;
  private boolean isRunning;

  Screen(Board board, Frame frame, Templates templates) {
    this.board = board;
    this.frame = frame;
    this.templates = templates;
  }

  /// Somebody looks.
  ///
  /// @return the wish to read that they must wait for
  synchronized long join(Viewer viewer) {
    viewers.add(viewer);
    wishes++;
    if (!isRunning) {
      isRunning = true;
      Thread.ofVirtual().name("screen").start(this::run);
    }
    notifyAll();
    return wishes;
  }

  /// @return nobody looks any more
  synchronized boolean leave(Viewer viewer) {
    viewers.remove(viewer);
    notifyAll();
    return viewers.isEmpty();
  }

  synchronized boolean isIdle() {
    return viewers.isEmpty();
  }

  synchronized void happened(Event event) {
    if (viewers.isEmpty()) {
      return;
    }
    if (events.size() == MOST_EVENTS) {
      events.clear();
      wishes++;
    }
    events.add(event);
    if (events.size() == 1) {
      notifyAll();
    }
  }

  /// Events may have been missed.
  synchronized void readAgain() {
    wishes++;
    notifyAll();
  }

  /// Waits for news.
  ///
  /// @param since the version that the viewer has
  /// @param wish that must have been fulfilled before anything is told
  /// @return empty when there are none in that time
  synchronized Optional<State> await(Viewer viewer, long since, long wish, Duration time)
      throws InterruptedException {
    var end = System.nanoTime() + time.toNanos();
    boolean isNews =
        waitUntil(end, () -> viewer.isOver() || (state.reads() >= wish && state.version() > since));
    return isNews && !viewer.isOver() ? Optional.of(state) : Optional.empty();
  }

  synchronized void wake() {
    notifyAll();
  }

  private record Work(List<Event> events, long wish, boolean isReading, Viewer viewer) {}

  private void run() {
    try {
      var nextRead = System.nanoTime();
      for (var work = next(nextRead); work.isPresent(); work = next(nextRead)) {
        var begun = System.nanoTime();
        if (passMayThrow(work.get())) {
          nextRead = begun + board.every().toNanos();
        }
        pause(begun + PACE.toNanos());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Empty when nobody looks any more.
  private synchronized Optional<Work> next(long nextRead) throws InterruptedException {
    boolean isDue =
        !waitUntil(
            nextRead, () -> viewers.isEmpty() || !events.isEmpty() || wishes > state.reads());
    wishes += isDue ? 1 : 0;
    if (viewers.isEmpty()) {
      isRunning = false;
      events.clear();
      return Optional.empty();
    }
    var news = events;
    events = new ArrayList<>();
    return Optional.of(new Work(news, wishes, wishes > state.reads(), viewers.iterator().next()));
  }

  /// Events are gathered meanwhile.
  private synchronized void pause(long until) throws InterruptedException {
    var _ = waitUntil(until, viewers::isEmpty);
  }

  /// @return whether it came true before that time was over
  private synchronized boolean waitUntil(long until, BooleanSupplier what)
      throws InterruptedException {
    while (!what.getAsBoolean()) {
      var rest = Duration.ofNanos(until - System.nanoTime());
      if (!rest.isPositive()) {
        return false;
      }
      wait(Math.max(1, rest.toMillis()));
    }
    return true;
  }

  private boolean passMayThrow(Work work) throws InterruptedException {
    try {
      return pass(work);
    } catch (RuntimeException e) {
      LOG.error("a screen is not shown", e);
      pause(System.nanoTime() + PATIENCE.toNanos());
      return false;
    }
  }

  /// @return whether everything was read
  private boolean pass(Work work) throws InterruptedException {
    boolean isReading = work.isReading();
    boolean isChanged = false;
    for (var event : work.events()) {
      switch (board.changed(event)) {
        case NOTHING -> {}
        case TILES -> isChanged = true;
        case READ -> isReading = true;
      }
    }
    boolean isRead = isReading && read(work.viewer());
    if (isChanged || isRead) {
      tell(isRead ? work.wish() : state.reads());
    }
    return isRead;
  }

  private boolean read(Viewer viewer) throws InterruptedException {
    try {
      board.read(viewer.client());
      return true;
    } catch (SchedulerException e) {
      viewer.refused(e);
      if (viewer.isOver()) {
        // Somebody else may read, at once.
        leave(viewer);
        return false;
      }
      LOG.debug("a screen is not read: {}", e.sentence());
    } catch (IOException e) {
      LOG.debug("a screen is not read: {}", e.toString());
    }
    pause(System.nanoTime() + PATIENCE.toNanos());
    return false;
  }

  private void tell(long reads) {
    var tiles = new LinkedHashMap<String, Shown>();
    var known = new HashMap<>(state.tiles());
    // What was read once has a version, even without tiles.
    long version = Math.max(1, state.version());
    for (var tile : board.tiles()) {
      var before = known.get(tile.id());
      if (before != null && before.tile().equals(tile)) {
        tiles.put(tile.id(), before);
        continue;
      }
      var html = templates.render(tile.template(), frame, tile.view());
      if (before != null && before.html().equals(html)) {
        // Not everything that a view has is seen.
        tiles.put(tile.id(), new Shown(tile, html, before.version()));
      } else {
        version++;
        tiles.put(tile.id(), new Shown(tile, html, version));
      }
    }
    // Whoever looks at tiles that are gone must hear of it, too.
    if (!tiles.keySet().equals(known.keySet())) {
      version++;
    }
    synchronized (this) {
      state = new State(tiles, version, reads);
      notifyAll();
    }
  }
}
