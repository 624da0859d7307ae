package org.cardshop.core.waiting;

/// The card that a slot shows while a task waits for one.
///
/// @param medium the writer's opaque name of the very card
/// @param isSpent it is finished or bad: another one is asked for
/// @param why what the writer says of it; may be empty
public record CardSight(String medium, boolean isSpent, String why) {}
