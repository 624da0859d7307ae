package org.cardshop.manager;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.cardshop.core.image.Sha256;
import org.cardshop.core.order.OrderEvent;
import org.cardshop.core.task.Mark;
import org.cardshop.core.task.Product;
import org.cardshop.core.task.Step.WriteStep;
import org.cardshop.core.task.TaskEvent;
import org.cardshop.core.task.TaskKey;
import org.cardshop.core.task.TaskKind;
import org.cardshop.embedded.store.EmbeddedStore;
import org.cardshop.platform.production.Production;
import org.cardshop.platform.production.TaskId;
import org.cardshop.platform.scheduler.SchedulerClient;
import org.cardshop.platform.storage.Database;
import org.cardshop.platform.storage.OrderStore;
import org.cardshop.platform.storage.TaskStore;
import org.cardshop.platform.storage.Worker;
import org.cardshop.platform.storage.WorkerStore;
import org.cardshop.platform.warehouse.Trust;
import org.cardshop.platform.wire.Json;
import org.cardshop.scheduler.Links;
import org.cardshop.scheduler.SchedulerConfig;
import org.cardshop.scheduler.SchedulerProcess;
import org.cardshop.testing.Directories;
import org.cardshop.web.Listening;

/// A manager and its scheduler, with a database of their own on a store that the tests share. What
/// monitor and workers would do to orders and tasks is told here.
final class Shop implements AutoCloseable {
  static final String ADMIN_PASSWORD = "correct horse battery";
  static final String PASSWORD = "a good password";
  static final String WRITER = "writer-1";
  static final String COOKIE_KEY = "00112233445566778899aabbccddeeff";
  static final String RECIPE =
      "base:\n  source: https://example.org/base.img\noutput:\n  size: 8G\n";

  private static final EmbeddedStore STORE = store();
  private static final AtomicInteger NEXT = new AtomicInteger();
  private static final Product.Image IMAGE =
      new Product.Image("image", 8_000_000_000L, Sha256.of(new byte[0]));

  static ManagerConfig config(URI scheduler) {
    return new ManagerConfig(
        scheduler,
        new Trust.Platform(),
        new Listening(Optional.of("127.0.0.1"), 0, Optional.empty()),
        List.of(),
        Optional.of(COOKIE_KEY));
  }

  final SettableClock clock = new SettableClock();
  final Told told = new Told();
  final Fingers hands = new Fingers();
  final SchedulerClient admin;
  private final AtomicInteger reports = new AtomicInteger();
  private final URI address;
  private final SchedulerProcess scheduler;
  private final ManagerProcess manager;
  private final Database database;
  private final TaskStore tasks;
  private final Production production;

  Shop() throws IOException, InterruptedException {
    this(ManagerConfig.Offer.NOTHING);
  }

  /// @param offer what the form of an order offers
  Shop(ManagerConfig.Offer offer) throws IOException, InterruptedException {
    var uri = STORE.uri() + "/manager" + NEXT.incrementAndGet();
    scheduler =
        new SchedulerProcess(
            new SchedulerConfig(
                uri,
                0,
                Optional.of(ADMIN_PASSWORD),
                4,
                Optional.empty(),
                List.of("127.0.0.1"),
                Optional.empty(),
                Optional.empty()),
            new Links(told, told, told, told, Optional.empty()),
            clock);
    address = URI.create("http://127.0.0.1:" + scheduler.port());
    var config = Shop.config(address);
    manager =
        new ManagerProcess(
            new ManagerConfig(
                config.scheduler(),
                config.trust(),
                config.listening(),
                config.trustedProxies(),
                config.cookieKey(),
                offer),
            clock,
            Optional.of(hands));
    database = Database.open(uri);
    tasks = new TaskStore(database);
    production = new Production(new OrderStore(database), tasks, told, clock);
    admin = new SchedulerClient(address, "admin", ADMIN_PASSWORD);
    admin.post(
        "/warehouses/",
        Json.object()
            .put("slug", "main")
            .put("name", "Main")
            .put("upload_uri", "ftp://up.example.org:2121")
            .put("download_uri", "ftp://down.example.org:2121"));
    admin.patch("/channels/cardshop", Json.object().put("warehouse", "main"));
  }

  @Override
  public void close() {
    manager.close();
    admin.close();
    database.close();
    scheduler.close();
  }

  /// A manager beside the first one.
  ManagerProcess another(Optional<String> cookieKey) {
    return new ManagerProcess(config(List.of(), cookieKey), clock, Optional.empty());
  }

  /// Tries something at the port of a manager behind a proxy on this machine.
  void proxied(IntConsumer trial) {
    try (var other =
        new ManagerProcess(
            config(List.of("127.0.0.1"), Optional.of(COOKIE_KEY)), clock, Optional.empty())) {
      trial.accept(other.port());
    }
  }

  private ManagerConfig config(List<String> proxies, Optional<String> cookieKey) {
    return new ManagerConfig(
        address,
        new Trust.Platform(),
        new Listening(Optional.of("127.0.0.1"), 0, Optional.empty()),
        proxies,
        cookieKey);
  }

