package org.cardshop.manager;

import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.cardshop.core.task.TaskKey;
import org.cardshop.platform.messaging.DeadLetter;
import org.cardshop.platform.messaging.DeadLetters;
import org.cardshop.platform.messaging.UnroutableException;
import org.cardshop.platform.production.Outside;
import org.cardshop.scheduler.worker.Commands;
import org.cardshop.scheduler.worker.Furnishing;

/// Keeps what the scheduler told the workers.
final class Told implements Outside, Commands, Furnishing, DeadLetters {
  private final List<String> all = new CopyOnWriteArrayList<>();
  private final List<Found> dead = new CopyOnWriteArrayList<>();

  List<String> all() {
    return List.copyOf(all);
  }

  @Override
  public void ringDoorbell(String channel, String taskId, TaskKey key) {
    all.add("ring " + channel + " " + key.kind().wire());
  }

  @Override
  public void stopWorker(String worker, String taskId, long epoch) {
    all.add("stop " + worker + " " + epoch);
  }

  @Override
  public void deleteImage(URI warehouse, String channel, String image) {
    all.add("delete " + image);
  }

  @Override
  public void confirmCard(String worker, String task, String slot, String medium) {
    all.add("confirm " + worker + " " + slot + " " + medium);
  }

  @Override
  public void badCard(String worker, String task) {
    all.add("bad card " + worker);
  }

  @Override
  public void drain(String worker) {
    all.add("drain " + worker);
  }

  @Override
  public void channel(String slug) {
    all.add("channel " + slug);
  }

  @Override
  public void worker(String name) {
    all.add("worker " + name);
  }

  /// A message that could not be handled.
  void bury(String id, DeadLetter letter) {
    dead.add(new Found(id, letter, 1));
  }

  @Override
  public Look look() {
    return new Look(dead, 0);
  }

  /// What came from `nowhere` goes nowhere.
  @Override
  public boolean redrive(String id) {
    if (dead.stream().anyMatch(f -> f.id().equals(id) && f.letter().queue().equals("nowhere"))) {
      throw new UnroutableException("nothing takes it");
    }
    all.add("redrive " + id);
    return dead.removeIf(f -> f.id().equals(id));
  }

  @Override
  public boolean remove(String id) {
    all.add("remove " + id);
    return dead.removeIf(f -> f.id().equals(id));
  }
}
