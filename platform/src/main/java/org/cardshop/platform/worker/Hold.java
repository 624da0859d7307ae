package org.cardshop.platform.worker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.cardshop.core.task.Failure;
import org.cardshop.core.task.Step;
import org.cardshop.platform.runtime.CrashPoint;
import org.cardshop.platform.wire.Answer.Granted;
import org.cardshop.platform.wire.Command;
import org.cardshop.platform.wire.Fact;
import org.jspecify.annotations.Nullable;

/// A worker's hold on one task. While the lease runs the worker acts; when it has run out by the
/// worker's own monotonic clock all effects pause until it is renewed; when the grant is void they
/// end.
public final class Hold {
  private final Granted granted;
  private final Reports reports;
  private final ProgressSender progress;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final BlockingQueue<Command> commands = new LinkedBlockingQueue<>();
  private final AtomicBoolean isDrained = new AtomicBoolean();
  private String ticket;
  private long leaseEnd;
  private Optional<String> voidBecause = Optional.empty();
  private @Nullable Thread worker;
  private boolean isLeft;
  private Headway headway;
  private Optional<Stall> stall = Optional.empty();
  private volatile Optional<Step> lastStep = Optional.empty();
  private volatile Optional<String> lastLine = Optional.empty();

  /// The work was interrupted because it showed nothing new.
  ///
  /// @param isLast that happened before
  record Stall(String reason, boolean isLast) {}

  /// @param askedAt `System.nanoTime()` before the claim was sent: the lease is no longer than that
  Hold(Granted granted, Reports reports, ProgressSender progress, long askedAt) {
    this.granted = granted;
    this.reports = reports;
    this.progress = progress;
    this.ticket = granted.ticket();
    this.leaseEnd = askedAt + granted.lease().toNanos();
    this.headway = Headway.begun(askedAt);
  }

  public String task() {
    return granted.task();
  }

  public long epoch() {
    return granted.epoch();
  }

  /// Where the task broke if it breaks now.
  Failure.Status breakingIn() {
    return lastStep.map(Failure.Status::in).orElse(Failure.Status.FAILED);
  }

  Duration lease() {
    return granted.lease();
  }

  /// The newest password for the warehouse.
  public String ticket() {
    lock.lock();
    try {
      return ticket;
    } finally {
      lock.unlock();
    }
  }

