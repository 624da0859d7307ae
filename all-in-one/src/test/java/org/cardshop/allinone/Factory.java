package org.cardshop.allinone;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cardshop.platform.check.Breach;
import org.cardshop.platform.check.Checkup;
import org.cardshop.platform.messaging.BrokerAddress;
import org.cardshop.platform.runtime.Closer;
import org.cardshop.platform.scheduler.SchedulerClient;
import org.cardshop.platform.storage.Database;
import org.cardshop.platform.storage.OrderStore;
import org.cardshop.platform.storage.RunStore;
import org.cardshop.platform.storage.TaskStore;
import org.cardshop.platform.wire.Json;
import org.cardshop.testing.Directories;
import org.cardshop.testing.Ports;
import org.cardshop.testing.RabbitNode;
import org.cardshop.warehouse.store.Inventory;

/// The distributed product on this machine: every process an operating-system process of its own,
/// over a real RabbitMQ and the embedded store, set up through the API. Parts are killed and
/// started again by name.
final class Factory implements AutoCloseable {
  static final String CHANNEL = "cardshop";
  private static final String HOST = "127.0.0.1";
  private static final List<String> WORKERS = List.of("creator-1", "creator-2", "writer-1");

  private static final Pattern FETCHED = Pattern.compile("RETR (/chunks/\\S+) by \\S+: 226");

  /// What became of a worker that vanished for good is seen this soon.
  static final Duration LEASE = Duration.ofSeconds(6);

  private final Closer closer = new Closer();
  private final Path folder = Directories.temporary("factory");
  private final Secrets secrets;
  private final Map<String, Part> parts = new LinkedHashMap<>();
  private final URI scheduler = URI.create("http://" + HOST + ":" + Ports.free());
  private final URI manager = URI.create("http://" + HOST + ":" + Ports.free());
  private final int store = Ports.free();
  private final int ftp = Ports.free();
  private final Contents contents;
  private final Line databaseLine;
  private final Line schedulerLine;
  private final Map<String, Line> brokerLines = new HashMap<>();
  private final Passage intoWarehouse;
  private final Passage outOfWarehouse;
  private final RabbitNode rabbit;
  private final Bench bench;
  private final SchedulerClient admin;
  private final Orders orders;

  Factory() throws Exception {
    closer.add(() -> Directories.delete(folder));
    var atExit = new Thread(this::killAll, "factory-at-exit");
    Runtime.getRuntime().addShutdownHook(atExit);
    closer.add(() -> Runtime.getRuntime().removeShutdownHook(atExit));
    closer.add(this::killAll);
    try {
      secrets = Secrets.in(folder.resolve("secrets"));
      contents = closer.add(new Contents());
      databaseLine = closer.add(new Line(store));
      schedulerLine = closer.add(new Line(scheduler.getPort()));
      intoWarehouse = closer.add(new Passage(ftp));
      outOfWarehouse = closer.add(new Passage(ftp));
      bench = new Bench(folder.resolve("cards"), folder.resolve("writer-1/media"));
      bench.insertFreshCards();
      launch("store", "embedded.store.StoreMain", List.of(at("store"), "" + store), Map.of());
      launch("warehouse", warehouseSettings());
      rabbit =
          closer.add(
              RabbitNode.started(servers(), Optional.of(scheduler.resolve(brokersQuestions()))));
      for (var worker : WORKERS) {
        brokerLines.put(worker, closer.add(new Line(rabbit.uri().getPort())));
      }
      parts.values().forEach(Part::awaitReady);
      launch("scheduler", schedulerSettings());
      launch("monitor", server("monitor"));
      launch("beat", server("beat"));
      launch("manager", managerSettings());
      parts.values().forEach(Part::awaitReady);
      admin = closer.add(new SchedulerClient(scheduler, "admin", secrets.of("admin")));
      furnish(admin);
      launch("creator", worker("creator-1"));
      launch("writer", writer());
      parts.values().forEach(Part::awaitReady);
      spare("monitor-2", server("monitor"));
      spare("beat-2", server("beat"));
      spare("creator-2", worker("creator-2"));
      orders = new Orders(admin, Samples.hello(folder), contents, bench);
    } catch (Exception | Error e) {
      e.addSuppressed(said());
      closer.close();
      throw e;
    }
  }

