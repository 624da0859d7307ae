package org.cardshop.core.task;

/// What makes a task the one it is: there is never a second task with the same key.
///
/// @param order the order's id
/// @param unit for a write task the number of the card, for a create task the number of the build;
///   from 1, and a retry takes the next free number
public record TaskKey(String order, TaskKind kind, int unit) {}
