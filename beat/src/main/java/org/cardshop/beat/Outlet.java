package org.cardshop.beat;

import org.cardshop.platform.storage.Run;

/// Where runs are enqueued.
@FunctionalInterface
public interface Outlet {
  /// Throws unless the run is safe in its queue.
  void enqueue(Run run);
}
