package org.cardshop.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.cardshop.core.task.TaskState;
import org.cardshop.platform.storage.Tasks;
import org.cardshop.platform.wire.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaseWatchTest {
  private static final Duration LOOK = Duration.ofSeconds(2);

  @TempDir Path folder;
  private final AtomicBoolean canHear = new AtomicBoolean(true);
  private Floor floor;

  @BeforeEach
  void open() {
    floor = new Floor(folder);
  }

  @AfterEach
  void close() {
    floor.close();
  }

  private LeaseWatch watch() {
    return new LeaseWatch(floor.production, floor.tasks, canHear::get, floor.clock, Floor.LEASE);
  }

  private void lookFor(LeaseWatch watch, Duration duration) {
    for (var passed = Duration.ZERO; passed.compareTo(duration) < 0; passed = passed.plus(LOOK)) {
      floor.clock.advance(LOOK);
      watch.look();
    }
  }

  @Test
  void aTaskWhoseHolderIsNotHeardOfIsTakenBackAndGivenToAnother() {
    var task = floor.createTask();
    floor.claim(floor.desk(), "creator-1", 1, "build");
    lookFor(watch(), Floor.LEASE.plus(LOOK));

    assertInstanceOf(TaskState.Retryable.class, floor.task(task).value().state());
    var granted = (Answer.Granted) floor.claim(floor.desk(), "creator-2", 1, "build");
    assertEquals(2, granted.epoch());
  }

  @Test
  void aHolderThatWasCutOffCarriesOnWhenNobodyElseHasTheTask() {
    var task = floor.createTask();
    floor.claim(floor.desk(), "creator-1", 1, "build");
    lookFor(watch(), Floor.LEASE.plus(LOOK));

    assertTrue(floor.renew("creator-1", 1, task, 1).ticket().isPresent());
    assertInstanceOf(TaskState.Claimed.class, floor.task(task).value().state());
  }

  @Test
  void afterAMonitorsStartEveryLeaseHasOneFreshTerm() {
    var task = floor.createTask();
    floor.claim(floor.desk(), "creator-1", 1, "build");
    floor.clock.advance(Floor.LEASE.multipliedBy(3));
    var watch = watch();
    lookFor(watch, Floor.LEASE.minus(LOOK));
    assertInstanceOf(TaskState.Claimed.class, floor.task(task).value().state());
    lookFor(watch, LOOK.multipliedBy(2));
    assertInstanceOf(TaskState.Retryable.class, floor.task(task).value().state());
  }

  @Test
  void whileTheBrokerIsAwayNobodyLosesALease() {
    var task = floor.createTask();
    floor.claim(floor.desk(), "creator-1", 1, "build");
    var watch = watch();
    lookFor(watch, Duration.ofSeconds(10));
    canHear.set(false);
    lookFor(watch, Floor.LEASE.multipliedBy(2));
    canHear.set(true);
    lookFor(watch, Floor.LEASE.minus(LOOK));
    assertInstanceOf(TaskState.Claimed.class, floor.task(task).value().state());
  }

  @Test
  void aMonitorThatStoodStillDoesNotBlameTheWorkers() {
    var task = floor.createTask();
    floor.claim(floor.desk(), "creator-1", 1, "build");
    var watch = watch();
    lookFor(watch, Floor.LEASE.minus(LOOK));
    floor.clock.advance(Duration.ofMinutes(10));
    watch.look();
    assertInstanceOf(TaskState.Claimed.class, floor.task(task).value().state());
  }

  @Test
  void whileTheDatabaseIsAwayNobodyLosesALease() {
    var task = floor.createTask();
    floor.claim(floor.desk(), "creator-1", 1, "build");
    var isAway = new AtomicBoolean();
    var watch =
        new LeaseWatch(
            floor.production, seen(floor.tasks, isAway), canHear::get, floor.clock, Floor.LEASE);
    lookFor(watch, Duration.ofSeconds(10));
    isAway.set(true);
    for (int i = 0; i < 100; i++) {
      floor.clock.advance(LOOK);
      assertThrows(IllegalStateException.class, watch::look);
    }
    isAway.set(false);
    lookFor(watch, Floor.LEASE.minus(LOOK));
    assertInstanceOf(TaskState.Claimed.class, floor.task(task).value().state());
    lookFor(watch, LOOK.multipliedBy(2));
    assertInstanceOf(TaskState.Retryable.class, floor.task(task).value().state());
  }

  /// The same tasks, over a connection that can break.
  private static Tasks seen(Tasks tasks, AtomicBoolean isAway) {
    return (Tasks)
        Proxy.newProxyInstance(
            Tasks.class.getClassLoader(),
            new Class<?>[] {Tasks.class},
            (_, method, arguments) -> {
              if (isAway.get()) {
                throw new IllegalStateException("the database is away");
              }
              return method.invoke(tasks, arguments);
            });
  }
}
