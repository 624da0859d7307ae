package org.cardshop.manager.bench;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.cardshop.manager.task.TaskView;

/// The writer hosts with their slots.
public record BenchView(List<Host> hosts) {
  public BenchView {
    hosts = List.copyOf(hosts);
  }

  /// A writer host.
  ///
  /// @param seen when it was last heard of
  public record Host(String name, boolean isOnline, Instant seen, List<Slot> slots) {
    public Host {
      slots = List.copyOf(slots);
    }
  }

  /// A slot, whether it has a task or not.
  ///
  /// @param state in the writer's words
  /// @param medium opaque id of the card that was last seen in it
  /// @param size of that card in bytes; 0 without one
  public record Slot(
      String name, String state, Optional<String> medium, long size, Optional<TaskView> task) {
    /// The card that a person may say yes to.
    public Optional<String> confirmable() {
      return task.filter(TaskView::waitsForCard)
          .filter(t -> t.asks().map(a -> a.equals("confirm")).orElse(true))
          .flatMap(t -> t.asks().isPresent() ? t.medium() : medium);
    }
  }
}
