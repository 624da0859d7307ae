package org.cardshop.beat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.cardshop.core.image.Sha256;
import org.cardshop.core.order.OrderState;
import org.cardshop.core.order.OrderTerms;
import org.cardshop.core.order.OrderTerms.Medium;
import org.cardshop.core.schedule.Misfire;
import org.cardshop.core.task.Attempts;
import org.cardshop.core.task.Mark;
import org.cardshop.core.task.Product;
import org.cardshop.core.task.TaskEffect;
import org.cardshop.core.task.TaskKey;
import org.cardshop.core.task.TaskKind;
import org.cardshop.core.task.TaskState;
import org.cardshop.platform.messaging.Delivery;
import org.cardshop.platform.messaging.Verdict;
import org.cardshop.platform.production.Outside;
import org.cardshop.platform.production.Production;
import org.cardshop.platform.storage.FactStore;
import org.cardshop.platform.storage.Ids;
import org.cardshop.platform.storage.KeyStore;
import org.cardshop.platform.storage.LeaseStore;
import org.cardshop.platform.storage.Order;
import org.cardshop.platform.storage.OrderStore;
import org.cardshop.platform.storage.Run;
import org.cardshop.platform.storage.SessionStore;
import org.cardshop.platform.storage.Task;
import org.cardshop.platform.storage.TaskStore;
import org.cardshop.platform.wire.Fact;
import org.cardshop.platform.wire.Json;
import org.cardshop.platform.wire.MalformedException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobsTest {
  @TempDir private static Path directory;
  private static Stage stage;

  private final List<String> heard = new ArrayList<>();

  /// Hears what the outside is asked to do.
  private final Outside outside =
      new Outside() {
        @Override
        public void ringDoorbell(String channel, String taskId, TaskKey key) {
          heard.add("ring " + channel + " " + key.unit());
        }

        @Override
        public void stopWorker(String worker, String taskId, long epoch) {
          heard.add("stop " + worker);
        }

        @Override
        public void deleteImage(URI warehouse, String channel, String image) {
          heard.add("delete " + image);
        }
      };

  @BeforeAll
  static void open() {
    stage = new Stage(directory);
  }

  @AfterAll
  static void close() {
    stage.close();
  }

  @BeforeEach
  void reset() {
    stage.reset();
  }

  @Test
  void theUsualSchedulesAreAddedOnceAndAManagersAreKept() {
    stage.add("prune-facts", "0 4 * * *", Misfire.SKIP, true);
    Jobs.schedule(stage.schedules);
    Jobs.schedule(stage.schedules);
    assertEquals(4, stage.schedules.page(Map.of(), 0, 9).count());
    assertEquals("0 4 * * *", stage.schedules.find("prune-facts").orElseThrow().cron());
    assertEquals("*/5 * * * *", stage.schedules.find("expire-images").orElseThrow().cron());
  }

  @Test
  void everyUsualScheduleHasItsJob() {
    Jobs.schedule(stage.schedules);
    for (var schedule : stage.schedules.page(Map.of(), 0, 9).items()) {
      assertTrue(jobs().containsKey(schedule.job()), schedule.job());
    }
  }

  @Test
  void anImageIsRemovedWhenItsOfferEnds() {
    var orders = new OrderStore(stage.database);
    var ended = orders.insert(offered(Stage.NOON), List.of(), Stage.NOON);
    var open = orders.insert(offered(Stage.NOON.plusMillis(1)), List.of(), Stage.NOON);
    run("expire-images");
    run("expire-images");
    assertInstanceOf(OrderState.Expired.class, orders.find(ended).orElseThrow().value().state());
    assertInstanceOf(OrderState.Offered.class, orders.find(open).orElseThrow().value().state());
    assertEquals(List.of("delete image"), heard);
  }

  @Test
  void sessionsThatExpiredAreForgotten() {
    var sessions = new SessionStore(stage.database);
    var session = sessions.open(Ids.next(), Stage.NOON);
    stage.later(SessionStore.LIFE);
    run("prune-tokens");
    assertFalse(sessions.isOpen(session.id(), Stage.NOON));
  }

  @Test
  void keysAreReplaced() {
    var keys = new KeyStore(stage.database);
    var first = keys.pair(Stage.NOON);
    stage.later(Duration.ofDays(30));
    run("rotate-keys");
    assertNotEquals(first.id(), new KeyStore(stage.database).pair(stage.now.get()).id());
  }

  @Test
  void factsAndRunsOfAMonthAgoAreForgotten() {
    var facts = new FactStore(stage.database);
    var fact = new Fact("w", new Mark(1, 1), Stage.NOON, new Fact.WorkerOffline("asked to stop"));
    var run = new Run("tidy", Stage.NOON, "tidy");
    facts.add(fact, Stage.NOON);
    stage.runs.insert(run, Stage.NOON);
    stage.later(Jobs.MEMORY);
    run("prune-facts");
    assertTrue(facts.contains(fact));
    assertTrue(stage.runs.isOpen(run));
    stage.later(Duration.ofMillis(1));
    run("prune-facts");
    assertFalse(facts.contains(fact));
    assertFalse(stage.runs.isOpen(run));
  }

  @Test
  void doorbellsRingForTasksThatWaitAndForNoOthers() {
    var tasks = new TaskStore(stage.database);
    for (int unit = 1; unit <= 2; unit++) {
      var key = new TaskKey("order", TaskKind.WRITE, unit);
      var task = new Task(key, "default", new TaskState.Pending(Attempts.NONE));
      tasks.insert(task, List.<TaskEffect>of(), Stage.NOON);
    }
    var first = tasks.ofOrder("order").getFirst();
    var cancelled = new TaskState.Cancelled(Attempts.NONE, "somebody");
    tasks.save(first, cancelled, List.of(), List.of(), Stage.NOON);
    new Doorbells(tasks, outside, stage.now::get).ring();
    assertEquals(List.of("ring default 2"), heard);
  }

  @Test
  void aMessageThatComesTwiceIsDoneOnce() {
    var done = new AtomicInteger();
    var run = new Run("tidy", Stage.NOON, "tidy");
    stage.runs.insert(run, Stage.NOON);
    var working = working(_ -> done.incrementAndGet());
    assertEquals(Verdict.ack(), working.handle(delivery(RunJson.write(run))));
    assertEquals(Verdict.ack(), working.handle(delivery(RunJson.write(run))));
    assertEquals(1, done.get());
  }

  @Test
  void aRunThatWasCutShortIsDoneAgain() {
    var run = new Run("tidy", Stage.NOON, "tidy");
    stage.runs.insert(run, Stage.NOON);
    var cut =
        working(_ -> {
          throw new IllegalStateException("the database is away");
        });
    assertThrows(IllegalStateException.class, () -> cut.handle(delivery(RunJson.write(run))));
    var done = new AtomicInteger();
    working(_ -> done.incrementAndGet()).handle(delivery(RunJson.write(run)));
    assertEquals(1, done.get());
  }

  @Test
  void whatIsNoRunOfOursIsDead() {
    var working = working(_ -> {});
    var foreign = RunJson.write(new Run("tidy", Stage.NOON, "no-such-job"));
    assertInstanceOf(Verdict.Dead.class, working.handle(delivery(foreign)));
    var garbled = delivery("{".getBytes(StandardCharsets.UTF_8));
    assertThrows(MalformedException.class, () -> working.handle(garbled));
  }

  @Test
  void aRunOnTheWire() {
    var run = new Run("nightly", Instant.parse("2026-03-01T03:00:00Z"), "prune-facts");
    assertEquals(
        "{\"schedule\":\"nightly\",\"job\":\"prune-facts\",\"due\":\"2026-03-01T03:00:00Z\"}",
        new String(RunJson.write(run), StandardCharsets.UTF_8));
    assertEquals(run, RunJson.read(RunJson.write(run)));
  }

  private void run(String job) {
    var known = Optional.ofNullable(jobs().get(job));
    known.orElseThrow().run(stage.now.get());
  }

  private Map<String, Job> jobs() {
    var orders = new OrderStore(stage.database);
    var tasks = new TaskStore(stage.database);
    var production = new Production(orders, tasks, outside, stage.now::get);
    var leases = new LeaseStore(stage.database);
    var books = new Beating.Books(orders, tasks, leases, stage.schedules, stage.runs);
    var ends = new Beating.Ends(outside, stage.enqueued::add);
    return Jobs.of(stage.database, new Beating("beat", production, books, ends, stage.now::get));
  }

  private static Working working(Job tidy) {
    return new Working(Map.of("tidy", tidy), stage.runs, stage.now::get);
  }

  private static Delivery delivery(byte[] body) {
    return new Delivery(
        "cardshop.periodic", "tidy", body, false, Optional.empty(), Optional.empty());
  }

  static Order offered(Instant until) {
    var image = new Product.Image("image", 1, Sha256.of(new byte[0]));
    return new Order(
        new OrderTerms(Ids.next(), Medium.VIRTUAL, 1, Duration.ofDays(7)),
        new OrderState.Offered(1, image, until),
        "default",
        URI.create("ftp://127.0.0.1:1"),
        URI.create("ftp://127.0.0.1:1"),
        Json.object(),
        Stage.NOON,
        "operator",
        Optional.empty());
  }
}
