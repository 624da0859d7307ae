package org.cardshop.platform.worker;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.cardshop.platform.messaging.Broker;
import org.cardshop.platform.messaging.BrokerLostException;
import org.cardshop.platform.messaging.Delivery;
import org.cardshop.platform.messaging.Queues;
import org.cardshop.platform.messaging.RequestTimeoutException;
import org.cardshop.platform.messaging.Requester;
import org.cardshop.platform.messaging.Subscription;
import org.cardshop.platform.messaging.UnroutableException;
import org.cardshop.platform.messaging.Verdict;
import org.cardshop.platform.runtime.Closer;
import org.cardshop.platform.runtime.CrashPoint;
import org.cardshop.platform.runtime.Loop;
import org.cardshop.platform.runtime.Threads;
import org.cardshop.platform.wire.Answer;
import org.cardshop.platform.wire.Answer.Granted;
import org.cardshop.platform.wire.Command;
import org.cardshop.platform.wire.Fact;
import org.cardshop.platform.wire.Json;
import org.cardshop.platform.wire.MalformedException;
import org.cardshop.platform.wire.Request;
import org.cardshop.platform.wire.RequestJson;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A worker at work: claims a task for each free slot, has the craft do it, reports. A doorbell
/// only says that asking is worth while; whoever gets free asks anyway.
public final class Workshop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Workshop.class);
  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final Duration HEARTBEAT = Duration.ofSeconds(30);

  /// A card that was put in or taken out is told as soon; looking is quick.
  private static final Duration GLANCE = Duration.ofSeconds(1);

  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(20);
  private static final Duration LAST_WORK = Duration.ofSeconds(10);
  // How long somebody who uncordoned the worker waits for it.
  private static final Duration CORDONED = Duration.ofSeconds(5);
  private static final Duration LAST_CLAIM = ANSWER.plusSeconds(1);
  private static final String VERSION =
      Optional.ofNullable(Workshop.class.getPackage().getImplementationVersion()).orElse("dev");

  private final WorkerIdentity identity;
  private final Craft craft;
  private final long boot;
  private final Reports reports;
  private final ProgressSender progress;
  private final Requester requester;
  private final Subscription doorbells;
  private final Map<String, Job> jobs = new ConcurrentHashMap<>();
  private final Endings endings = new Endings();
  private final Semaphore wake = new Semaphore(1);
  private final Closer closer = new Closer();
  private final StallWatch stalls;
  private final Loop glances;
  private final Thread claimer;
  private volatile boolean draining;
  private volatile boolean isCordoned;
  private volatile boolean closing;

  /// The media in the slots as they were told last.
  private volatile Map<String, String> media;

  private record Job(Hold hold, Thread thread) {}

  public Workshop(WorkerIdentity identity, Craft craft, Broker broker, InstantSource clock)
      throws IOException, InterruptedException {
    this.identity = identity;
    this.craft = craft;
    var spool = closer.add(Spool.open(identity.data().resolve("spool"), clock));
    boot = spool.boot();
    reports = closer.add(new Reports(identity.name(), spool, broker, clock));
    progress = new ProgressSender(identity.name(), broker, clock);
    requester = closer.add(broker.requester(identity.name(), Long.toString(boot)));
    var bench = bench();
    media = media(bench);
    reports.say(new Fact.WorkerOnline(craft.kind(), identity.channel(), VERSION, bench));
    CrashPoint.at("worker.announced");
    closer.add(new LeaseKeeper(this::renew, this::holds));
    stalls = closer.add(new StallWatch(identity.stall(), this::holds, reports));
    closer.add(broker.consume(Queues.commands(identity.name()), 10, this::onCommand));
    doorbells =
        closer.add(
            broker.consume(
                Queues.work(craft.kind().wire(), identity.channel()), 1, this::onDoorbell));
    glances = closer.add(Loop.every(GLANCE, "glances", this::glance));
    claimer = Thread.ofPlatform().name("claims").start(this::claimLoop);
  }

  /// Ends in order: claims nothing more, interrupts what is under way and hands it back, reports.
  /// Takes a second or two; half a minute at most, when neither the monitor answers nor the work
  /// ends.
  @Override
  public void close() {
    drain();
    closing = true;
    wake.release();
    holds().forEach(Hold::leave);
    awaitLastClaim();
    holds().forEach(Hold::leave);
    // A heartbeat after the leave would say that it is there.
    glances.close();
    long end = System.nanoTime() + LAST_WORK.toNanos();
    for (var job : jobs.values()) {
      Threads.join(job.thread(), Duration.ofNanos(Math.max(1, end - System.nanoTime())));
    }
    try {
      reports.say(new Fact.WorkerOffline("stopped"));
      CrashPoint.at("worker.took-leave");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    closer.close();
  }

  /// A task that was asked for may be granted yet: not to wait for the answer would leave it with a
  /// worker that does not know of it.
  private void awaitLastClaim() {
    if (!Threads.join(claimer, LAST_CLAIM)) {
      claimer.interrupt();
    }
    synchronized (this) {
      LOG.debug("nothing is asked for any more");
    }
  }

  private void drain() {
    draining = true;
    doorbells.pause();
    craft.drain();
  }

  private Collection<Hold> holds() {
    return jobs.values().stream().map(Job::hold).toList();
  }

  private List<String> freeSlots() {
    return draining
        ? List.of()
        : craft.slots().stream()
            .filter(slot -> !jobs.containsKey(slot) && craft.isOpen(slot))
            .toList();
  }

  /// Whichever task it rings for, any will do: the oldest may be another one.
  private Verdict onDoorbell(Delivery delivery) {
    freeSlots().stream().findFirst().ifPresent(this::claim);
    return Verdict.ack();
  }

  private interface Reading {
    void of(byte[] bytes);
  }

  /// Workers may not write dead letters; what they cannot read they drop. Nothing hangs on a
  /// doorbell or a command: both are said again.
  private static Verdict read(Delivery delivery, Reading reading) {
    try {
      reading.of(delivery.body());
    } catch (MalformedException e) {
      LOG.warn(
          "A message that came as {} cannot be read: {}", delivery.routingKey(), e.getMessage());
    }
    return Verdict.ack();
  }

  private void claimLoop() {
    try {
      long nextHeartbeat = System.nanoTime() + HEARTBEAT.toNanos();
      var pause = HEARTBEAT;
      while (!closing) {
        var longest = isCordoned && pause.compareTo(CORDONED) > 0 ? CORDONED : pause;
        long wait = Math.clamp(nextHeartbeat - System.nanoTime(), 0, longest.toNanos());
        if (wake.tryAcquire(Math.max(1, wait / 1_000_000), TimeUnit.MILLISECONDS)) {
          wake.drainPermits();
          pause = SHORTEST_PAUSE;
        }
        if (System.nanoTime() - nextHeartbeat >= 0) {
          tell(bench());
          nextHeartbeat = System.nanoTime() + HEARTBEAT.toNanos();
        }
        pause = claimAll() ? HEARTBEAT : pause.multipliedBy(2);
        listen();
      }
    } catch (InterruptedException e) {
      LOG.debug("no more claims", e);
    }
  }

  /// Asks for each free slot.
  ///
  /// @return false when it may have been too early: asking again soon is worth while
  private boolean claimAll() {
    boolean isSettled = true;
    for (var slot : freeSlots()) {
      if (!claim(slot)) {
        if (!endings.isRecent(slot)) {
          break;
        }
        isSettled = false;
      }
    }
    return isSettled;
  }

  /// Whoever cannot take a task leaves the doorbell to others.
  private void listen() {
    if (isCordoned || freeSlots().isEmpty()) {
      doorbells.pause();
    } else {
      doorbells.resume();
    }
  }

  /// Asks for a task and begins it. One claim at a time, so that a slot is not claimed twice.
  ///
  /// @return something was granted
  private synchronized boolean claim(String slot) {
    if (draining || jobs.containsKey(slot)) {
      return false;
    }
    long askedAt = System.nanoTime();
    var claim =
        new Request.Claim(
            identity.name(), boot, craft.kind(), identity.channel(), slot, Optional.empty());
    try {
      return switch (ask(claim)) {
        case Granted granted when endings.has(slot, granted) -> {
          LOG.debug("task {} was done already; its end is on the way", granted.task());
          yield false;
        }
        case Granted granted -> {
          isCordoned = false;
          begin(slot, granted, askedAt);
          yield true;
        }
        case Answer.Denied denied -> {
          denied(slot, denied);
          yield false;
        }
        case Answer.Renewals _ -> false;
      };
    } catch (RequestTimeoutException | BrokerLostException | UnroutableException e) {
      LOG.warn("Could not ask for work: {}. Asking again later.", e.getMessage());
      return false;
    }
  }

  /// Whether this worker is cordoned is for the database to say, at each claim anew: nobody needs
  /// to tell the worker that it no longer is.
  private void denied(String slot, Answer.Denied denied) {
    LOG.debug("no task for slot {}: {}", slot, denied.why());
    if (denied.isCordoned() != isCordoned) {
      isCordoned = denied.isCordoned();
      LOG.info("{}", isCordoned ? denied.why() : "No longer cordoned.");
    }
    if (isCordoned) {
      doorbells.pause();
    }
  }

  private Answer renew(List<Request.Held> held) {
    return ask(new Request.Renew(identity.name(), boot, held));
  }

  private Answer ask(Request request) {
    var body = Json.bytes(RequestJson.write(request));
    CrashPoint.at("worker.asks");
    return RequestJson.readAnswer(requester.ask(request.verb(), body, ANSWER));
  }

  private void begin(String slot, Granted granted, long askedAt) {
    CrashPoint.at("claim.obtained");
    var hold = new Hold(granted, reports, progress, askedAt);
    var thread =
        Thread.ofPlatform().name("slot-" + slot).unstarted(() -> carryOut(slot, granted, hold));
    jobs.put(slot, new Job(hold, thread));
    if (freeSlots().isEmpty()) {
      doorbells.pause();
    }
    thread.start();
  }

  private void carryOut(String slot, Granted granted, Hold hold) {
    hold.begin();
    Fact.Body end;
    try {
      reports.say(new Fact.TaskReceived(hold.task(), hold.epoch()));
      CrashPoint.at("task.received");
      var product = stalls.persist(hold, () -> craft.work(slot, granted, hold));
      end = new Fact.TaskSucceeded(hold.task(), hold.epoch(), product);
    } catch (TroubleException e) {
      LOG.warn("Task {} in slot {}: {}", hold.task(), slot, e.getMessage(), e);
      end = ending(hold).because(e);
    } catch (StoppedException | InterruptedException e) {
      LOG.info("Task {} in slot {} was stopped: {}", hold.task(), slot, e.getMessage());
      end = ending(hold).stopped();
    } catch (RuntimeException | Error e) {
      LOG.error("Task {} in slot {} failed unexpectedly", hold.task(), slot, e);
      end = ending(hold).unforeseen(e);
    }
    CrashPoint.at("task.worked");
    if (hold.end()) {
      LOG.debug("an interruption came at the very end of task {}", hold.task());
    }
    try {
      reports.say(end);
      CrashPoint.at("task.end-noted");
    } catch (InterruptedException e) {
      LOG.warn("Ended before the end of task {} could be noted", hold.task());
    }
    endings.add(slot, hold);
    free(slot, hold.task());
  }

  private static Ending ending(Hold hold) {
    return new Ending(hold.task(), hold.epoch(), hold.breakingIn(), hold.voidBecause().isPresent());
  }

  private void free(String slot, String task) {
    jobs.remove(slot);
    progress.forget(task);
    if (!draining) {
      wake.release();
    }
  }

  private Verdict onCommand(Delivery delivery) {
    return read(delivery, bytes -> obey(Command.read(bytes)));
  }

  private void obey(Command command) {
    switch (command) {
      case Command.Drain _ -> holds().forEach(h -> h.tell(command));
      case Command.Prefetch hint -> {
        if (!draining) {
          craft.prefetch(hint);
        }
      }
      case Command.Cancel _, Command.CardConfirmed _, Command.BadCard _ ->
          holds().forEach(hold -> obey(command, hold));
    }
  }

  private static void obey(Command command, Hold hold) {
    switch (Concern.of(command, hold.task(), hold.epoch())) {
      case STOP -> hold.stop("called off");
      case HEAR -> hold.tell(command);
      case NOTHING -> {}
    }
  }

  private Fact.Bench bench() {
    var slots = new ArrayList<Fact.Slot>();
    for (var name : craft.slots()) {
      var task = Optional.ofNullable(jobs.get(name)).map(job -> job.hold().task());
      var slot = craft.look(name, task.isPresent());
      slots.add(new Fact.Slot(name, slot.state(), slot.medium(), slot.size(), task));
    }
    return new Fact.Bench(slots, craft.diskFree());
  }

  private void tell(Fact.Bench bench) throws InterruptedException {
    media = media(bench);
    reports.say(new Fact.WorkerHeartbeat(craft.kind(), identity.channel(), VERSION, bench));
  }

  private void glance() {
    var bench = bench();
    if (media(bench).equals(media)) {
      return;
    }
    try {
      tell(bench);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Map<String, String> media(Fact.Bench bench) {
    return bench.slots().stream()
        .collect(Collectors.toMap(Fact.Slot::name, slot -> slot.medium().orElse("")));
  }
}
