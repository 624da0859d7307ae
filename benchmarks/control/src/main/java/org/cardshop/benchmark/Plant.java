package org.cardshop.benchmark;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bson.Document;
import org.cardshop.platform.messaging.Broker;
import org.cardshop.platform.messaging.BrokerAddress;
import org.cardshop.platform.runtime.Closer;
import org.cardshop.platform.scheduler.SchedulerClient;
import org.cardshop.platform.storage.Database;
import org.cardshop.platform.wire.Json;
import org.cardshop.testing.Directories;
import org.cardshop.testing.Ports;
import org.cardshop.testing.RabbitNode;

/// The processes that are measured: embedded store, RabbitMQ, scheduler and monitor, each one of
/// its own, on this machine; and the benchmark's own ways to each of them.
final class Plant implements AutoCloseable {
  static final String CHANNEL = "cardshop";
  static final String PASSWORD = "password-of-the-benchmark";

  /// Has every right at the broker, as the servers have.
  static final String SERVER = "scheduler";

  private static final String HOST = "127.0.0.1";
  private static final int HEAP_MEGABYTES = 512;

  private final Closer closer = new Closer();
  private final Path folder = Directories.temporary("benchmark");
  private final int storePort = Ports.free();
  private final URI scheduler = URI.create("http://" + HOST + ":" + Ports.free());
  private final URI manager = URI.create("http://" + HOST + ":" + Ports.free());
  private final RabbitNode rabbit;
  private final List<String> users = new ArrayList<>();
  private boolean hasManager;
  private final ServerProcess store;
  private final ServerProcess schedulerProcess;
  private final ServerProcess monitor;
  private final MongoClient mongo;
  private final Database database;
  private final Broker broker;
  private final SchedulerClient admin;

  Plant() throws IOException, InterruptedException {
    closer.add(() -> Directories.delete(folder));
    var atExit = new Thread(closer::close, "plant-at-exit");
    Runtime.getRuntime().addShutdownHook(atExit);
    try {
      store =
          closer
              .add(
                  new ServerProcess(
                      "store",
                      "embedded.store.StoreMain",
                      List.of(folder.resolve("store").toString(), "" + storePort),
                      Map.of(),
                      HEAP_MEGABYTES,
                      folder))
              .awaitReady();
      rabbit =
          closer.add(
              RabbitNode.started(
                  Map.of(SERVER, PASSWORD, "monitor", PASSWORD),
                  Optional.of(scheduler.resolve("/auth/rabbitmq"))));
      schedulerProcess = server("scheduler");
      schedulerProcess.awaitReady();
      monitor = server("monitor");
      monitor.awaitReady();
      mongo = closer.add(MongoClients.create(mongodb()));
      database = closer.add(Database.open(mongodb()));
      broker = closer.add(Broker.connect(login(SERVER)));
      admin = closer.add(new SchedulerClient(scheduler, "admin", PASSWORD));
      furnish();
    } catch (IOException | InterruptedException | RuntimeException e) {
      closer.close();
      throw e;
    }
  }

  ServerProcess store() {
    return store;
  }

  ServerProcess scheduler() {
    return schedulerProcess;
  }

  ServerProcess monitor() {
    return monitor;
  }

  Database database() {
    return database;
  }

  /// What no store of the product tells: how many documents there are.
  MongoCollection<Document> documents(String collection) {
    return mongo.getDatabase("cardshop").getCollection(collection);
  }

  /// With a server's rights.
  Broker broker() {
    return broker;
  }

  SchedulerClient admin() {
    return admin;
  }

  /// Where the API is.
  URI api() {
    return scheduler;
  }

  BrokerAddress login(String user) {
    return new BrokerAddress(rabbit.uri(), user, PASSWORD);
  }

  /// Where Celery finds the same broker.
  String amqpWithLogin() {
    return rabbit.uri().toString().replace("amqp://", "amqp://" + SERVER + ":" + PASSWORD + "@");
  }

  /// A folder of its own for each name.
  Path folder(String name) {
    return folder.resolve(name);
  }

  /// Where its pages are; starts it unless it runs.
  URI manager() throws IOException, InterruptedException {
    if (!hasManager) {
      var settings =
          Map.of(
              "CARDSHOP_SCHEDULER_URL",
              scheduler.toString(),
              "CARDSHOP_BIND",
              HOST,
              "CARDSHOP_HTTP_PORT",
              "" + manager.getPort());
      closer
          .add(
              new ServerProcess(
                  "manager", "manager.Main", List.of(), settings, HEAP_MEGABYTES, folder))
          .awaitReady();
      hasManager = true;
    }
    return manager;
  }

  /// Makes an account unless it is there.
  void user(String name, String role) throws IOException, InterruptedException {
    if (!users.contains(name)) {
      admin.post(
          "/users/",
          Json.object()
              .put("username", name)
              .put("email", name + "@localhost.invalid")
              .put("password", PASSWORD)
              .put("role", role)
              .put("channel", CHANNEL));
      users.add(name);
    }
  }

  /// One more beat.
  ServerProcess beat(String name) throws IOException, InterruptedException {
    return server(name, "beat", "monitor").awaitReady();
  }

  /// A worker that never comes to an end with its task.
  ServerProcess stuckCreator(String name) throws IOException, InterruptedException {
    user(name, "creator");
    var arguments = List.of(name, rabbit.uri().toString(), folder(name).toString());
    return closer
        .add(
            new ServerProcess(
                name, "benchmark.StuckCreator", arguments, Map.of(), HEAP_MEGABYTES, folder))
        .awaitReady();
  }

  @Override
  public void close() {
    closer.close();
  }

  private String mongodb() {
    return "mongodb://" + HOST + ":" + storePort;
  }

  private ServerProcess server(String name) throws IOException {
    return server(name, name, name);
  }

  private ServerProcess server(String name, String kind, String user) throws IOException {
    var settings =
        new HashMap<>(
            Map.of(
                "CARDSHOP_MONGODB_URI",
                mongodb(),
                "CARDSHOP_AMQP_URI",
                rabbit.uri().toString(),
                "CARDSHOP_USERNAME",
                user,
                "CARDSHOP_PASSWORD",
                PASSWORD));
    settings.put("CARDSHOP_HTTP_PORT", "" + scheduler.getPort());
    settings.put("CARDSHOP_ADMIN_PASSWORD", PASSWORD);
    settings.put("CARDSHOP_TRUSTED_PROXIES", HOST);
    var main = kind + ".Main";
    return closer.add(new ServerProcess(name, main, List.of(), settings, HEAP_MEGABYTES, folder));
  }

  private void furnish() throws IOException, InterruptedException {
    var uri = "ftps://warehouse.invalid:2121";
    admin.post(
        "/warehouses/",
        Json.object()
            .put("slug", "warehouse")
            .put("name", "Warehouse")
            .put("upload_uri", uri)
            .put("download_uri", uri));
    admin.patch("/channels/" + CHANNEL, Json.object().put("warehouse", "warehouse"));
  }
}
