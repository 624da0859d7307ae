package org.cardshop.platform.production;

import java.net.URI;
import org.cardshop.core.task.TaskKey;

/// What effects do outside the database. Each call may be repeated. A call that cannot be carried
/// out now throws; the effect then stays in its outbox and is tried again.
public interface Outside {
  /// Tells the channel's workers that a task waits.
  void ringDoorbell(String channel, String taskId, TaskKey key);

  /// Tells a worker to stop what it does under a grant that is void.
  void stopWorker(String worker, String taskId, long epoch);

  /// Removes an image from the warehouse.
  void deleteImage(URI warehouse, String channel, String image);
}
