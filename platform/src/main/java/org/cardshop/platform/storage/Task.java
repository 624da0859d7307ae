package org.cardshop.platform.storage;

import org.cardshop.core.task.TaskKey;
import org.cardshop.core.task.TaskState;

/// A task with its place in the factory.
///
/// @param channel whose workers may take it
public record Task(TaskKey key, String channel, TaskState state) {
  public Task in(TaskState next) {
    return new Task(key, channel, next);
  }
}
