package org.cardshop.scheduler.worker;

/// Sees that the message broker has the queues that things made here need. What is there already
/// stays. While the broker is away nothing happens: the monitor furnishes it again when it is back.
public interface Furnishing {
  /// The doorbells of a channel.
  void channel(String slug);

  /// The commands for a worker.
  void worker(String name);
}