  void stopScheduler() {
    scheduler.close();
  }

  Browser browser() {
    return new Browser(manager.port());
  }

  /// A browser in which the first user has signed in.
  Browser signedIn() {
    var browser = browser();
    browser.signIn("admin", ADMIN_PASSWORD);
    return browser;
  }

  void user(String name, String role) throws IOException, InterruptedException {
    admin.post(
        "/users/",
        Json.object()
            .put("username", name)
            .put("password", PASSWORD)
            .put("role", role)
            .put("channel", "cardshop"));
  }

  /// What a person types for a right order of two cards.
  static Map<String, String> form() {
    var form = new LinkedHashMap<String, String>();
    form.put("config", RECIPE);
    form.put("sd_card.type", "physical");
    form.put("sd_card.size", "8");
    form.put("quantity", "2");
    form.put("client.name", "A school");
    form.put("client.email", "head@school.example");
    form.put("recipient.name", "Ms Head");
    form.put("recipient.address", "1 Road");
    form.put("recipient.country", "FR");
    form.put("channel", "cardshop");
    return form;
  }

  /// Places an order over the API, for one card.
  String order(String client) throws IOException, InterruptedException {
    ObjectNode order = Json.object().put("quantity", 1).put("channel", "cardshop");
    order.putObject("config").putObject("base").put("source", "https://example.org/base.img");
    order.putObject("sd_card").put("type", "physical").put("size", 8);
    order.putObject("client").put("name", client).put("email", "head@school.example");
    order
        .putObject("recipient")
        .put("name", "Ms Head")
        .put("address", "1 Road")
        .put("country", "FR");
    return admin.post("/orders/", order).path("_id").asText();
  }

  void tell(String order, OrderEvent event) {
    production.tell(order, event, Map.of());
  }

  void imageStored(String order) {
    tell(order, new OrderEvent.ImageStored(1, IMAGE));
  }

  /// A writer with two slots takes the order's first card and comes to this step.
  ///
  /// @return the task's id
  String cardAt(String order, WriteStep step, ObjectNode progress) {
    saw(
        WRITER,
        new Worker.Slot("A-01", "busy", "sd-1", 7_948_206_080L, ""),
        new Worker.Slot("A-02", "free", "", 0, ""));
    var task = tasks.find(new TaskKey(order, TaskKind.WRITE, 1)).orElseThrow().id();
    var id = new TaskId(task);
    var now = clock.instant();
    production.tell(
        id, new TaskEvent.Asked(WRITER, 1, "A-01", now, Duration.ofSeconds(90)), Map.of());
    var origin = new TaskEvent.Origin(WRITER, 1, new Mark(1, 1), now);
    production.tell(id, new TaskEvent.Stepped(origin, step), Map.of());
    tasks.saveProgress(task, 1, progress, now);
    return task;
  }

  /// A writer says how its slots are.
  void saw(String writer, Worker.Slot... slots) {
    new WorkerStore(database)
        .saw(
            new Worker(
                writer,
                TaskKind.WRITE,
                "cardshop",
                1,
                "1",
                clock.instant(),
                true,
                List.of(slots),
                OptionalLong.empty()),
            reports.incrementAndGet());
  }

  /// A line of a task's log.
  void log(String task, String line) {
    var lines = new TaskStore.Lines(task, List.of(clock.instant() + " " + line));
    tasks.note(List.of(lines), clock.instant());
  }

  /// The writer wrote and verified the order's first card.
  void verified(String order, String medium) {
    imageStored(order);
    var task = new TaskId(cardAt(order, WriteStep.VERIFYING, Json.object()));
    var origin = new TaskEvent.Origin(WRITER, 1, new Mark(1, 2), clock.instant());
    var card = new Product.Card(medium, "A-01", 1, 0);
    production.tell(task, new TaskEvent.Finished(origin, card), Map.of());
  }

  /// What the writer says of a task that it holds.
  void progress(String task, ObjectNode progress) {
    tasks.saveProgress(task, 1, progress, clock.instant());
  }

  /// A writer says that it is there.
  void heard(String name, String channel, List<Worker.Slot> slots) {
    var now = clock.instant();
    new WorkerStore(database)
        .saw(
            new Worker(
                name, TaskKind.WRITE, channel, 1, "1", now, true, slots, OptionalLong.empty()),
            1);
  }

  /// Changes a user.
  void change(String name, ObjectNode fields) throws IOException, InterruptedException {
    var id = admin.get("/users/?username=" + name).at("/items/0/_id").asText();
    admin.patch("/users/" + id, fields);
  }

  /// What the scheduler answers to this token.
  int call(String path, String token) throws IOException, InterruptedException {
    try (var http = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(address.resolve(path)).header("token", token).build();
      return http.send(request, BodyHandlers.discarding()).statusCode();
    }
  }

  private static EmbeddedStore store() {
    var directory = Directories.temporary("manager-test");
    var store = EmbeddedStore.open(directory, 0);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> {
              store.close();
              Directories.delete(directory);
            }));
    return store;
  }
}