  Contents contents() {
    return contents;
  }

  /// Before everything that creators say to the warehouse.
  Gate uploadGate() {
    return intoWarehouse.gate();
  }

  /// Before everything that writers say to the warehouse.
  Gate downloadGate() {
    return outOfWarehouse.gate();
  }

  /// Between the servers and their database.
  Line databaseLine() {
    return databaseLine;
  }

  /// Between manager and warehouse, and the scheduler.
  Line schedulerLine() {
    return schedulerLine;
  }

  /// Between a worker and the broker.
  Line brokerLine(String worker) {
    return Objects.requireNonNull(brokerLines.get(worker), worker);
  }

  /// The database.
  String database() {
    return "mongodb://" + HOST + ":" + store;
  }

  /// The broker, for one of its own users.
  BrokerAddress broker(String user) throws IOException {
    return new BrokerAddress(rabbit.uri(), user, secrets.of(user));
  }

  /// Everything that the factory writes, but for what RabbitMQ does.
  Path folder() {
    return folder;
  }

  /// The passwords and keys that the factory was given, each in a file of its name.
  Secrets secrets() {
    return secrets;
  }

  URI scheduler() {
    return scheduler;
  }

  URI warehouse() {
    return by(outOfWarehouse);
  }

  /// Runs a part's program beside the others, with settings that differ, until it ends or has said
  /// this.
  void tryOut(
      String name, String main, List<String> arguments, Map<String, String> settings, String said)
      throws IOException {
    var part = new Part(name, main, arguments, settings, folder, true);
    part.start();
    try {
      Orders.patiently(name + " ends or says: " + said)
          .until(() -> !part.isAlive() || part.said().contains(said));
    } finally {
      part.kill();
    }
  }

  /// All that a part has said.
  String said(String part) {
    return part(part).said();
  }

  Bench bench() {
    return bench;
  }

  Orders orders() {
    return orders;
  }

  RabbitNode rabbit() {
    return rabbit;
  }

  URI manager() {
    return manager;
  }

  /// The part will be killed at the next passing of the crash point, as by `kill -9`.
  void arm(String part, String point) throws IOException {
    part(part).arm("KILL", point);
  }

  /// The part has not come to its crash point yet.
  boolean isArmed(String part) {
    return part(part).isArmed();
  }

  boolean isAlive(String part) {
    return part(part).isAlive();
  }

  /// Sends the part a signal, like `STOP` and `CONT`.
  void signal(String part, String signal) throws IOException, InterruptedException {
    part(part).signal(signal);
  }

  /// Starts the part, which must not be running, on a host whose clock is wrong, until closed.
  Closeable withWrongClock(String name, int secondsAhead) throws IOException {
    var skewed =
        part(name).as(name + secondsAhead, "allinone.SkewedMain", List.of(name, "" + secondsAhead));
    skewed.start();
    skewed.awaitReady();
    return skewed::kill;
  }

  /// Starts parts that died, as the service manager of a real host does, until closed.
  Supervisor supervise() {
    return new Supervisor(parts.values().stream().filter(part -> !part.isSpare()).toList());
  }

  void scheduleEachMinute(String name, String job) throws IOException, InterruptedException {
    admin.post(
        "/schedules/",
        Json.object()
            .put("name", name)
            .put("cron", "* * * * *")
            .put("job", job)
            .put("enabled", true));
  }

  /// Whether anything that was due of the schedule is still to be done.
  boolean hasOpenRun(String schedule) {
    try (var database = Database.open(database())) {
      return new RunStore(database).hasOpen(schedule, Instant.EPOCH);
    }
  }

