package org.cardshop.platform.wire;

import java.util.List;
import java.util.Optional;
import org.cardshop.core.task.TaskKind;

/// What a worker asks of the monitor.
public sealed interface Request {
  String worker();

  long boot();

  /// The last part of the routing key.
  String verb();

  /// Asks for a task to do in a free slot.
  ///
  /// @param task a certain one; empty for any of the channel
  record Claim(
      String worker, long boot, TaskKind kind, String channel, String slot, Optional<String> task)
      implements Request {
    @Override
    public String verb() {
      return "claim";
    }
  }

  /// Says that the worker is alive and at these.
  record Renew(String worker, long boot, List<Held> held) implements Request {
    public Renew {
      held = List.copyOf(held);
    }

    @Override
    public String verb() {
      return "renew";
    }
  }

  /// A grant that the worker believes to have.
  record Held(String task, long epoch) {}
}
