package org.cardshop.core.order;

/// What the world must do because an order moved. Data only; each is harmless when done twice.
public sealed interface OrderEffect {
  /// See that the tasks exist which [OrderFlow#needed] derives from the order.
  record EnsureTasks() implements OrderEffect {}

  /// Call off every task of the order that has not ended.
  record CancelTasks(String by) implements OrderEffect {}

  /// Remove the image from the warehouse.
  record DeleteImage(String image) implements OrderEffect {}
}
