package org.cardshop.benchmark;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.cardshop.core.task.TaskKind;
import org.cardshop.platform.messaging.Broker;
import org.cardshop.platform.runtime.Closer;
import org.cardshop.platform.worker.WorkerIdentity;
import org.cardshop.platform.worker.Workshop;

/// Workers that do nothing with their tasks: all in this JVM, each with a connection, a spool and
/// an account of its own. They are connected before they begin.
final class Crew implements AutoCloseable {
  private final Closer closer = new Closer();
  private final TaskKind kind;
  private final int slots;
  private final List<Member> members = new ArrayList<>();

  private record Member(WorkerIdentity identity, Broker broker) {}

  /// @param slots of each worker
  Crew(Plant plant, TaskKind kind, int workers, int slots)
      throws IOException, InterruptedException {
    this.kind = kind;
    this.slots = slots;
    var role =
        switch (kind) {
          case CREATE -> "creator";
          case WRITE -> "writer";
        };
    var names = IntStream.rangeClosed(1, workers).mapToObj(n -> "idle-" + role + "-" + n).toList();
    for (var name : names) {
      plant.user(name, role);
    }
    for (var name : names) {
      var identity = new WorkerIdentity(name, Plant.CHANNEL, plant.folder(name), plant.login(name));
      members.add(new Member(identity, closer.add(Broker.connect(identity.broker()))));
    }
  }

  /// All at once.
  void begin() throws InterruptedException {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var all = new ArrayList<Future<?>>();
      members.forEach(member -> all.add(threads.submit(() -> begin(member))));
      for (var one : all) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a worker could not begin", e);
    }
  }

  private Workshop begin(Member member) throws IOException, InterruptedException {
    var craft = new IdleCraft(kind, slots);
    var shop = new Workshop(member.identity(), craft, member.broker(), InstantSource.system());
    synchronized (closer) {
      return closer.add(shop);
    }
  }

  @Override
  public void close() {
    closer.close();
  }
}
