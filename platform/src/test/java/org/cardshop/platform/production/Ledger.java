package org.cardshop.platform.production;

import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.cardshop.core.task.TaskKey;

/// An outside that writes down what it is asked to do, and can be out of reach.
final class Ledger implements Outside {
  private final List<String> done = new CopyOnWriteArrayList<>();
  private Runnable meanwhile = () -> {};
  volatile boolean isBroken;

  List<String> done() {
    return List.copyOf(done);
  }

  void forget() {
    done.clear();
  }

  /// Does this in the middle of the next thing that it is asked to do.
  void meanwhile(Runnable act) {
    meanwhile = act;
  }

  @Override
  public void ringDoorbell(String channel, String taskId, TaskKey key) {
    write("ring " + key.kind().wire() + " " + key.unit());
  }

  @Override
  public void stopWorker(String worker, String taskId, long epoch) {
    write("stop " + worker + " " + epoch);
  }

  @Override
  public void deleteImage(URI warehouse, String channel, String image) {
    write("delete " + image);
  }

  private void write(String line) {
    if (isBroken) {
      throw new IllegalStateException("the outside is out of reach");
    }
    var act = meanwhile;
    meanwhile = () -> {};
    act.run();
    done.add(line);
  }
}
