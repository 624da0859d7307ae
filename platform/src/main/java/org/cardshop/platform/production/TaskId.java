package org.cardshop.platform.production;

/// Names a task, so that it is not mistaken for an order.
///
/// @param id 24 hex digits
public record TaskId(String id) {}
