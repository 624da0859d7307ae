package org.cardshop.simulation;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.cardshop.beat.Beating;
import org.cardshop.beat.Job;
import org.cardshop.beat.RunJson;
import org.cardshop.core.identity.Claims;
import org.cardshop.core.order.OrderTerms;
import org.cardshop.core.task.TaskKey;
import org.cardshop.monitor.Monitoring;
import org.cardshop.platform.production.Outside;
import org.cardshop.platform.production.Production;
import org.cardshop.platform.storage.Facts;
import org.cardshop.platform.storage.Leases;
import org.cardshop.platform.storage.Orders;
import org.cardshop.platform.storage.Run;
import org.cardshop.platform.storage.Runs;
import org.cardshop.platform.storage.Schedules;
import org.cardshop.platform.storage.Tasks;
import org.cardshop.platform.storage.Workers;
import org.cardshop.platform.wire.Command;
import org.cardshop.platform.wire.Json;

/// A factory: servers, two monitors, two beats, a scheduler, creators and writers with their slots.
final class World {
  static final Duration LEASE = Duration.ofSeconds(90);
  private static final int AT_ONCE = 50;
  private static final long PATIENCE = 30_000;

  final Kernel kernel;
  final Books books = new Books();
  final Server database;
  final Wire wire;
  final Storehouse storehouse;
  final List<Creator> creators;
  final List<Writer> writers;
  final List<Host> hosts = new ArrayList<>();
  final Host scheduler;

  /// What is wrong, as far as it was seen while it happened.
  final Set<String> breaches = new LinkedHashSet<>();

  /// Facts that the broker has promised to keep, and when it did.
  final Map<String, Long> confirmed = new LinkedHashMap<>();

  /// Under which grant a worker made what it made, by the product's own name.
  final Map<String, Long> made = new LinkedHashMap<>();

  /// Runs of schedules whose work was done.
  final Set<Run> done = new LinkedHashSet<>();

  /// The broker lost its disk: what it had promised to keep may be gone.
  boolean isWiped;

  final Rules rules;
  private final int pace;
  private final Map<String, Claims.Ticket> tickets = new LinkedHashMap<>();
  private Production desk;

  World(Kernel kernel, Rules rules, Crew crew) {
    this.kernel = kernel;
    this.rules = rules;
    this.pace = crew.work().pace();
    database = new Server(kernel, "the database");
    wire = rules.wire(kernel);
    storehouse = new Storehouse(kernel, books);
    for (var name : List.of("monitor-1", "monitor-2")) {
      hosts.add(host(name, this::monitor));
    }
    for (var name : List.of("beat-1", "beat-2")) {
      hosts.add(host(name, this::beat));
    }
    scheduler = host("scheduler", host -> desk = production(host));
    hosts.add(scheduler);
    creators = crew.creators().stream().map(c -> new Creator(this, c, crew.work())).toList();
    writers =
        crew.writers().entrySet().stream()
            .map(w -> new Writer(this, w.getKey(), w.getValue()))
            .toList();
    creators.forEach(c -> hosts.add(c.host));
    writers.forEach(w -> hosts.add(w.host));
    desk = production(scheduler);
    crew.schedules().forEach(books.schedules::insert);
  }

  void start() {
    hosts.forEach(Host::start);
  }

  /// Has the scheduler do something, and waits for its answer.
  ///
  /// @return its answer; without one it may have done it or not
  <T> Optional<T> atDesk(Function<Production, T> act) {
    if (!scheduler.isUp) {
      return Optional.empty();
    }
    var caller = kernel.current();
    var answers = new ArrayList<T>();
    kernel.spawn(
        scheduler,
        "request",
        () -> {
          try {
            answers.add(act.apply(desk));
          } catch (RuntimeException e) {
            // the answer is an error
          }
          kernel.rouse(caller);
        });
    kernel.sleep(PATIENCE);
    return answers.stream().findFirst();
  }

  Claims.Ticket ticket(String text) {
    return Objects.requireNonNull(tickets.get(text));
  }

  void confirmed(String fact) {
    confirmed.putIfAbsent(fact, kernel.now());
  }

  Optional<Slot> slot(String writer, String slot) {
    return writers.stream()
        .filter(w -> w.host.name.equals(writer))
        .flatMap(w -> Optional.ofNullable(w.bench.get(slot)).stream())
        .findFirst();
  }

