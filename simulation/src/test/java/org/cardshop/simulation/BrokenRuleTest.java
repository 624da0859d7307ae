package org.cardshop.simulation;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.cardshop.core.task.Grant;
import org.cardshop.core.task.Mark;
import org.cardshop.core.task.TaskEffect;
import org.cardshop.core.task.TaskEffect.RingDoorbell;
import org.cardshop.platform.messaging.BatchHandler;
import org.cardshop.platform.messaging.Delivery;
import org.cardshop.platform.production.Outside;
import org.cardshop.platform.production.Production;
import org.cardshop.platform.storage.Orders;
import org.cardshop.platform.storage.Run;
import org.cardshop.platform.storage.Runs;
import org.cardshop.platform.storage.Saving;
import org.cardshop.platform.storage.Task;
import org.cardshop.platform.storage.Tasks;
import org.cardshop.platform.storage.Versioned;
import org.cardshop.platform.wire.Fact;
import org.cardshop.platform.wire.FactJson;
import org.cardshop.platform.wire.Json;
import org.junit.jupiter.api.Test;

/// Each rule that keeps things safe is missed when it is not there: else the simulation would not
/// look where it must.
class BrokenRuleTest {
  private static final int SEEDS = 400;

  @Test
  void factsOfOlderGrantsMustNotCount() {
    assertMissed(
        "I9",
        new Rules() {
          @Override
          public BatchHandler facts(BatchHandler handler, Books books) {
            return facts ->
                handler.handle(facts.stream().map(f -> asOfTheNewestGrant(f, books)).toList());
          }
        });
  }

  @Test
  void effectsMustWaitForTheSave() {
    assertMissed(
        "I",
        new Rules() {
          @Override
          public Production production(
              Production plain, Orders orders, Tasks tasks, Outside outside, Host host) {
            return new Production(orders, hasty(tasks, plain, outside), outside, host);
          }
        });
  }

  @Test
  void messagesMustBeAcknowledgedAfterTheWrite() {
    assertMissed(
        "I1: fact",
        new Rules() {
          @Override
          public Wire wire(Kernel kernel) {
            return new Wire(kernel, true);
          }
        });
  }

  @Test
  void aTaskMustBeUniqueByItsKey() {
    assertMissed(
        "I11",
        new Rules() {
          @Override
          public Tasks tasks(Tasks seen, TaskShelf shelf) {
            return instead(
                Tasks.class,
                seen,
                "insert",
                arguments -> {
                  shelf.append(
                      (Task) arguments[0], List.of((TaskEffect) new RingDoorbell()), Host.BEGIN);
                  return true;
                });
          }
        });
  }

  @Test
  void aRunMustBeUniqueByItsDueTime() {
    assertMissed(
        "I11",
        new Rules() {
          @Override
          public Runs runs(RunShelf shelf) {
            return instead(
                Runs.class,
                shelf,
                "insert",
                arguments -> {
                  shelf.append((Run) arguments[0], (Instant) arguments[1]);
                  return true;
                });
          }
        });
  }

  @Test
  void aRunThatNobodyEnqueuedMustBeTakenUp() {
    assertMissed(
        "I6",
        new Rules() {
          @Override
          public Runs runs(RunShelf shelf) {
            return instead(Runs.class, shelf, "unpublishedSince", _ -> List.of());
          }
        });
  }

  @Test
  void anOrderThatIsSentAgainMustBeKnownByItsKey() {
    assertMissed(
        "I12",
        new Rules() {
          @Override
          public Optional<String> idempotency(String key) {
            return Optional.empty();
          }
        });
  }

  @Test
  void aCardMustBeReadBackBeforeItCounts() {
    assertMissed(
        "I2",
        new Rules() {
          @Override
          public boolean isGood(String read, String meant) {
            return true;
          }
        });
  }