  /// Returns when the worker may act, waiting while the lease has run out.
  ///
  /// @throws StoppedException when the grant is void
  public void checkpoint() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (standing() == Standing.WAIT) {
        changed.await();
      }
      if (voidBecause.isPresent()) {
        throw new StoppedException(voidBecause.get());
      }
    } finally {
      lock.unlock();
    }
  }

  private Standing standing() {
    return Standing.of(voidBecause.isPresent(), System.nanoTime(), leaseEnd);
  }

  /// Reports for good that the work has come to this step.
  public void step(Step step) throws InterruptedException {
    checkpoint();
    lastStep = Optional.of(step);
    saw(Headway.Sign.of(step));
    reports.say(new Fact.TaskStepped(task(), epoch(), step));
    CrashPoint.at("step.noted");
  }

  /// Shows how far the step is; the latest wins and any may be lost.
  public void progress(ObjectNode now) {
    saw(Headway.Sign.of(now, false));
    progress.show(task(), epoch(), now);
  }

  /// The same for what waits for something that ends without the work and says nothing of its
  /// progress, like a person: until the next step or progress nobody takes the work to have
  /// stalled.
  public void waits(ObjectNode now) {
    saw(Headway.Sign.of(now, true));
    progress.show(task(), epoch(), now);
  }

  /// Adds a line to the task's log; may be lost.
  public void log(String line) {
    lastLine = Optional.of(line);
    tell(line);
  }

  /// The same of what the worker itself has to say of the work.
  void tell(String line) {
    progress.log(task(), line);
  }

  /// What people said about this task's card since the last call; waits at most so long for it.
  public Optional<Command> command(Duration wait) throws InterruptedException {
    return Optional.ofNullable(commands.poll(wait.toMillis(), TimeUnit.MILLISECONDS));
  }

  void renew(String newTicket, long askedAt) {
    lock.lock();
    try {
      ticket = newTicket;
      leaseEnd = askedAt + granted.lease().toNanos();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// The grant is void: the work is interrupted wherever it is.
  void stop(String why) {
    lock.lock();
    try {
      if (voidBecause.isEmpty()) {
        voidBecause = Optional.of(why);
        changed.signalAll();
        if (worker != null) {
          worker.interrupt();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /// The worker ends: the work is interrupted wherever it is, until it has ended itself.
  void leave() {
    lock.lock();
    try {
      isLeft = true;
      if (worker != null) {
        worker.interrupt();
      }
    } finally {
      lock.unlock();
    }
  }

  private void saw(Headway.Sign sign) {
    lock.lock();
    try {
      headway = headway.saw(sign, System.nanoTime());
    } finally {
      lock.unlock();
    }
  }

  /// Interrupts work that has shown nothing new for so long. Work without a lease is not expected
  /// to go on, and has all its time again when it has one.
  ///
  /// @return why, when it did not end for that: the grant is given up in its place
  Optional<String> lookForStall(long now, Duration limit) {
    lock.lock();
    try {
      if (worker == null || isLeft || voidBecause.isPresent()) {
        return Optional.empty();
      }
      if (now - leaseEnd >= 0) {
        headway = headway.excused(now);
        return Optional.empty();
      }
      var verdict = headway.judge(now, limit);
      if (verdict == Headway.Verdict.CARRY_ON) {
        return Optional.empty();
      }
      var reason = stalled(limit);
      headway = headway.stalled(now);
      stall = Optional.of(new Stall(reason, verdict != Headway.Verdict.RECOVER));
      worker.interrupt();
      if (verdict != Headway.Verdict.ABANDON) {
        return Optional.empty();
      }
      voidBecause = Optional.of(reason);
      changed.signalAll();
      return Optional.of(reason);
    } finally {
      lock.unlock();
    }
  }

  private String stalled(Duration limit) {
    var time = limit.toMinutes() > 0 ? limit.toMinutes() + " min" : limit.toSeconds() + " s";
    return "made no progress for "
        + time
        + lastStep.map(step -> " while " + step.wire()).orElse("")
        + lastLine.map(line -> ": " + line).orElse("")
        + ".";
  }

  /// Why the work was interrupted, if that was for a stall; the calling thread goes on.
  Optional<Stall> takeStall() {
    lock.lock();
    try {
      if (isLeft || voidBecause.isPresent() || stall.isEmpty()) {
        return Optional.empty();
      }
      var taken = stall;
      stall = Optional.empty();
      var _ = Thread.interrupted();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /// The task is no longer this worker's; a worker that ends holds it to the last.
  public boolean isVoid() {
    return voidBecause().isPresent();
  }

  Optional<String> voidBecause() {
    lock.lock();
    try {
      return voidBecause;
    } finally {
      lock.unlock();
    }
  }

  /// To drain is said again and again, and heard once.
  void tell(Command command) {
    if (!(command instanceof Command.Drain) || !isDrained.getAndSet(true)) {
      commands.add(command);
    }
  }

  /// The calling thread does the work from now on.
  void begin() {
    lock.lock();
    try {
      worker = Thread.currentThread();
      if (isLeft) {
        worker.interrupt();
      }
    } finally {
      lock.unlock();
    }
  }

  /// The calling thread is done with it: no interruption reaches it any more, and one that came is
  /// forgotten, so that the end can be reported.
  ///
  /// @return an interruption had come
  boolean end() {
    lock.lock();
    try {
      worker = null;
      return Thread.interrupted();
    } finally {
      lock.unlock();
    }
  }
}
