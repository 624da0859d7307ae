package org.cardshop.core.waiting;

import org.cardshop.core.task.TaskKind;

/// What a look at a worker of the channel tells.
///
/// @param free how many of its slots have no task
public record WorkerSight(String name, TaskKind kind, boolean online, int free) {}
