package org.cardshop.benchmark;

import java.io.IOException;
import java.time.InstantSource;
import java.util.stream.IntStream;
import org.cardshop.core.task.TaskKind;
import org.cardshop.platform.messaging.Broker;
import org.cardshop.platform.runtime.Closer;
import org.cardshop.platform.worker.WorkerIdentity;
import org.cardshop.platform.worker.Workshop;

/// Workers that do nothing with their tasks, at work from the first moment: all in this JVM, each
/// with a connection, a spool and an account of its own.
final class Crew implements AutoCloseable {
  private final Closer closer = new Closer();

  /// @param slots of each worker
  Crew(Plant plant, TaskKind kind, int workers, int slots)
      throws IOException, InterruptedException {
    var role =
        switch (kind) {
          case CREATE -> "creator";
          case WRITE -> "writer";
        };
    var names = IntStream.rangeClosed(1, workers).mapToObj(n -> "idle-" + role + "-" + n).toList();
    for (var name : names) {
      plant.worker(name, role);
    }
    for (var name : names) {
      var identity = new WorkerIdentity(name, Plant.CHANNEL, plant.folder(name), plant.login(name));
      var broker = closer.add(Broker.connect(identity.broker()));
      closer.add(
          new Workshop(identity, new IdleCraft(kind, slots), broker, InstantSource.system()));
    }
  }

  @Override
  public void close() {
    closer.close();
  }
}
