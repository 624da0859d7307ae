package org.cardshop.manager.live;

import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.cardshop.core.identity.Action;
import org.cardshop.core.identity.Permissions;
import org.cardshop.core.identity.Permissions.Reach;
import org.cardshop.core.identity.Role;
import org.cardshop.manager.web.Templates;
import org.cardshop.manager.web.Visit;
import org.cardshop.platform.scheduler.SchedulerException;
import org.cardshop.platform.scheduler.SignedInClient;
import org.cardshop.platform.wire.Fields;
import org.cardshop.platform.wire.MalformedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells browsers of what changed on their page (server-sent events, HTML Living Standard §9.2):
/// each event is a whole tile, named by its id. The event `again` says that the page must be loaded
/// again. Boards, what they read and what is rendered are shared by all who may see the same.
public final class Live implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Live.class);

  /// It is asked so often whether they may still look.
  private static final Duration LOOK = Duration.ofSeconds(15);

  private static final Duration SLICE = Duration.ofSeconds(1);

  /// Slices without news until a comment shows that the connection lives.
  private static final int QUIET_SLICES = 15;

  private static final int MOST_PER_USER = 20;
  private static final String AGAIN = "event: again\ndata:\n\n";

  private final Templates templates;
  private final InstantSource clock;

  /// Ids of events are of one process: another one tells everything.
  private final String epoch = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());

  private final Map<String, Audience> audiences = new ConcurrentHashMap<>();
  private final Map<String, Integer> perUser = new ConcurrentHashMap<>();

  public Live(Templates templates, InstantSource clock) {
    this.templates = templates;
    this.clock = clock;
  }

  /// Tells this browser of the board until it leaves or may look no longer.
  ///
  /// @param name of the board: whatever has the same name is the same board
  public void stream(Visit visit, String name, Supplier<Board> board)
      throws IOException, InterruptedException {
    var user = visit.claims().userId();
    var role = role(visit.scheduler(), user);
    count(user);
    try {
      var seesAll = Permissions.of(role, Action.READ_ORDERS) == Reach.ALL;
      var audience = audiences.computeIfAbsent(seesAll ? role.wire() : user, _ -> new Audience());
      var viewer = new Viewer(visit.scheduler().asItIs());
      var frame = visit.sharedFrame(role);
      var screen =
          audience.join(
              viewer,
              name + " " + frame.texts().language().tag(),
              () -> new Screen(board.get(), frame, templates));
      try {
        new Telling(visit, viewer, screen, audience, user, role).tell();
      } finally {
        audience.leave(viewer, screen);
      }
    } finally {
      perUser.computeIfPresent(user, (_, n) -> n == 1 ? null : n - 1);
    }
  }

  @Override
  public void close() {
    audiences.values().forEach(Audience::end);
  }

  private void count(String user) {
    if (perUser.merge(user, 1, Integer::sum) > MOST_PER_USER) {
      perUser.computeIfPresent(user, (_, n) -> n - 1);
      throw new HttpResponseException(
          HttpStatus.TOO_MANY_REQUESTS.getCode(),
          "You have " + MOST_PER_USER + " live pages open: close some.");
    }
  }

  /// What they may now, whatever they might when they signed in.
  private static Role role(SignedInClient client, String user)
      throws IOException, InterruptedException {
    var role = new Fields(client.get("/users/" + user)).text("role");
    return Role.fromWire(role).orElseThrow(() -> new MalformedException("no such role: " + role));
  }

  /// What is told to one browser.
  private final class Telling {
    private final Visit visit;
    private final Viewer viewer;
    private final Screen screen;
    private final Audience audience;
    private final String user;
    private final Role role;

    Telling(Visit visit, Viewer viewer, Screen screen, Audience audience, String user, Role role) {
      this.visit = visit;
      this.viewer = viewer;
      this.screen = screen;
      this.audience = audience;
      this.user = user;
      this.role = role;
    }

    void tell() throws InterruptedException {
      var response = visit.raw();
      response.setContentType("text/event-stream");
      response.setCharacterEncoding("UTF-8");
      response.setHeader("X-Accel-Buffering", "no");
      try {
        follow(response.getOutputStream());
      } catch (IOException e) {
        LOG.debug("a browser left: {}", e.toString());
      }
    }

    private void follow(OutputStream out) throws IOException, InterruptedException {
      write(out, "retry: 1000\n\n");
      long since = visit.header("Last-Event-ID").map(this::version).orElse(0L);
      var names = visit.query("of");
      long wish = screen.join(viewer);
      int quiet = 0;
      for (var nextLook = clock.instant().plus(LOOK); !viewer.isOver(); ) {
        var news = screen.await(viewer, since, wish, SLICE);
        if (news.isPresent()) {
          if (names.isPresent() && !news.get().names().equals(names.get())) {
            write(out, AGAIN);
            return;
          }
          write(out, text(news.get(), since));
          since = news.get().version();
        }
        quiet = news.isPresent() ? 0 : quiet + 1;
        if (quiet == QUIET_SLICES) {
          write(out, ": still here\n\n");
          quiet = 0;
        }
        audience.watch();
        if (!clock.instant().isBefore(nextLook)) {
          look();
          nextLook = clock.instant().plus(LOOK);
        }
      }
      if (viewer.leave() == Viewer.Leave.LOADS_AGAIN) {
        write(out, AGAIN);
      }
    }

    /// Whoever may not stay comes again at once, and is let in or sent to the door.
    private void look() throws InterruptedException {
      try {
        if (role(viewer.client(), user) != role) {
          viewer.end();
        }
      } catch (SchedulerException e) {
        viewer.refused(e);
      } catch (IOException e) {
        LOG.debug("whether {} may stay is asked later: {}", user, e.toString());
      }
    }

    private String text(Screen.State state, long since) {
      var text = new StringBuilder();
      for (var shown : state.after(since)) {
        text.append("id: ").append(epoch).append('-').append(shown.version());
        text.append("\nevent: ").append(shown.tile().id()).append('\n');
        shown.html().lines().forEach(line -> text.append("data: ").append(line).append('\n'));
        text.append('\n');
      }
      return text.toString();
    }

    /// Up to where they know it; 0 for nothing.
    private long version(String id) {
      return Optional.of(id)
          .filter(i -> i.matches(epoch + "-[0-9]{1,18}"))
          .map(i -> Long.parseLong(i.substring(epoch.length() + 1)))
          .orElse(0L);
    }

    private static void write(OutputStream out, String text) throws IOException {
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.flush();
    }
  }
}
