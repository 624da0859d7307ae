package org.cardshop.core.task;

import org.cardshop.core.order.OrderEvent;

/// What the world must do because a task moved. Data only; each is harmless when done twice.
public sealed interface TaskEffect {
  /// Fold this into the task's order.
  record TellOrder(OrderEvent event) implements TaskEffect {}

  /// Tell the workers of the channel that the task waits.
  record RingDoorbell() implements TaskEffect {}

  /// Tell the holder to stop; its grant is void already.
  record StopWorker(String worker, long epoch) implements TaskEffect {}
}
