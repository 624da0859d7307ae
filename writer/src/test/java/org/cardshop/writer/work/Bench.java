package org.cardshop.writer.work;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.apache.ftpserver.FtpServer;
import org.apache.ftpserver.FtpServerFactory;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.listener.ListenerFactory;
import org.apache.ftpserver.usermanager.impl.BaseUser;
import org.cardshop.core.task.Product;
import org.cardshop.embedded.broker.EmbeddedBroker;
import org.cardshop.embedded.broker.Rights;
import org.cardshop.platform.messaging.Answerer;
import org.cardshop.platform.messaging.Broker;
import org.cardshop.platform.messaging.BrokerAddress;
import org.cardshop.platform.messaging.Delivery;
import org.cardshop.platform.messaging.Exchange;
import org.cardshop.platform.messaging.Queues;
import org.cardshop.platform.messaging.Verdict;
import org.cardshop.platform.warehouse.Trust;
import org.cardshop.platform.wire.Answer;
import org.cardshop.platform.wire.Command;
import org.cardshop.platform.wire.Fact;
import org.cardshop.platform.wire.FactJson;
import org.cardshop.platform.wire.Fields;
import org.cardshop.platform.wire.Json;
import org.cardshop.platform.wire.ManifestJson;
import org.cardshop.platform.wire.Request;
import org.cardshop.platform.wire.RequestJson;
import org.cardshop.platform.worker.WorkerIdentity;
import org.cardshop.testing.Ports;
import org.cardshop.writer.chunk.TestImage;
import org.cardshop.writer.slot.Place;
import org.cardshop.writer.slot.Slot;

/// What a writer has around it: a real broker and a real FTP server, and a monitor that grants
/// every task it was given and remembers what it is told.
final class Bench implements AutoCloseable {
  static final String SLOT = "A-01";
  private static final String CHANNEL = "kiwix";
  private static final String WORKER = "writer-1";
  private static final Duration LONG = Duration.ofSeconds(60);

  private final Path folder;
  private final EmbeddedBroker broker;
  private final Broker monitor;
  private final Warehouse warehouse;
  private final ConcurrentLinkedQueue<Answer.Granted> pending = new ConcurrentLinkedQueue<>();
  private final List<Fact.Body> facts = new CopyOnWriteArrayList<>();
  private final List<String> log = new CopyOnWriteArrayList<>();
  private final Map<String, JsonNode> progress = new ConcurrentHashMap<>();
  private int tasks;

  Bench(Path folder) throws IOException {
    this.folder = folder;
    broker =
        EmbeddedBroker.start(
            folder.resolve("broker"), Ports.free(), (_, _) -> Optional.of(Rights.ALL));
    monitor = Broker.connect(new BrokerAddress(broker.uri(), "monitor", "secret"));
    monitor.keepDeclared(topology -> {
      topology.declareServer();
      topology.declareChannel(CHANNEL);
      topology.declareWorker(WORKER);
    });
    monitor.answer(1, new Desk());
    monitor.consume(Queues.FACTS, 1, this::onFact);
    monitor.consume(Queues.PROGRESS, 10, this::onProgress);
    warehouse = new Warehouse(Files.createDirectories(folder.resolve("warehouse")));
  }

  /// Where the writer keeps its things.
  Path data() {
    return folder.resolve("data");
  }

  WriterProcess writer(Place place, Confirmation confirmation) throws Exception {
    var identity =
        new WorkerIdentity(
            WORKER, CHANNEL, data(), new BrokerAddress(broker.uri(), WORKER, "secret"));
    return new WriterProcess(
        new WriterConfig(
            identity,
            new Trust.Platform(),
            List.of(new Slot(SLOT, place)),
            confirmation,
            Set.of(SLOT),
            1L << 30),
        InstantSource.system());
  }

  void store(TestImage image) throws IOException {
    var manifest = image.manifest();
    warehouse.put(
        "images/" + CHANNEL + "/" + manifest.name() + ".manifest.json",
        ManifestJson.write(manifest));
    for (var chunk : manifest.chunks()) {
      var hex = chunk.sha256().hex();
      warehouse.put(
          "chunks/" + hex.substring(0, 2) + "/" + hex + ".zst", image.frame(chunk.sha256()));
    }
  }

