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
    /// The host itself, as a part of the page.
    Host alone() {
      return new Host(name, isOnline, seen, List.of());
    }

    public Host {
      slots = List.copyOf(slots);
    }
  }

  /// A slot, whether it has a task or not.
  ///
  /// @param host the writer host that it is in
  /// @param state in the writer's words
  /// @param medium opaque id of the card that was last seen in it
  /// @param size of that card in bytes; 0 without one
  public record Slot(
      String host,
      String name,
      String state,
      Optional<String> medium,
      long size,
      Optional<TaskView> task) {
    /// Of its part of the page.
    public String id() {
      return host + "." + name;
    }

    /// The card that a person may say yes to.
    public Optional<String> confirmable() {
      return task.filter(TaskView::waitsForCard)
          .filter(t -> t.asks().map(a -> a.equals("confirm")).orElse(true))
          .flatMap(t -> t.asks().isPresent() ? t.medium() : medium);
    }
  }
}
