package org.cardshop.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.cardshop.core.identity.Claims;
import org.cardshop.core.task.Failure;
import org.cardshop.core.task.Mark;
import org.cardshop.core.task.Product;
import org.cardshop.core.task.Step;
import org.cardshop.core.task.TaskKind;
import org.cardshop.platform.messaging.BrokerLostException;
import org.cardshop.platform.messaging.Delivery;
import org.cardshop.platform.messaging.RequestTimeoutException;
import org.cardshop.platform.messaging.Verdict;
import org.cardshop.platform.wire.Answer;
import org.cardshop.platform.wire.Command;
import org.cardshop.platform.wire.Fact;
import org.cardshop.platform.wire.FactJson;
import org.cardshop.platform.wire.Json;
import org.cardshop.platform.wire.Request;
import org.cardshop.platform.wire.RequestJson;
import org.cardshop.platform.worker.Concern;
import org.cardshop.platform.worker.Ending;
import org.cardshop.platform.worker.Renewing;
import org.cardshop.platform.worker.Standing;
import org.cardshop.platform.worker.StoppedException;
import org.cardshop.platform.worker.TroubleException;
import org.jspecify.annotations.Nullable;

/// A worker in threads of the simulation: claims for free slots, renews, keeps facts on its disk
/// until they are confirmed, pauses when its lease has run out. What is to be decided there,
/// `platform.worker` decides.
abstract class Worker {
  static final String CHANNEL = "cardshop";
  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final Duration HEARTBEAT = Duration.ofSeconds(30);
  private static final long PAUSE = 2_000;

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Kept(String id, String type, byte[] body) {}

  final Kernel kernel;
  final Host host;
  final TaskKind kind;
  final List<String> slots;
  private final Wire wire;
  private final World world;

  // On its disk.
  private long lastBoot;
  private final List<Kept> spool = new ArrayList<>();

  // Gone with the process.
  private long boot;
  private long seq;
  private Map<String, Hold> jobs = new LinkedHashMap<>();
  private boolean isClaiming;
  private final Map<String, Long> changes = new LinkedHashMap<>();
  private Kernel.@Nullable Fiber reporter;

  Worker(World world, String name, TaskKind kind, List<String> slots) {
    this.world = world;
    this.kernel = world.kernel;
    this.wire = world.wire;
    this.kind = kind;
    this.slots = slots;
    this.host = new Host(kernel, name, this::start);
  }

  /// Whether it does nothing.
  boolean isIdle() {
    return jobs.isEmpty();
  }

  /// The task that is done there.
  Optional<String> heldIn(String slot) {
    return Optional.ofNullable(jobs.get(slot)).map(h -> h.granted.task());
  }

  private void note(String slot) {
    changes.put(slot, kernel.now());
  }

  /// For how long what it does there is the same, in milliseconds.
  long unchanged(String slot) {
    return kernel.now() - changes.getOrDefault(slot, 0L);
  }

  /// Whether it does that under this grant.
  boolean holds(String task, long epoch) {
    return jobs.values().stream()
        .anyMatch(h -> h.granted.task().equals(task) && h.granted.epoch() == epoch);
  }

  /// What the worker sees in a slot.
  Optional<String> medium(String slot) {
    return Optional.empty();
  }

  /// Does the task in a fiber of its own.
  abstract Product work(String slot, Answer.Granted granted, Hold hold) throws TroubleException;

  private void start() {
    boot = Math.max(lastBoot + 1, host.instant().toEpochMilli());
    lastBoot = boot;
    seq = 0;
    jobs = new LinkedHashMap<>();
    slots.forEach(this::note);
    isClaiming = false;
    reporter = null;
    say(new Fact.WorkerOnline(kind, CHANNEL, "dev", bench()));
    reporter = kernel.spawn(host, "reports", this::report);
    kernel.spawn(host, "leases", this::keepLeases);
    host.loop(
        "heartbeat",
        HEARTBEAT,
        () -> {
          say(new Fact.WorkerHeartbeat(kind, CHANNEL, "dev", bench()));
          claimAll();
        });
    wire.consume(host, "commands." + host.name, this::obey);
    wire.consume(host, "work." + kind.wire(), this::onDoorbell);
    kernel.spawn(host, "claims", this::claimAll);
  }

  private Fact.Bench bench() {
    var all =
        slots.stream()
            .map(s ->
                new Fact.Slot(
                    s,
                    jobs.containsKey(s) ? "busy" : "free",
                    medium(s),
                    OptionalLong.empty(),
                    heldIn(s)))
            .toList();
    return new Fact.Bench(all, OptionalLong.empty());
  }

  private void say(Fact.Body body) {
    var fact = new Fact(host.name, new Mark(boot, ++seq), host.instant(), body);
    spool.add(new Kept(fact.id(), body.type(), Json.bytes(FactJson.write(fact))));
    if (reporter != null) {
      kernel.rouse(reporter);
    }
  }

  private void report() {
    while (true) {
      if (spool.isEmpty()) {
        kernel.sleep(60_000);
        continue;
      }
      var kept = spool.getFirst();
      try {
        wire.publish(host, "facts", host.name + "." + kept.type(), kept.body());
        world.confirmed(kept.id());
        spool.removeFirst();
      } catch (BrokerLostException e) {
        kernel.sleep(PAUSE);
      }
    }
  }

  private Verdict onDoorbell(Delivery delivery) {
    freeSlot().ifPresent(this::claim);
    return Verdict.ack();
  }

  private Optional<String> freeSlot() {
    return slots.stream().filter(s -> !jobs.containsKey(s)).findFirst();
  }

