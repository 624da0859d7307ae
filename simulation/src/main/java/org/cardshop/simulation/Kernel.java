package org.cardshop.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Time, chance and the fibers of a simulation. One fiber runs at a time, until it sleeps; who
/// wakes next follows from the times of waking alone, and these from the seed. So the whole is as
/// good as one thread, but a process can be stopped between any two effects of its code.
final class Kernel {
  /// What a fiber does.
  @FunctionalInterface
  interface Body {
    void run() throws InterruptedException;
  }

  /// A thread of a simulated process.
  static final class Fiber {
    final Host host;
    final String name;
    private final Semaphore turn = new Semaphore(0);
    private boolean isDone;
    private boolean isKilled;

    /// Rises with every waking, so that of several wakings only the first counts.
    private long sleeps;

    private Fiber(Host host, String name) {
      this.host = host;
      this.name = name;
    }
  }

  private record Waking(long at, long order, Fiber fiber, long sleep) {}

  private static final long NEVER = -1;

  private final SplittableRandom random;
  private final PriorityQueue<Waking> wakings =
      new PriorityQueue<>(Comparator.comparingLong(Waking::at).thenComparingLong(Waking::order));
  private final Semaphore back = new Semaphore(0);
  private final List<Fiber> fibers = new ArrayList<>();
  private long now;
  private long end;
  private long wakingsSoFar;
  private long turns;
  private @Nullable Fiber current;
  private @Nullable Throwable failure;

  Kernel(long seed) {
    random = new SplittableRandom(seed);
  }

  /// Plays a history in a virtual thread, so that fibers take over from each other without the help
  /// of the machine's own kernel.
  static <T> T calmly(Supplier<T> history) {
    var outcome = new CompletableFuture<T>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            outcome.complete(history.get());
          } catch (RuntimeException | Error e) {
            outcome.completeExceptionally(e);
          }
        });
    return outcome.join();
  }

  /// Milliseconds since the simulation began.
  long now() {
    return now;
  }

  /// How often a fiber was woken: the length of the history.
  long turns() {
    return turns;
  }

  /// A number from 0 to below the bound.
  long below(long bound) {
    return random.nextLong(bound);
  }

  /// True so many times in a thousand.
  boolean chance(int inThousand) {
    return random.nextInt(1000) < inThousand;
  }

  <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  Fiber spawn(Host host, String name, Body body) {
    var fiber = new Fiber(host, name);
    fibers.add(fiber);
    host.fibers.add(fiber);
    Thread.ofVirtual().name(host.name + "/" + name).start(() -> live(fiber, body));
    wake(fiber, now + below(3));
    return fiber;
  }

  private void live(Fiber fiber, Body body) {
    fiber.turn.acquireUninterruptibly();
    try {
      if (!fiber.isKilled) {
        body.run();
      }
    } catch (Killed e) {
      // it was
    } catch (Throwable e) {
      failure = e;
    } finally {
      fiber.isDone = true;
      fiber.host.fibers.remove(fiber);
      pass();
    }
  }

  /// Runs until that time.
  ///
  /// @throws IllegalStateException when a fiber failed in a way that no process survives
  void run(long until) {
    end = until;
    pass();
    back.acquireUninterruptibly();
    if (failure != null) {
      throw new IllegalStateException("a fiber failed", failure);
    }
    now = until;
  }

  /// Hands the turn to whoever wakes next: from fiber to fiber, and back to the simulation when
  /// nobody wakes before the end.
  private void pass() {
    current = failure == null ? next() : null;
    if (current == null) {
      back.release();
    } else {
      current.turn.release();
    }
  }

  private @Nullable Fiber next() {
    for (var next = wakings.peek(); next != null && next.at() <= end; next = wakings.peek()) {
      wakings.remove();
      var fiber = next.fiber();
      if (fiber.isDone || next.sleep() != fiber.sleeps) {
        continue;
      }
      now = Math.max(now, next.at());
      if (!fiber.isKilled && fiber.host.pausedUntil > now) {
        wake(fiber, fiber.host.pausedUntil);
        continue;
      }
      turns++;
      fiber.sleeps++;
      return fiber;
    }
    return null;
  }

  private void wake(Fiber fiber, long at) {
    wakings.add(new Waking(at, wakingsSoFar++, fiber, fiber.sleeps));
  }

  /// The fiber that runs.
  Fiber current() {
    if (current == null) {
      throw new IllegalStateException("no fiber runs");
    }
    return current;
  }

  /// The calling fiber sleeps until that time, or until it is roused.
  void sleepUntil(long time) {
    var fiber = current();
    wake(fiber, Math.max(now, time));
    pass();
    fiber.turn.acquireUninterruptibly();
    if (fiber.isKilled) {
      throw new Killed();
    }
  }

  void sleep(long millis) {
    sleepUntil(now + millis);
  }

  /// Wakes a sleeping fiber before its time.
  void rouse(Fiber fiber) {
    if (!fiber.isDone && fiber != current) {
      wake(fiber, now + below(2));
    }
  }

  /// Ends every fiber of the host where it stands. Whoever kills its own host dies, too.
  void kill(Host host) {
    for (var fiber : List.copyOf(host.fibers)) {
      fiber.isKilled = true;
      if (fiber != current) {
        wake(fiber, now);
      }
    }
    if (current != null && current.host == host) {
      throw new Killed();
    }
  }

  /// Ends all fibers, for good.
  void close() {
    end = NEVER;
    for (var fiber : fibers) {
      fiber.isKilled = true;
      while (!fiber.isDone) {
        current = fiber;
        fiber.turn.release();
        back.acquireUninterruptibly();
      }
    }
  }
}
