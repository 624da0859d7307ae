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
  private volatile Optional<Step> lastStep = Optional.empty();

  /// @param askedAt `System.nanoTime()` before the claim was sent: the lease is no longer than that
  Hold(Granted granted, Reports reports, ProgressSender progress, long askedAt) {
    this.granted = granted;
    this.reports = reports;
    this.progress = progress;
    this.ticket = granted.ticket();
    this.leaseEnd = askedAt + granted.lease().toNanos();
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
    reports.say(new Fact.TaskStepped(task(), epoch(), step));
    CrashPoint.at("step.noted");
  }

  /// Shows how far the step is; the latest wins and any may be lost.
  public void progress(ObjectNode now) {
    progress.show(task(), epoch(), now);
  }

  /// Adds a line to the task's log; may be lost.
  public void log(String line) {
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