  private void claimAll() {
    while (true) {
      var slot = freeSlot();
      if (slot.isEmpty() || !claim(slot.get())) {
        return;
      }
    }
  }

  private boolean claim(String slot) {
    if (isClaiming || jobs.containsKey(slot)) {
      return false;
    }
    isClaiming = true;
    long askedAt = kernel.now();
    try {
      var claim = new Request.Claim(host.name, boot, kind, CHANNEL, slot, Optional.empty());
      if (ask(claim) instanceof Answer.Granted granted) {
        begin(slot, granted, askedAt);
        return true;
      }
    } catch (RequestTimeoutException | BrokerLostException e) {
      // asks again later
    } finally {
      isClaiming = false;
    }
    return false;
  }

  private Answer ask(Request request) {
    var body = Json.bytes(RequestJson.write(request));
    return RequestJson.readAnswer(wire.ask(host, host.name + "." + request.verb(), body, ANSWER));
  }

  private void begin(String slot, Answer.Granted granted, long askedAt) {
    var hold = new Hold(granted, askedAt);
    jobs.put(slot, hold);
    note(slot);
    hold.fiber = kernel.spawn(host, "slot " + slot, () -> carryOut(slot, granted, hold));
  }

  private void carryOut(String slot, Answer.Granted granted, Hold hold) {
    Fact.Body end;
    try {
      say(new Fact.TaskReceived(granted.task(), granted.epoch()));
      end = new Fact.TaskSucceeded(granted.task(), granted.epoch(), work(slot, granted, hold));
    } catch (StoppedException e) {
      end = hold.ending().stopped();
    } catch (TroubleException e) {
      end = hold.ending().because(e);
    }
    kernel.sleep(kernel.below(20)); // between the end and the note of it the process may die
    say(end);
    jobs.remove(slot);
    note(slot);
    kernel.spawn(host, "claims", this::claimAll);
  }

  private void keepLeases() {
    while (true) {
      boolean isAnswered = renew();
      var shortest = jobs.values().stream().mapToLong(h -> h.granted.lease().toMillis()).min();
      kernel.sleep(Renewing.pause(shortest, isAnswered, kernel::below));
    }
  }

  private boolean renew() {
    var holds = List.copyOf(jobs.values());
    if (holds.isEmpty()) {
      return true;
    }
    long askedAt = kernel.now();
    try {
      var held =
          holds.stream().map(h -> new Request.Held(h.granted.task(), h.granted.epoch())).toList();
      if (ask(new Request.Renew(host.name, boot, held)) instanceof Answer.Renewals renewals) {
        for (var hold : holds) {
          Renewing.verdict(renewals, hold.granted.task(), hold.granted.epoch())
              .ifPresent(verdict -> hold.apply(verdict, askedAt));
        }
        return true;
      }
    } catch (RequestTimeoutException | BrokerLostException e) {
      // tries again soon
    }
    return false;
  }

  private Verdict obey(Delivery delivery) {
    var command = Command.read(delivery.body());
    for (var hold : List.copyOf(jobs.values())) {
      switch (Concern.of(command, hold.granted.task(), hold.granted.epoch())) {
        case STOP -> hold.stop();
        case HEAR -> hold.told.add(command);
        case NOTHING -> {}
      }
    }
    return Verdict.ack();
  }

  /// A worker's hold on one task.
  final class Hold {
    final Answer.Granted granted;
    final List<Command> told = new ArrayList<>();
    private Kernel.@Nullable Fiber fiber;
    private Claims.Ticket ticket;
    private long leaseEnd;
    private boolean isVoid;
    private Optional<Step> lastStep = Optional.empty();

    private Hold(Answer.Granted granted, long askedAt) {
      this.granted = granted;
      ticket = world.ticket(granted.ticket());
      leaseEnd = nanos(askedAt) + granted.lease().toNanos();
    }

    private static long nanos(long millis) {
      return millis * 1_000_000;
    }

    Claims.Ticket ticket() {
      return ticket;
    }

    private Standing standing() {
      return Standing.of(isVoid, nanos(kernel.now()), leaseEnd);
    }

    private Ending ending() {
      var breakingIn = lastStep.map(Failure.Status::in).orElse(Failure.Status.FAILED);
      return new Ending(granted.task(), granted.epoch(), breakingIn, isVoid);
    }

    /// Returns when the worker may act.
    void checkpoint() {
      while (standing() == Standing.WAIT) {
        kernel.sleep(500);
      }
      if (isVoid) {
        throw new StoppedException("the grant is void");
      }
    }

    /// Works for so long, unless it is called off.
    void work(long millis) {
      long end = kernel.now() + millis;
      while (!isVoid && kernel.now() < end) {
        kernel.sleepUntil(end);
      }
      if (isVoid) {
        throw new StoppedException("the grant is void");
      }
    }

    void step(Step step) {
      checkpoint();
      lastStep = Optional.of(step);
      say(new Fact.TaskStepped(granted.task(), granted.epoch(), step));
      kernel.sleep(kernel.below(3));
    }

    private void apply(Renewing.Verdict verdict, long askedAt) {
      switch (verdict) {
        case Renewing.Renewed(var next) -> {
          ticket = world.ticket(next);
          leaseEnd = nanos(askedAt) + granted.lease().toNanos();
        }
        case Renewing.Fenced _ -> stop();
      }
    }

    private void stop() {
      isVoid = true;
      if (fiber != null) {
        kernel.rouse(fiber);
      }
    }
  }
}
