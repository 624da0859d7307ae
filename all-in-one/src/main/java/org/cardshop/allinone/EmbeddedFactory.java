package org.cardshop.allinone;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cardshop.beat.BeatConfig;
import org.cardshop.beat.BeatProcess;
import org.cardshop.creator.work.CreatorConfig;
import org.cardshop.creator.work.CreatorProcess;
import org.cardshop.embedded.broker.EmbeddedBroker;
import org.cardshop.embedded.store.EmbeddedStore;
import org.cardshop.manager.ManagerConfig;
import org.cardshop.manager.ManagerProcess;
import org.cardshop.monitor.MonitorConfig;
import org.cardshop.monitor.MonitorProcess;
import org.cardshop.platform.messaging.BrokerAddress;
import org.cardshop.platform.runtime.Closer;
import org.cardshop.platform.runtime.Settings;
import org.cardshop.platform.scheduler.SchedulerClient;
import org.cardshop.platform.warehouse.Trust;
import org.cardshop.platform.warehouse.WarehouseClient;
import org.cardshop.scheduler.ConnectedScheduler;
import org.cardshop.scheduler.FloorConfig;
import org.cardshop.scheduler.SchedulerConfig;
import org.cardshop.warehouse.WarehouseConfig;
import org.cardshop.warehouse.WarehouseProcess;
import org.cardshop.web.Listening;
import org.cardshop.writer.work.WriterConfig;
import org.cardshop.writer.work.WriterProcess;

/// The whole product in one JVM: the very processes of the distributed one, over a store and a
/// broker of its own. What they say to each other goes through the real protocols on loopback.
final class EmbeddedFactory implements AutoCloseable {
  static final String CHANNEL = "cardshop";

  /// Of BCrypt. Its passwords are random and its API is on loopback: a start should not spend
  /// seconds on hashing.
  private static final String RECIPE_KEY = "recipe-key";

  private static final int PASSWORD_COST = 10;

  private static final String HOST = "127.0.0.1";

  private final Closer closer = new Closer();
  private final Options options;
  private final Secrets secrets;
  private final URI scheduler;
  private URI broker = URI.create("amqp://localhost");
  private URI warehouse = URI.create("ftps://localhost");
  private URI manager = URI.create("http://localhost");

  EmbeddedFactory(Options options, InstantSource clock) throws Exception {
    this.options = options;
    secrets = Secrets.in(options.data().resolve("secrets"));
    try {
      scheduler = open(clock);
    } catch (Throwable e) { // also a missing class: what is open would keep the process alive
      closer.close();
      throw e;
    }
  }

  /// Where the API is.
  URI scheduler() {
    return scheduler;
  }

  /// Where workers log in.
  URI broker() {
    return broker;
  }

  /// Where the web manager is.
  URI manager() {
    return manager;
  }

  /// A client of the API with the rights of the first user.
  SchedulerClient admin() throws IOException {
    return new SchedulerClient(scheduler, "admin", adminPassword());
  }

  /// Has the warehouse put an image together as a plain file.
  Path materialise(String image, SchedulerClient admin) throws IOException, InterruptedException {
    var file = Files.createDirectories(data("images")).resolve(image + ".img");
    Files.deleteIfExists(file);
    try (var client = WarehouseClient.connect(warehouse, "admin", admin.accessToken(), trust())) {
      client.getImage(CHANNEL, image, file);
    }
    return file;
  }

  /// The file of an image's manifest in the warehouse.
  Path manifest(String image) {
    return data("warehouse").resolve("images").resolve(CHANNEL).resolve(image + ".manifest.json");
  }

  private Trust trust() {
    return new Trust.Pem(certificate());
  }

  private Path certificate() {
    return data("warehouse").resolve("tls/certificate.pem");
  }

