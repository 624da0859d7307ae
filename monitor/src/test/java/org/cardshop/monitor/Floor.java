package org.cardshop.monitor;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.cardshop.core.order.OrderFlow;
import org.cardshop.core.order.OrderTerms;
import org.cardshop.core.task.Mark;
import org.cardshop.core.task.TaskEffect;
import org.cardshop.core.task.TaskKey;
import org.cardshop.core.task.TaskKind;
import org.cardshop.embedded.store.EmbeddedStore;
import org.cardshop.platform.messaging.Delivery;
import org.cardshop.platform.messaging.Verdict;
import org.cardshop.platform.production.Outside;
import org.cardshop.platform.production.Production;
import org.cardshop.platform.runtime.Closer;
import org.cardshop.platform.storage.Database;
import org.cardshop.platform.storage.FactStore;
import org.cardshop.platform.storage.Ids;
import org.cardshop.platform.storage.KeyStore;
import org.cardshop.platform.storage.Order;
import org.cardshop.platform.storage.OrderStore;
import org.cardshop.platform.storage.Task;
import org.cardshop.platform.storage.TaskStore;
import org.cardshop.platform.storage.Versioned;
import org.cardshop.platform.storage.WorkerStore;
import org.cardshop.platform.token.Tokens;
import org.cardshop.platform.wire.Answer;
import org.cardshop.platform.wire.Command;
import org.cardshop.platform.wire.Fact;
import org.cardshop.platform.wire.FactJson;
import org.cardshop.platform.wire.Json;
import org.cardshop.platform.wire.Request;
import org.cardshop.platform.wire.RequestJson;
import org.cardshop.testing.SettableClock;

/// A database with the monitor's parts over it, and a list of what they told the outside.
final class Floor implements Outside, AutoCloseable {
  static final Duration LEASE = Duration.ofSeconds(90);
  static final String CHANNEL = "cardshop";

  final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T12:00:00Z"));
  final List<String> told = new CopyOnWriteArrayList<>();
  final TaskStore tasks;
  final OrderStore orders;
  final WorkerStore workers;
  final Production production;
  final FactFolder folder;
  final FactStore facts;
  final PrefetchHints hints;
  final List<Command.Prefetch> hinted = new CopyOnWriteArrayList<>();
  final Tokens tokens;
  private final Closer closer = new Closer();

  Floor(Path directory) {
    var store = closer.add(EmbeddedStore.open(directory, 0));
    var database = closer.add(Database.open(store.uri().toString()));
    tasks = new TaskStore(database);
    orders = new OrderStore(database);
    workers = new WorkerStore(database);
    facts = new FactStore(database);
    tokens = new Tokens(new KeyStore(database), clock);
    production = new Production(orders, tasks, this, clock);
    hints =
        new PrefetchHints(
            tasks,
            orders,
            workers,
            tokens,
            clock,
            (worker, hint) -> {
              told.add("prefetch " + worker + " " + hint.image());
              hinted.add(hint);
            });
    folder = new FactFolder(production, tasks, workers, facts, hints, clock);
  }

  ClaimDesk desk() {
    return new ClaimDesk(
        production, new Monitoring.Books(orders, tasks, workers, facts), tokens, clock, LEASE);
  }

  /// A new order; answers its create task.
  String createTask() {
    return createTask(OrderTerms.Medium.PHYSICAL);
  }

  String createTask(OrderTerms.Medium medium) {
    var id = Ids.next();
    var warehouse = URI.create("ftps://warehouse");
    var request = Json.object();
    request.putObject("config").putObject("base").put("source", "file:///base.img");
    production.open(
        new Order(
            new OrderTerms(id, medium, 1, Duration.ofDays(1)),
            OrderFlow.opened().to(),
            CHANNEL,
            warehouse,
            warehouse,
            request,
            clock.instant(),
            "admin",
            Optional.empty()));
    return tasks.find(new TaskKey(id, TaskKind.CREATE, 1)).orElseThrow().id();
  }

  Versioned<Task, TaskEffect> task(String id) {
    return tasks.find(id).orElseThrow();
  }

  Answer claim(ClaimDesk desk, String worker, long boot, String slot) {
    return ask(
        desk, new Request.Claim(worker, boot, TaskKind.CREATE, CHANNEL, slot, Optional.empty()));
  }

  Answer.Renewal renew(String worker, long boot, String task, long epoch) {
    var renew = new Request.Renew(worker, boot, List.of(new Request.Held(task, epoch)));
    return ((Answer.Renewals) ask(desk(), renew)).renewals().getFirst();
  }

  Answer ask(ClaimDesk desk, Request request) {
    return askTogether(desk, List.of(request)).getFirst();
  }

  List<Answer> askTogether(ClaimDesk desk, List<Request> requests) {
    var read =
        requests.stream()
            .map(r -> desk.read(r.worker(), r.verb(), Json.bytes(RequestJson.write(r))))
            .toList();
    return desk.answer(read).stream().map(RequestJson::readAnswer).toList();
  }

  Verdict say(String worker, long boot, long seq, Fact.Body body) {
    var fact = new Fact(worker, new Mark(boot, seq), clock.instant(), body);
    return arrives(worker + "." + body.type(), Json.bytes(FactJson.write(fact)));
  }

  Verdict arrives(String routingKey, byte[] body) {
    return folder
        .handle(
            List.of(
                new Delivery(
                    "cardshop.facts", routingKey, body, false, Optional.empty(), Optional.empty())))
        .getFirst();
  }

  @Override
  public void ringDoorbell(String channel, String taskId, TaskKey key) {
    told.add("ring " + taskId);
  }

  @Override
  public void stopWorker(String worker, String taskId, long epoch) {
    told.add("stop " + worker + " " + taskId + " " + epoch);
  }

  @Override
  public void deleteImage(URI warehouse, String channel, String image) {
    told.add("delete " + image);
  }

  @Override
  public void close() {
    closer.close();
  }
}
