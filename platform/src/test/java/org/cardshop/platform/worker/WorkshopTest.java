package org.cardshop.platform.worker;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.cardshop.core.image.Sha256;
import org.cardshop.core.task.Product;
import org.cardshop.core.task.TaskKind;
import org.cardshop.embedded.broker.EmbeddedBroker;
import org.cardshop.embedded.broker.Rights;
import org.cardshop.platform.messaging.Broker;
import org.cardshop.platform.messaging.BrokerAddress;
import org.cardshop.platform.messaging.Exchange;
import org.cardshop.platform.messaging.OneByOne;
import org.cardshop.platform.messaging.Queues;
import org.cardshop.platform.runtime.Closer;
import org.cardshop.platform.wire.Answer;
import org.cardshop.platform.wire.Answer.Granted;
import org.cardshop.platform.wire.Fact;
import org.cardshop.platform.wire.Json;
import org.cardshop.platform.wire.RequestJson;
import org.cardshop.testing.Ports;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A worker whose monitor has not heard yet that its last task ended.
class WorkshopTest {
  private static final Answer NOTHING = new Answer.Denied("slot A-01 still holds the task");

  @TempDir Path folder;
  private final Closer closer = new Closer();
  private final List<String> done = new CopyOnWriteArrayList<>();
  private final AtomicInteger claims = new AtomicInteger();
  private Broker broker;

  @BeforeEach
  void connect() throws Exception {
    var server =
        closer.add(
            EmbeddedBroker.start(
                folder.resolve("broker"), Ports.free(), (_, _) -> Optional.of(Rights.ALL)));
    broker = closer.add(Broker.connect(new BrokerAddress(server.uri(), "worker", "secret")));
    broker.keepDeclared(topology -> {
      topology.declareServer();
      topology.declareChannel("cardshop");
      topology.declareWorker("worker");
    });
  }

  @AfterEach
  void close() {
    closer.close();
  }

  @Test
  void aGrantThatWasCarriedOutIsNotCarriedOutAgain() throws Exception {
    start(n -> n < 3 ? granted("one", 1) : n == 3 ? granted("one", 2) : NOTHING);
    await().untilAsserted(() -> assertEquals(List.of("one at 1", "one at 2"), done));
  }

  @Test
  void aClaimThatCameBeforeTheEndOfTheLastTaskIsRepeatedSoon() throws Exception {
    start(n -> n == 0 ? granted("one", 1) : n < 4 ? NOTHING : granted("two", 1));
    await()
        .atMost(Duration.ofSeconds(20)) // a heartbeat is later
        .untilAsserted(() -> assertEquals(List.of("one at 1", "two at 1"), done));
  }

  /// @param answers by the number of the claim
  private void start(IntFunction<Answer> answers) throws Exception {
    var monitor =
        new OneByOne(
            (_, _, _) -> Json.bytes(RequestJson.write(answers.apply(claims.getAndIncrement()))));
    closer.add(broker.answer(1, monitor));
    var identity =
        new WorkerIdentity(
            "worker",
            "cardshop",
            folder,
            new BrokerAddress(URI.create("amqp://127.0.0.1"), "worker", "secret"));
    closer.add(new Workshop(identity, new Noting(), broker, InstantSource.system()));
    var bell = Json.bytes(Json.object().put("task", "one"));
    broker.publish(Exchange.WORK, Queues.workKey("create", "cardshop"), bell);
  }

  private static Granted granted(String task, long epoch) {
    var work =
        new Answer.Work.Create(URI.create("ftps://warehouse"), "cardshop", "image", Json.object());
    return new Granted(task, "order", 1, epoch, Duration.ofSeconds(90), work, "ticket");
  }

  private final class Noting implements Craft {
    @Override
    public TaskKind kind() {
      return TaskKind.CREATE;
    }

    @Override
    public List<String> slots() {
      return List.of("A-01");
    }

    @Override
    public Fact.Slot look(String slot, boolean isBusy) {
      return new Fact.Slot(slot, "free", Optional.empty(), OptionalLong.empty(), Optional.empty());
    }

    @Override
    public OptionalLong diskFree() {
      return OptionalLong.empty();
    }

    @Override
    public Product work(String slot, Granted granted, Hold hold) {
      done.add(granted.task() + " at " + granted.epoch());
      return new Product.Image("image", 1, Sha256.of(new byte[0]));
    }
  }
}