  private URI open(InstantSource clock) throws Exception {
    var store = closer.add(EmbeddedStore.open(data("store"), 0)).uri().toString();
    var logins = new BrokerLogins(secrets);
    var embedded = closer.add(EmbeddedBroker.start(data("broker"), 0, logins));
    broker = embedded.uri();

    var config =
        new SchedulerConfig(
            store,
            options.httpPort(),
            Optional.of(adminPassword()),
            PASSWORD_COST,
            Optional.of(secrets.of(BrokerLogins.SECRET)),
            List.of(HOST),
            Optional.of(secrets.of(RECIPE_KEY)),
            Optional.empty());
    var floor =
        new FloorConfig(account(broker, "scheduler"), trust(), Optional.of(embedded::throwOut));
    var api = closer.add(new ConnectedScheduler(config, floor, clock));
    var address = URI.create("http://" + HOST + ":" + api.port());
    logins.ask(address);
    closer.add(
        new MonitorProcess(
            new MonitorConfig(
                store,
                account(broker, "monitor"),
                trust(),
                MonitorConfig.LEASE,
                Optional.of(secrets.of(RECIPE_KEY))),
            clock));
    closer.add(new BeatProcess(new BeatConfig(store, account(broker, "beat"), trust()), clock));
    var stock = new HashMap<>(options.warehouse());
    stock.put("CARDSHOP_DATA", data("warehouse").toString());
    stock.put("CARDSHOP_SCHEDULER_URL", address.toString());
    stock.put("CARDSHOP_BIND", HOST);
    stock.put("CARDSHOP_FTP_PORT", String.valueOf(options.ftpPort()));
    stock.put("CARDSHOP_FTP_PASSIVE_PORTS", "0");
    stock.put("CARDSHOP_FTP_TLS", "offered");
    var process =
        closer.add(WarehouseProcess.start(WarehouseConfig.from(new Settings(stock)), clock));
    warehouse = URI.create("ftps://localhost:" + process.port());
    try (var admin = new SchedulerClient(address, "admin", adminPassword())) {
      var furnishing = new FirstFurnishing(admin);
      furnishing.warehouse(warehouse);
      furnishing.channel(CHANNEL);
      furnishing.worker("creator-1", "creator", CHANNEL, secrets.of("creator-1"));
      furnishing.worker("writer-1", "writer", CHANNEL, secrets.of("writer-1"));
    }
    closer.add(
        new CreatorProcess(CreatorConfig.from(new Settings(worker(broker, "creator-1"))), clock));
    var writer = new HashMap<>(options.writer());
    writer.putAll(worker(broker, "writer-1"));
    var bench = WriterConfig.from(new Settings(writer));
    closer.add(new WriterProcess(bench, clock));
    var ui =
        closer.add(
            new ManagerProcess(
                new ManagerConfig(
                    address,
                    new Trust.Platform(),
                    new Listening(Optional.of(HOST), options.managerPort(), Optional.empty()),
                    List.of(),
                    Optional.of(secrets.of("cookies")),
                    options.offer()),
                clock,
                Optional.of(new FileHands("writer-1", bench.slots()))));
    manager = URI.create("http://" + HOST + ":" + ui.port());
    return address;
  }

  private Map<String, String> worker(URI broker, String name) throws IOException {
    return Map.of(
        "CARDSHOP_USERNAME", name,
        "CARDSHOP_PASSWORD", secrets.of(name),
        "CARDSHOP_CHANNEL", CHANNEL,
        "CARDSHOP_DATA", data(name).toString(),
        "CARDSHOP_AMQP_URI", broker.toString(),
        "CARDSHOP_TRUST", certificate().toString());
  }

  private BrokerAddress account(URI broker, String name) throws IOException {
    return new BrokerAddress(broker, name, secrets.of("broker-" + name));
  }

  private String adminPassword() throws IOException {
    return options.adminPassword().isPresent()
        ? options.adminPassword().get()
        : secrets.of("admin");
  }

  private Path data(String name) {
    return options.data().resolve(name);
  }

  @Override
  public void close() {
    closer.close();
  }
}