  /// A fiber opens the slot's card for writing.
  void opened(Host host, Slot slot, Kernel.Fiber writer) {
    if (slot.writer != null) {
      breaches.add("I4: slot " + slot.name + " of " + host.name + " was opened by two writers");
    }
    slot.writer = writer;
  }

  private interface Opening {
    void on(Host host);
  }

  private Host host(String name, Opening opening) {
    var made = new Host[1];
    made[0] = new Host(kernel, name, () -> opening.on(made[0]));
    return made[0];
  }

  private void monitor(Host host) {
    var monitoring =
        new Monitoring(
            production(host),
            new Monitoring.Books(
                database.seenFrom(host, Orders.class, books.orders),
                tasks(host),
                database.seenFrom(host, Workers.class, books.workers),
                database.seenFrom(host, Facts.class, books.facts)),
            new Monitoring.Ends(this::issue, (_, _) -> {}, () -> wire.server.isUp && !host.isDeaf),
            LEASE,
            host);
    wire.consumeBatches(host, "facts", AT_ONCE, rules.facts(monitoring.facts(), books));
    wire.answer(host, AT_ONCE, monitoring.desk());
    host.loop("lease-watch", every(2), monitoring::lookAtLeases);
    if (rules.isSilenceNoticed()) {
      host.loop("silent-workers", every(5), monitoring::lookForSilence);
    }
  }

  private void beat(Host host) {
    var beating =
        new Beating(
            host.name + " since " + kernel.now(),
            production(host),
            new Beating.Books(
                database.seenFrom(host, Orders.class, books.orders),
                tasks(host),
                database.seenFrom(host, Leases.class, books.leases),
                database.seenFrom(host, Schedules.class, books.schedules),
                database.seenFrom(host, Runs.class, rules.runs(books.runs))),
            new Beating.Ends(outside(host), run -> enqueue(host, run)),
            host);
    host.loop("schedules", every(2), beating::enqueueDue);
    host.loop("doorbells", every(30), beating::ringDoorbells);
    host.loop("outbox", every(5), beating::carryOutOverdue);
    Timetables.JOBS.forEach(job ->
        wire.consume(
            host,
            "periodic." + job,
            delivery -> {
              var run = RunJson.read(delivery.body());
              var jobs = Map.<String, Job>of(job, _ -> carryOut(host, run, beating));
              return beating.working(jobs).handle(delivery);
            }));
  }

  private Duration every(int seconds) {
    return Duration.ofSeconds((long) seconds * pace);
  }

  private void enqueue(Host host, Run run) {
    wire.publish(host, "periodic." + run.job(), run.job(), RunJson.write(run));
  }

  private void carryOut(Host host, Run run, Beating beating) {
    if (run.job().equals(Timetables.EXPIRE_IMAGES)) {
      beating.expireImages();
    }
    database.reach(host);
    done.add(run);
    database.answer(host);
  }

  private Production production(Host host) {
    var orders = database.seenFrom(host, Orders.class, books.orders);
    var outside = outside(host);
    var plain =
        new Production(
            orders, tasks(host), outside, r -> kernel.spawn(host, "later", r::run), host);
    return rules.production(plain, orders, tasks(host), outside, host);
  }

  private Tasks tasks(Host host) {
    return rules.tasks(database.seenFrom(host, Tasks.class, books.tasks), books.tasks);
  }

  private String issue(Claims claims) {
    var text = "ticket " + tickets.size();
    tickets.put(text, (Claims.Ticket) claims);
    return text;
  }

  private Outside outside(Host host) {
    return new Outside() {
      @Override
      public void ringDoorbell(String channel, String taskId, TaskKey key) {
        var kind = key.kind().wire();
        var bell = Json.object().put("task", taskId).put("kind", kind).put("order", key.order());
        wire.tell(host, "work." + kind, kind + "." + channel, Json.bytes(bell));
      }

      @Override
      public void stopWorker(String worker, String taskId, long epoch) {
        tell(host, worker, new Command.Cancel(taskId, epoch));
      }

      @Override
      public void deleteImage(URI warehouse, String channel, String image) {
        storehouse.delete(host, image);
      }
    };
  }

  void tell(Host from, String worker, Command command) {
    wire.tell(from, "commands." + worker, worker + ".said", Json.bytes(command.json()));
  }

  static OrderTerms terms(int number, OrderTerms.Medium medium, int quantity) {
    return new OrderTerms(
        "%024x".formatted(0x0d0000 + number), medium, quantity, Duration.ofMinutes(20));
  }
}
