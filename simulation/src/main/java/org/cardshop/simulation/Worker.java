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
import org.cardshop.core.task.Trouble;
import org.cardshop.platform.messaging.BrokerLostException;
import org.cardshop.platform.messaging.Delivery;
import org.cardshop.platform.messaging.RequestTimeoutException;
import org.cardshop.platform.messaging.Verdict;
import org.cardshop.platform.wire.Answer;
import org.cardshop.platform.wire.Command;
import org.cardshop.platform.wire.Fact;
import org.cardshop.platform.wire.FactJson;
import org.cardshop.platform.wire.Fields;
import org.cardshop.platform.wire.Json;
import org.cardshop.platform.wire.Request;
import org.cardshop.platform.wire.RequestJson;
import org.jspecify.annotations.Nullable;

/// A worker by the rules of `platform.worker`: claims for free slots, renews, keeps facts on its
/// disk until they are confirmed, pauses when its lease has run out.
abstract class Worker {
  static final String CHANNEL = "cardshop";
  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final Duration HEARTBEAT = Duration.ofSeconds(30);
  private static final long PAUSE = 2_000;

  /// The grant is void.
  static final class StoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StoppedException() {
      super("the grant is void", null, false, false);
    }
  }

  /// The work failed.
  static final class TroubleException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    final Trouble trouble;

    TroubleException(Trouble trouble, String why) {
      super(why, null, false, false);
      this.trouble = trouble;
    }
  }

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

  /// Does the task in a fiber of its own.
  abstract Product work(String slot, Answer.Granted granted, Hold hold);

  private void start() {
    boot = Math.max(lastBoot + 1, host.instant().toEpochMilli());
    lastBoot = boot;
    seq = 0;
    jobs = new LinkedHashMap<>();
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
                    Optional.empty(),
                    OptionalLong.empty(),
                    Optional.ofNullable(jobs.get(s)).map(h -> h.granted.task())))
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
    var task = Fields.of(delivery.body()).text("task");
    freeSlot().ifPresent(slot -> claim(slot, Optional.of(task)));
    return Verdict.ack();
  }

  private Optional<String> freeSlot() {
    return slots.stream().filter(s -> !jobs.containsKey(s)).findFirst();
  }

  private void claimAll() {
    while (true) {
      var slot = freeSlot();
      if (slot.isEmpty() || !claim(slot.get(), Optional.empty())) {
        return;
      }
    }
  }

  private boolean claim(String slot, Optional<String> task) {
    if (isClaiming || jobs.containsKey(slot)) {
      return false;
    }
    isClaiming = true;
    long askedAt = kernel.now();
    try {
      var claim = new Request.Claim(host.name, boot, kind, CHANNEL, slot, task);
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
    hold.fiber = kernel.spawn(host, "slot " + slot, () -> carryOut(slot, granted, hold));
  }

  private void carryOut(String slot, Answer.Granted granted, Hold hold) {
    Fact.Body end;
    try {
      say(new Fact.TaskReceived(granted.task(), granted.epoch()));
      end = new Fact.TaskSucceeded(granted.task(), granted.epoch(), work(slot, granted, hold));
    } catch (StoppedException e) {
      end = new Fact.TaskCanceled(granted.task(), granted.epoch());
    } catch (TroubleException e) {
      var failure = new Failure(Failure.Status.FAILED, String.valueOf(e.getMessage()));
      end =
          e.trouble == Trouble.PERMANENT
              ? new Fact.TaskFailed(granted.task(), granted.epoch(), failure)
              : new Fact.TaskRetried(granted.task(), granted.epoch(), e.trouble, failure);
    }
    kernel.sleep(kernel.below(20)); // between the end and the note of it the process may die
    say(end);
    jobs.remove(slot);
    kernel.spawn(host, "claims", this::claimAll);
  }

  private void keepLeases() {
    while (true) {
      boolean isAnswered = renew();
      kernel.sleep(isAnswered ? 18_000 + kernel.below(4_500) : PAUSE);
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
        for (var renewal : renewals.renewals()) {
          holds.stream()
              .filter(h -> h.granted.task().equals(renewal.task()))
              .filter(h -> h.granted.epoch() == renewal.epoch())
              .forEach(h -> renewal.ticket().ifPresentOrElse(t -> h.renew(t, askedAt), h::stop));
        }
        return true;
      }
    } catch (RequestTimeoutException | BrokerLostException e) {
      // tries again soon
    }
    return false;
  }

  private Verdict obey(Delivery delivery) {
    switch (Command.read(delivery.body())) {
      case Command.Cancel(var task, var epoch) ->
          jobs.values().stream()
              .filter(h -> h.granted.task().equals(task) && h.granted.epoch() <= epoch)
              .forEach(Hold::stop);
      case Command.CardConfirmed c -> tell(c.task(), c);
      case Command.BadCard c -> tell(c.task(), c);
      case Command.Drain _, Command.Prefetch _ -> {}
    }
    return Verdict.ack();
  }

  private void tell(String task, Command command) {
    jobs.values().stream()
        .filter(h -> h.granted.task().equals(task))
        .forEach(h -> h.told.add(command));
  }

  /// A worker's hold on one task.
  final class Hold {
    final Answer.Granted granted;
    final List<Command> told = new ArrayList<>();
    private Kernel.@Nullable Fiber fiber;
    private Claims.Ticket ticket;
    private long leaseEnd;
    private boolean isVoid;

    private Hold(Answer.Granted granted, long askedAt) {
      this.granted = granted;
      ticket = world.ticket(granted.ticket());
      leaseEnd = askedAt + granted.lease().toMillis();
    }

    Claims.Ticket ticket() {
      return ticket;
    }

    /// Returns when the worker may act.
    void checkpoint() {
      while (!isVoid && kernel.now() >= leaseEnd) {
        kernel.sleep(500);
      }
      if (isVoid) {
        throw new StoppedException();
      }
    }

    /// Works for so long, unless it is called off.
    void work(long millis) {
      long end = kernel.now() + millis;
      while (!isVoid && kernel.now() < end) {
        kernel.sleepUntil(end);
      }
      if (isVoid) {
        throw new StoppedException();
      }
    }

    void step(Step step) {
      checkpoint();
      say(new Fact.TaskStepped(granted.task(), granted.epoch(), step));
      kernel.sleep(kernel.below(3));
    }

    private void renew(String next, long askedAt) {
      ticket = world.ticket(next);
      leaseEnd = askedAt + granted.lease().toMillis();
    }

    private void stop() {
      isVoid = true;
      if (fiber != null) {
        kernel.rouse(fiber);
      }
    }
  }
}
