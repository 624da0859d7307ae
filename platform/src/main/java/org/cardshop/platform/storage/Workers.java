package org.cardshop.platform.storage;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// The workers, as those see them who hear from them.
public interface Workers {
  /// Notes how the worker reported itself, unless a later start of it has reported, or this one by
  /// a later fact. Clocks say nothing about that: those of two monitors may differ.
  ///
  /// @param seq which of its start's facts it was
  void saw(Worker worker, long seq);

  /// The worker took leave.
  void left(String name, long boot);

  /// Those that were not heard of since are offline.
  ///
  /// @return how many
  long silentSince(Instant time);

  Optional<Worker> find(String name);

  /// Those that are there, in any order.
  default List<Worker> findAll(Collection<String> names) {
    return names.stream().flatMap(name -> find(name).stream()).toList();
  }

  List<Worker> ofChannel(String channel);
}