  /// Has a card of the image written.
  ///
  /// @return the task
  String order(TestImage image) {
    var task = "task-" + ++tasks;
    var manifest = image.manifest();
    var product = new Product.Image(manifest.name(), manifest.size(), manifest.sha256());
    pending.add(
        new Answer.Granted(
            task,
            "order",
            tasks,
            1,
            Duration.ofSeconds(90),
            new Answer.Work.Write(warehouse.uri(), CHANNEL, product, 0),
            "ticket"));
    monitor.publish(
        Exchange.WORK,
        Queues.workKey("write", CHANNEL),
        Json.bytes(Json.object().put("task", task).put("kind", "write").put("order", "order")));
    return task;
  }

  /// Waits until the task asks a person for this.
  ///
  /// @return what it shows
  JsonNode awaitAsking(String task, String asks) {
    await("asks to " + asks)
        .atMost(LONG)
        .until(() -> shown(task).path("asks").asText().equals(asks));
    return shown(task);
  }

  /// A person confirms the medium that the task shows.
  void confirm(String task) {
    var medium = shown(task).path("medium").asText();
    monitor.publish(
        Exchange.COMMANDS,
        WORKER + ".card-confirmed",
        Json.bytes(new Command.CardConfirmed(task, SLOT, medium).json()));
  }

  <T extends Fact.Body> T awaitFact(Class<T> kind) {
    await(kind.getSimpleName()).atMost(LONG).until(() -> first(kind).isPresent());
    return first(kind).orElseThrow();
  }

  <T extends Fact.Body> Optional<T> first(Class<T> kind) {
    return facts.stream().filter(kind::isInstance).map(kind::cast).findFirst();
  }

  void awaitLog(String part) {
    await("a line with: " + part)
        .atMost(LONG)
        .until(() -> log.stream().anyMatch(line -> line.contains(part)));
  }

  void awaitUntil(String what, BooleanSupplier holds) {
    await(what).atMost(LONG).until(holds::getAsBoolean);
  }

  /// What the writer has noted of its slot.
  String noted() throws IOException {
    var file = data().resolve("media/" + SLOT + ".medium");
    return Files.exists(file) ? Files.readString(file) : "";
  }

  private JsonNode shown(String task) {
    return progress.getOrDefault(task, MissingNode.getInstance());
  }

  private Answer answer(byte[] body) {
    return switch (RequestJson.readRequest(body)) {
      case Request.Claim _ -> {
        var next = pending.poll();
        yield next == null ? new Answer.Denied("nothing to do") : next;
      }
      case Request.Renew renew ->
          new Answer.Renewals(
              renew.held().stream()
                  .map(h -> new Answer.Renewal(h.task(), h.epoch(), Optional.of("ticket"), ""))
                  .toList());
    };
  }

  private Verdict onFact(Delivery delivery) {
    facts.add(FactJson.read(delivery.body()).body());
    return Verdict.ack();
  }

  private Verdict onProgress(Delivery delivery) {
    var message = Fields.of(delivery.body()).object();
    message.path("lines").forEach(line -> log.add(line.asText()));
    if (message.has("progress")) {
      progress.put(message.path("task").asText(), message.path("progress"));
    }
    return Verdict.ack();
  }

  @Override
  public void close() {
    monitor.close();
    broker.close();
    warehouse.close();
  }

  /// Files by FTP.
  private static final class Warehouse {
    private final Path folder;
    private final FtpServer server;
    private final int port = Ports.free();

    Warehouse(Path folder) throws IOException {
      this.folder = folder;
      var listener = new ListenerFactory();
      listener.setServerAddress("127.0.0.1");
      listener.setPort(port);
      var factory = new FtpServerFactory();
      factory.addListener("default", listener.createListener());
      var user = new BaseUser();
      user.setName(WORKER);
      user.setPassword("ticket");
      user.setHomeDirectory(folder.toString());
      try {
        factory.getUserManager().save(user);
        server = factory.createServer();
        server.start();
      } catch (FtpException e) {
        throw new IOException(e);
      }
    }

    URI uri() {
      return URI.create("ftp://localhost:" + port);
    }

    void put(String path, byte[] bytes) throws IOException {
      var file = folder.resolve(path);
      Files.createDirectories(file.getParent());
      Files.write(file, bytes);
    }

    void close() {
      server.stop();
    }
  }

  private final class Desk implements Answerer<byte[]> {
    @Override
    public byte[] read(String worker, String verb, byte[] body) {
      return body;
    }

    @Override
    public List<byte[]> answer(List<byte[]> requests) {
      return requests.stream()
          .map(body -> Json.bytes(RequestJson.write(Bench.this.answer(body))))
          .toList();
    }
  }
}
