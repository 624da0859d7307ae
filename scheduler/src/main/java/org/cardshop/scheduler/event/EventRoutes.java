package org.cardshop.scheduler.event;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.cardshop.core.identity.Action;
import org.cardshop.platform.storage.OrderStore;
import org.cardshop.platform.storage.TaskStore;
import org.cardshop.scheduler.http.Caller;
import org.cardshop.scheduler.http.HttpProblem;
import org.cardshop.scheduler.http.Request;
import org.cardshop.scheduler.http.Route;
import org.cardshop.scheduler.http.Verb;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Server-sent events (HTML Living Standard §9.2). Each event is a state, not a difference, so that
/// one that comes twice or not at all does no harm. The database is polled only while somebody
/// listens, once for all of them.
public final class EventRoutes implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventRoutes.class);

  /// Looks without news until a comment shows that the connection lives: 15 s.
  private static final int QUIET_LOOKS = 300;

  /// Who was let in is asked again so often whether they still may listen.
  private static final Duration LOOK = Duration.ofSeconds(15);

  private final OrderStore orders;
  private final TaskStore tasks;
  private final InstantSource clock;
  private final Recent recent;

  /// Open pages and scripts of one user: each is a connection, and text to be sent.
  private static final int MOST_OF_A_USER = 30;

  private final Map<String, Integer> listeners = new ConcurrentHashMap<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  public EventRoutes(OrderStore orders, TaskStore tasks, InstantSource clock) {
    this.orders = orders;
    this.tasks = tasks;
    this.clock = clock;
    recent = new Recent(orders, tasks, clock);
  }

  public List<Route> routes() {
    return List.of(
        Route.of(
            Verb.GET,
            "/events",
            Action.FOLLOW_EVENTS,
            "Streams state changes and progress (server-sent events), resumed by Last-Event-ID.",
            this::stream));
  }

  @Override
  public void close() {
    closed.countDown();
  }

  private void stream(Request request) {
    var resumed = resumed(request);
    var by = request.by();
    if (listeners.merge(by, 1, Integer::sum) > MOST_OF_A_USER) {
      leave(by);
      throw HttpProblem.tooMany(
          by + " listens " + MOST_OF_A_USER + " times already; close other pages first.", LOOK);
    }
    try {
      stream(request, resumed);
    } finally {
      leave(by);
    }
  }

  private void leave(String by) {
    listeners.computeIfPresent(by, (_, count) -> count == 1 ? null : count - 1);
  }

  private void stream(Request request, Optional<Instant> resumed) {
    var response = request.context().res();
    response.setContentType("text/event-stream");
    response.setCharacterEncoding("UTF-8");
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Accel-Buffering", "no");
    try {
      follow(request, resumed, response.getOutputStream());
    } catch (IOException e) {
      LOG.debug("{} listens no longer: {}", request.by(), e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Optional<Instant> resumed(Request request) {
    return request
        .header("Last-Event-ID")
        .or(() -> request.query("last_event_id"))
        .map(EventRoutes::cursor);
  }

  /// Ends when the listener may listen no more, or was too slow; then it comes back and resumes.
  private void follow(Request request, Optional<Instant> resumed, OutputStream out)
      throws IOException, InterruptedException {
    long next = recent.end();
    write(out, ": welcome\n\n");
    if (resumed.isPresent()) {
      catchUp(request.caller(), new Reading(orders, tasks, resumed.get()), out);
    }
    int quiet = 0;
    var nextLook = clock.instant().plus(LOOK);
    do {
      if (!clock.instant().isBefore(nextLook)) {
        if (!request.isStillAdmitted()) {
          return;
        }
        nextLook = clock.instant().plus(LOOK);
      }
      var news = recent.from(next);
      if (news.isEmpty()) {
        return;
      }
      next += news.get().size();
      boolean isTold = tell(request.caller(), news.get(), out);
      quiet = isTold ? 0 : quiet + 1;
      if (quiet == QUIET_LOOKS) {
        write(out, ": still here\n\n");
        quiet = 0;
      }
    } while (!closed.await(Recent.FRESH.toMillis(), TimeUnit.MILLISECONDS));
  }

  private static void catchUp(Caller caller, Reading reading, OutputStream out) throws IOException {
    do {
      tell(caller, reading.poll(), out);
    } while (reading.isBehind());
  }

  /// @return whether there was anything to tell
  private static boolean tell(Caller caller, List<Change> changes, OutputStream out)
      throws IOException {
    var text = changes.stream().filter(c -> c.isFor(caller)).map(Change::text).collect(joining());
    if (!text.isEmpty()) {
      write(out, text);
    }
    return !text.isEmpty();
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private static Instant cursor(String id) {
    try {
      return Instant.ofEpochMilli(Long.parseLong(id));
    } catch (NumberFormatException e) {
      throw HttpProblem.badRequest("Last-Event-ID must be the id of an earlier event.");
    }
  }
}
