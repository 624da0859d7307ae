package org.cardshop.platform.worker;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.cardshop.core.image.Sha256;
import org.cardshop.core.task.Product;
import org.cardshop.core.task.TaskKind;
import org.cardshop.embedded.broker.EmbeddedBroker;
import org.cardshop.embedded.broker.Rights;
import org.cardshop.platform.messaging.Broker;
import org.cardshop.platform.messaging.BrokerAddress;
import org.cardshop.platform.messaging.OneByOne;
import org.cardshop.platform.messaging.Queues;
import org.cardshop.platform.messaging.Verdict;
import org.cardshop.platform.runtime.Closer;
import org.cardshop.platform.wire.Answer;
import org.cardshop.platform.wire.Answer.Granted;
import org.cardshop.platform.wire.Fact;
import org.cardshop.platform.wire.FactJson;
import org.cardshop.platform.wire.Json;
import org.cardshop.platform.wire.Request;
import org.cardshop.platform.wire.RequestJson;
import org.cardshop.testing.Ports;

/// A broker with a monitor behind it that grants tasks by name and hears what workers say.
final class Desk implements AutoCloseable {
  static final String WORKER = "worker";
  final Queue<String> tasks = new ConcurrentLinkedQueue<>();
  final List<Fact.Body> heard = new CopyOnWriteArrayList<>();
  final List<String> log = new CopyOnWriteArrayList<>();
  final CountDownLatch asked = new CountDownLatch(1);

  /// What a claim has to wait for before it is answered.
  volatile CountDownLatch answering = new CountDownLatch(0);

  volatile boolean isRenewing = true;

  /// What lies in the slot.
  volatile Optional<String> medium = Optional.empty();

  private final Closer closer = new Closer();
  private final Path folder;
  private final Broker broker;

  Desk(Path folder) throws Exception {
    this.folder = folder;
    var server =
        closer.add(
            EmbeddedBroker.start(
                folder.resolve("broker"), Ports.free(), (_, _) -> Optional.of(Rights.ALL)));
    broker = closer.add(Broker.connect(new BrokerAddress(server.uri(), WORKER, "secret")));
    broker.topology().declareServer();
    broker.topology().declareChannel("channel");
    broker.topology().declareWorker(WORKER);
    closer.add(broker.answer(1, new OneByOne((_, _, body) -> answer(body))));
    closer.add(
        broker.consume(
            Queues.FACTS,
            1,
            delivery -> {
              heard.add(FactJson.read(delivery.body()).body());
              return Verdict.ack();
            }));
    closer.add(
        broker.consume(
            Queues.PROGRESS,
            1,
            delivery -> {
              Json.parseObject(delivery.body())
                  .path("lines")
                  .forEach(line -> log.add(line.asText()));
              return Verdict.ack();
            }));
  }

  Workshop workshop(Work work, Duration stall) throws Exception {
    var identity =
        new WorkerIdentity(
            WORKER,
            "channel",
            folder,
            new BrokerAddress(URI.create("amqp://unused"), WORKER, "secret"),
            stall);
    return new Workshop(identity, new OneSlot(this, work), broker, InstantSource.system());
  }

  /// What a craft does with a task.
  interface Work {
    void on(Hold hold) throws TroubleException, InterruptedException;
  }

  <T extends Fact.Body> List<T> heard(Class<T> type) {
    return heard.stream().filter(type::isInstance).map(type::cast).toList();
  }

  private byte[] answer(byte[] body) throws InterruptedException {
    return Json.bytes(
        RequestJson.write(
            switch (RequestJson.readRequest(body)) {
              case Request.Claim _ -> {
                asked.countDown();
                answering.await();
                yield granted(Optional.ofNullable(tasks.poll()));
              }
              case Request.Renew(_, _, var held) ->
                  new Answer.Renewals(
                      held.stream()
                          .map(h ->
                              new Answer.Renewal(
                                  h.task(),
                                  h.epoch(),
                                  isRenewing ? Optional.of("next") : Optional.empty(),
                                  "says the test"))
                          .toList());
            }));
  }

  private static Answer granted(Optional<String> task) {
    return task.<Answer>map(name ->
            new Granted(
                name,
                "order",
                1,
                1,
                Duration.ofMinutes(10),
                new Answer.Work.Create(
                    URI.create("ftps://warehouse"), "channel", "image", Json.object()),
                "ticket"))
        .orElseGet(() -> new Answer.Denied("nothing to do"));
  }

  private record OneSlot(Desk desk, Work work) implements Craft {
    @Override
    public TaskKind kind() {
      return TaskKind.CREATE;
    }

    @Override
    public List<String> slots() {
      return List.of("slot");
    }

    @Override
    public Fact.Slot look(String slot, boolean isBusy) {
      return new Fact.Slot(slot, "free", desk.medium, OptionalLong.empty(), Optional.empty());
    }

    @Override
    public OptionalLong diskFree() {
      return OptionalLong.empty();
    }

    @Override
    public Product work(String slot, Granted granted, Hold hold)
        throws TroubleException, InterruptedException {
      work.on(hold);
      return new Product.Image("image", 1, Sha256.of(new byte[1]));
    }
  }

  @Override
  public void close() {
    closer.close();
  }
}
