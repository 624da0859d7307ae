package org.cardshop.manager.live;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.cardshop.platform.scheduler.EventStream;
import org.cardshop.platform.scheduler.EventStream.Event;
import org.cardshop.platform.scheduler.SchedulerException;
import org.cardshop.platform.wire.MalformedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Those who may see the same events. One of them listens to the scheduler for all, in their own
/// name and only as long as they look themselves.
final class Audience {
  private static final Logger LOG = LoggerFactory.getLogger(Audience.class);
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /// The scheduler gives a sign of life every 15 s.
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(45);

  /// Screens that nobody looks at and that are kept for those who come back.
  private static final int MOST_IDLE = 64;

  private final Map<String, Screen> screens = new HashMap<>();
  private final Set<Viewer> viewers = new LinkedHashSet<>();
  private Optional<Viewer> listener = Optional.empty();
  private Optional<EventStream> stream = Optional.empty();
  private Optional<String> last = Optional.empty();
  private long heard;
  private boolean isRunning;

  /// The screen of that name, at which somebody looks from now on.
  synchronized Screen join(Viewer viewer, String name, Supplier<Screen> maker) {
    viewers.add(viewer);
    if (!isRunning) {
      isRunning = true;
      // What happens from now on is read, not heard of.
      last = Optional.empty();
      Thread.ofVirtual().name("live").start(this::listen);
    }
    if (screens.size() >= MOST_IDLE) {
      screens.values().removeIf(Screen::isIdle);
    }
    return screens.computeIfAbsent(name, _ -> maker.get());
  }

  void leave(Viewer viewer, Screen screen) {
    screen.leave(viewer);
    Optional<EventStream> orphaned;
    synchronized (this) {
      viewers.remove(viewer);
      orphaned = listener.equals(Optional.of(viewer)) ? stream : Optional.empty();
      notifyAll();
    }
    orphaned.ifPresent(Audience::close);
  }

  /// Ends a stream that nothing comes from any more.
  void watch() {
    Optional<EventStream> silent;
    synchronized (this) {
      silent = System.nanoTime() - heard > LONGEST_SILENCE.toNanos() ? stream : Optional.empty();
    }
    silent.ifPresent(Audience::close);
  }

  /// Everybody must go.
  void end() {
    List<Screen> all;
    synchronized (this) {
      viewers.forEach(Viewer::end);
      viewers.clear();
      all = List.copyOf(screens.values());
      notifyAll();
    }
    all.forEach(Screen::wake);
    stream().ifPresent(Audience::close);
  }

  private void listen() {
    try {
      for (var next = next(); next.isPresent(); next = next()) {
        listenAs(next.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized Optional<Viewer> next() {
    viewers.removeIf(Viewer::isOver);
    listener = viewers.stream().findFirst();
    isRunning = listener.isPresent();
    return listener;
  }

  private void listenAs(Viewer viewer) throws InterruptedException {
    try (var events = viewer.client().events(last())) {
      opened(Optional.of(events));
      all().forEach(Screen::readAgain);
      while (true) {
        events.next().ifPresent(this::happened);
        heard();
      }
    } catch (SchedulerException e) {
      LOG.debug("events are refused: {}", e.sentence());
      viewer.refused(e);
      pause(viewer);
    } catch (IOException | MalformedException e) {
      LOG.debug("events have ended: {}", e.toString());
      pause(viewer);
    } finally {
      opened(Optional.empty());
    }
  }

  private void happened(Event event) {
    synchronized (this) {
      last = Optional.of(event.id());
    }
    all().forEach(screen -> screen.happened(event));
  }

  private synchronized void heard() {
    heard = System.nanoTime();
  }

  private synchronized void opened(Optional<EventStream> opened) {
    stream = opened;
    heard = System.nanoTime();
  }

  private synchronized Optional<EventStream> stream() {
    return stream;
  }

  private synchronized Optional<String> last() {
    return last;
  }

  private synchronized List<Screen> all() {
    return new ArrayList<>(screens.values());
  }

  /// Not when somebody else can listen at once.
  private synchronized void pause(Viewer viewer) throws InterruptedException {
    var end = System.nanoTime() + PATIENCE.toNanos();
    var rest = PATIENCE.toMillis();
    while (viewers.contains(viewer) && !viewer.isOver() && rest > 0) {
      wait(rest);
      rest = Duration.ofNanos(end - System.nanoTime()).toMillis();
    }
  }

  private static void close(EventStream stream) {
    try {
      stream.close();
    } catch (IOException e) {
      LOG.debug("a stream was gone before it was closed: {}", e.toString());
    }
  }
}