  @Test
  void aWorkerThatFellSilentMustBeNoticed() {
    assertMissed(
        "I6: 0",
        new Rules() {
          @Override
          public boolean isSilenceNoticed() {
            return false;
          }
        });
  }

  private interface Call {
    Object with(Object... arguments);
  }

  /// The same store, but for one method.
  private static <T> T instead(Class<T> port, T store, String name, Call call) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (_, method, arguments) -> {
              if (method.getName().equals(name)) {
                return call.with(arguments);
              }
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  private static void assertMissed(String breach, Rules rules) {
    assertTrue(
        LongStream.rangeClosed(1, SEEDS)
            .parallel()
            .mapToObj(seed -> Simulation.run(seed, rules))
            .anyMatch(o -> o.breaches().stream().anyMatch(b -> b.startsWith(breach))));
  }

  private static Delivery asOfTheNewestGrant(Delivery delivery, Books books) {
    var fact = FactJson.read(delivery.body());
    if (!(fact.body() instanceof Fact.OfTask said)) {
      return delivery;
    }
    Optional<Grant> grant = books.tasks.find(said.task()).flatMap(t -> t.value().state().holder());
    if (grant.isEmpty()) {
      return delivery;
    }
    long epoch = grant.get().epoch();
    Fact.Body body =
        switch (said) {
          case Fact.TaskReceived f -> new Fact.TaskReceived(f.task(), epoch);
          case Fact.TaskStepped f -> new Fact.TaskStepped(f.task(), epoch, f.step());
          case Fact.TaskRetried f ->
              new Fact.TaskRetried(f.task(), epoch, f.trouble(), f.failure());
          case Fact.TaskSucceeded f -> new Fact.TaskSucceeded(f.task(), epoch, f.product());
          case Fact.TaskFailed f -> new Fact.TaskFailed(f.task(), epoch, f.failure());
          case Fact.TaskCanceled f -> new Fact.TaskCanceled(f.task(), epoch);
        };
    var worker = grant.get().worker();
    var mark = new Mark(grant.get().boot(), fact.mark().seq() + 1_000_000);
    return new Delivery(
        delivery.exchange(),
        worker + "." + body.type(),
        Json.bytes(FactJson.write(new Fact(worker, mark, fact.at(), body))),
        delivery.redelivered(),
        delivery.replyTo(),
        delivery.correlationId());
  }

  /// Carries effects out first and saves then, without them.
  @SuppressWarnings("unchecked")
  private static Tasks hasty(Tasks tasks, Production production, Outside outside) {
    return (Tasks)
        Proxy.newProxyInstance(
            Tasks.class.getClassLoader(),
            new Class<?>[] {Tasks.class},
            (_, method, arguments) -> {
              if (method.getName().equals("save")) {
                var task = (Versioned<Task, TaskEffect>) arguments[0];
                ((List<TaskEffect>) arguments[3]).forEach(e -> act(task, e, production, outside));
                arguments[3] = List.of();
              }
              if (method.getName().equals("saveAll")) {
                var savings = (List<Saving<Task, TaskEffect>>) arguments[0];
                savings.forEach(
                    s -> s.effects().forEach(e -> act(s.read(), e, production, outside)));
                arguments[0] =
                    savings.stream()
                        .map(
                            s -> new Saving<>(s.read(), s.next(), s.lived(), List.<TaskEffect>of()))
                        .toList();
              }
              try {
                return method.invoke(tasks, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static void act(
      Versioned<Task, TaskEffect> task, TaskEffect effect, Production production, Outside outside) {
    var key = task.value().key();
    switch (effect) {
      case TaskEffect.TellOrder(var event) -> {
        var _ = production.tell(key.order(), event, Map.of("task", task.id()));
      }
      case TaskEffect.RingDoorbell _ ->
          outside.ringDoorbell(task.value().channel(), task.id(), key);
      case TaskEffect.StopWorker(var worker, var epoch) ->
          outside.stopWorker(worker, task.id(), epoch);
    }
  }
}
