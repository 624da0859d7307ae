package org.cardshop.platform.storage;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.cardshop.core.task.TaskEffect;
import org.cardshop.core.task.TaskKey;
import org.cardshop.core.task.TaskKind;
import org.cardshop.core.task.TaskState;

/// The tasks, as those see them who move them on.
public interface Tasks {
  /// Adds the task unless one with its key is there.
  boolean insert(Task task, List<TaskEffect> effects, Instant now);

  Optional<Versioned<Task, TaskEffect>> find(String id);

  Optional<Versioned<Task, TaskEffect>> find(TaskKey key);

  List<Versioned<Task, TaskEffect>> ofOrder(String order);

  /// Empty when another task holds the slot.
  ///
  /// @throws StaleVersionException when somebody else saved it since it was read
  Optional<Versioned<Task, TaskEffect>> save(
      Versioned<Task, TaskEffect> read,
      TaskState next,
      List<HistoryEntry> lived,
      List<TaskEffect> effects,
      Instant now);

  /// Those that are there, in any order.
  default List<Versioned<Task, TaskEffect>> findAll(Collection<String> ids) {
    return ids.stream().flatMap(id -> find(id).stream()).toList();
  }

  /// Saves many, each of another task.
  ///
  /// @return what is stored now, in their order; empty when one or more could not be saved. Which
  ///   ones is then not known
  default Optional<List<Versioned<Task, TaskEffect>>> saveAll(
      List<Saving<Task, TaskEffect>> savings, Instant now) {
    try {
      var saved = new ArrayList<Versioned<Task, TaskEffect>>();
      for (var s : savings) {
        saved.add(
            save(s.read(), s.next().state(), s.lived(), s.effects(), now)
                .orElseThrow(() -> new StaleVersionException(s.read().id())));
      }
      return Optional.of(saved);
    } catch (StaleVersionException e) {
      return Optional.empty();
    }
  }

  /// Takes carried-out effects out of the outboxes of many: all that these carry, and no others.
  default void removeAll(List<Versioned<Task, TaskEffect>> done) {
    done.forEach(task -> task.outbox().forEach(e -> remove(task.id(), e)));
  }

  /// Takes a carried-out effect out of the outbox; does nothing when it is gone.
  void remove(String id, Posted<TaskEffect> effect);

  /// Lets effects that wait since `time` or longer wait anew from `now` on. Of several that ask at
  /// once one is answered true: it carries them out.
  boolean takeUpOutbox(String id, Instant time, Instant now);

  /// Those whose effects wait since this time or longer, longest first.
  List<Versioned<Task, TaskEffect>> withOutboxSince(Instant time, int limit);

  /// Oldest first, those that may be claimed now.
  List<Versioned<Task, TaskEffect>> claimable(
      TaskKind kind, String channel, Instant now, int limit);

  /// Those of every channel that wait for a worker and may be claimed now.
  List<Versioned<Task, TaskEffect>> waiting(Instant now, int limit);

  /// Those that the worker holds or may take up again.
  List<Versioned<Task, TaskEffect>> ofWorker(String worker);

  Optional<Versioned<Task, TaskEffect>> inSlot(String worker, String slot);

  /// What these slots hold, in any order.
  default List<Versioned<Task, TaskEffect>> inSlots(Collection<Place> places) {
    return places.stream().flatMap(p -> inSlot(p.worker(), p.slot()).stream()).toList();
  }

  List<Versioned<Task, TaskEffect>> withLeaseUntil(Instant time, int limit);
}
