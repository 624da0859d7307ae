package org.cardshop.platform.scheduler;

/// One thing that the scheduler found wrong with what was posted.
///
/// @param field its path, as in `client.email`; empty for the whole
/// @param sentence what is wrong and what to do
public record FieldProblem(String field, String sentence) {}