  /// What must never be, and is, in the database and the warehouse.
  List<Breach> breaches() throws IOException {
    try (var database = Database.open(database())) {
      var found =
          Checkup.of(new OrderStore(database), new TaskStore(database), InstantSource.system());
      return Stream.concat(
              found.breaches().stream(), Inventory.of(folder.resolve("warehouse")).stream())
          .toList();
    }
  }

  /// As `kill -9` does.
  void kill(String part) {
    part(part).kill();
  }

  /// Asks a part to end in order.
  void stop(String part) throws InterruptedException {
    part(part).stop();
  }

  /// Starts a part, or a spare like `monitor-2`, and waits until it is ready.
  void start(String part) throws IOException {
    part(part).start();
    part(part).awaitReady();
  }

  /// Brings the factory back to rest after a test, however that ended.
  void rest() throws Exception {
    contents.gate().open();
    intoWarehouse.gate().open();
    outOfWarehouse.gate().open();
    databaseLine.mend();
    brokerLines.values().forEach(Line::mend);
    for (var part : parts.values()) {
      part.disarm();
      if (part.isSpare()) {
        part.kill();
      } else if (!part.isAlive()) {
        part.start();
        part.awaitReady();
      }
    }
    orders.cancelUnfinished();
    bench.insertFreshCards();
  }

  /// The names of the images that the warehouse holds.
  List<String> images() throws IOException {
    var images = folder.resolve("warehouse/images").resolve(CHANNEL);
    if (!Files.isDirectory(images)) {
      return List.of();
    }
    try (var files = Files.list(images)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".manifest.json"))
          .map(name -> name.substring(0, name.indexOf('.')))
          .sorted()
          .toList();
    }
  }

  /// The writers were told, or could see, what this image will be made of before it is published.
  boolean isAnnounced(String image) {
    return Bench.files(
            folder.resolve("warehouse/announced").resolve(CHANNEL).resolve(image), ".json")
        > 0;
  }

  /// How often each chunk was fetched from the warehouse, by its path.
  Map<String, Long> fetches() {
    return FETCHED
        .matcher(part("warehouse").said())
        .results()
        .collect(Collectors.groupingBy(m -> m.group(1), Collectors.counting()));
  }

  /// How many chunks the warehouse has.
  long chunksInWarehouse() {
    return Bench.files(folder.resolve("warehouse/chunks"), ".zst");
  }

  /// How many chunks the writer host has.
  long chunksAtWriter() {
    return Bench.files(folder.resolve("writer-1/chunks"), ".zst");
  }

  /// The ends of all logs.
  Throwable said() {
    return new Throwable(
        parts.values().stream().map(Part::tail).collect(Collectors.joining("", "the logs\n", "")));
  }

  @Override
  public void close() {
    closer.close();
  }

  private void killAll() {
    parts.values().forEach(Part::kill);
  }

  private Part part(String name) {
    return Objects.requireNonNull(parts.get(name), name);
  }

  private void launch(String name, Map<String, String> environment) throws IOException {
    launch(name, name + ".Main", List.of(), environment);
  }

  private void launch(
      String name, String main, List<String> arguments, Map<String, String> environment)
      throws IOException {
    var part = new Part(name, main, arguments, environment, folder, false);
    parts.put(name, part);
    part.start();
  }

  private void spare(String name, Map<String, String> environment) {
    var main = name.replaceFirst("-\\d$", ".Main");
    parts.put(name, new Part(name, main, List.of(), environment, folder, true));
  }

  private Map<String, String> servers() throws IOException {
    var passwords = new HashMap<String, String>();
    for (var server : List.of("scheduler", "monitor", "beat")) {
      passwords.put(server, secrets.of(server));
    }
    return passwords;
  }

  private String brokersQuestions() throws IOException {
    return "/auth/rabbitmq?secret=" + secrets.of("broker-secret");
  }

  private void furnish(SchedulerClient admin) throws IOException, InterruptedException {
    var furnishing = new FirstFurnishing(admin);
    furnishing.warehouse(by(intoWarehouse));
    admin.patch(
        "/warehouses/warehouse", Json.object().put("download_uri", by(outOfWarehouse).toString()));
    furnishing.channel(CHANNEL);
    furnishing.worker("creator-1", "creator", CHANNEL, secrets.of("creator-1"));
    furnishing.worker("creator-2", "creator", CHANNEL, secrets.of("creator-2"));
    furnishing.worker("writer-1", "writer", CHANNEL, secrets.of("writer-1"));
  }

  private static URI by(Passage passage) {
    return URI.create("ftps://localhost:" + passage.port());
  }

  private Map<String, String> warehouseSettings() {
    return Map.of(
        "CARDSHOP_DATA",
        at("warehouse"),
        "CARDSHOP_SCHEDULER_URL",
        "http://" + HOST + ":" + schedulerLine.port(),
        "CARDSHOP_BIND",
        HOST,
        "CARDSHOP_FTP_PORT",
        "" + ftp,
        "CARDSHOP_FTP_PASSIVE_PORTS",
        "0");
  }

  private Map<String, String> schedulerSettings() throws IOException {
    var settings = new HashMap<>(server("scheduler"));
    settings.put("CARDSHOP_HTTP_PORT", "" + scheduler.getPort());
    settings.put("CARDSHOP_ADMIN_PASSWORD_FILE", secret("admin"));
    settings.put("CARDSHOP_BROKER_SECRET_FILE", secret("broker-secret"));
    return settings;
  }

  /// What a server is told.
  Map<String, String> server(String name) throws IOException {
    var settings = new HashMap<>(connected(name));
    settings.put("CARDSHOP_MONGODB_URI", "mongodb://" + HOST + ":" + databaseLine.port());
    settings.put("CARDSHOP_LEASE_SECONDS", Long.toString(LEASE.toSeconds()));
    settings.put("CARDSHOP_RECIPE_KEY_FILE", secret("recipe-key"));
    return settings;
  }

  private Map<String, String> managerSettings() throws IOException {
    return Map.of(
        "CARDSHOP_COOKIE_KEY_FILE",
        secret("cookie-key"),
        "CARDSHOP_SCHEDULER_URL",
        "http://" + HOST + ":" + schedulerLine.port(),
        "CARDSHOP_BIND",
        HOST,
        "CARDSHOP_HTTP_PORT",
        "" + manager.getPort());
  }

  private Map<String, String> writer() throws IOException {
    var settings = new HashMap<>(worker("writer-1"));
    settings.put(
        "CARDSHOP_SLOTS",
        Bench.SLOTS.stream()
            .map(slot -> slot + "=file:" + bench.card(slot))
            .collect(Collectors.joining(",")));
    settings.put("CARDSHOP_CONFIRM", "auto");
    return settings;
  }

  /// What a worker is told.
  Map<String, String> worker(String name) throws IOException {
    var settings = new HashMap<>(connected(name));
    settings.put("CARDSHOP_CHANNEL", CHANNEL);
    settings.put("CARDSHOP_DATA", at(name));
    return settings;
  }

  private Map<String, String> connected(String name) throws IOException {
    return Map.of(
        "CARDSHOP_USERNAME",
        name,
        "CARDSHOP_PASSWORD_FILE",
        secret(name),
        "CARDSHOP_AMQP_URI",
        brokerUri(name).toString(),
        "CARDSHOP_TRUST",
        at("warehouse/tls/certificate.pem"));
  }

  /// Workers reach the broker over a line of their own.
  private URI brokerUri(String name) {
    var line = brokerLines.get(name);
    return line == null
        ? rabbit.uri()
        : URI.create("amqp://" + HOST + ":" + line.port() + rabbit.uri().getPath());
  }

  /// The file that holds it.
  private String secret(String name) throws IOException {
    secrets.of(name);
    return secrets.folder().resolve(name).toString();
  }

  private String at(String name) {
    return folder.resolve(name).toString();
  }
}
