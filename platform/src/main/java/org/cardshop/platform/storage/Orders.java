package org.cardshop.platform.storage;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.cardshop.core.order.OrderEffect;

/// The orders, as those see them who move them on.
public interface Orders {
  /// Adds the order; its terms' id becomes the document's.
  ///
  /// @return the id of the stored order: this one's, or that of an earlier one with the same
  ///   idempotency key
  String insert(Order order, List<OrderEffect> effects, Instant now);

  Optional<Versioned<Order, OrderEffect>> find(String id);

  /// @throws StaleVersionException when somebody else saved it since it was read
  Versioned<Order, OrderEffect> save(
      Versioned<Order, OrderEffect> read,
      Order next,
      List<HistoryEntry> lived,
      List<OrderEffect> effects,
      Instant now);

  /// Those that are there, in any order.
  default List<Versioned<Order, OrderEffect>> findAll(Collection<String> ids) {
    return ids.stream().flatMap(id -> find(id).stream()).toList();
  }

  /// Saves many, each of another order.
  ///
  /// @return what is stored now, in their order; empty when one or more could not be saved. Which
  ///   ones is then not known
  default Optional<List<Versioned<Order, OrderEffect>>> saveAll(
      List<Saving<Order, OrderEffect>> savings, Instant now) {
    try {
      var saved = new ArrayList<Versioned<Order, OrderEffect>>();
      for (var s : savings) {
        saved.add(save(s.read(), s.next(), s.lived(), s.effects(), now));
      }
      return Optional.of(saved);
    } catch (StaleVersionException e) {
      return Optional.empty();
    }
  }

  /// Takes a carried-out effect out of the outbox; does nothing when it is gone.
  void remove(String id, Posted<OrderEffect> effect);

  /// Lets effects that wait since `time` or longer wait anew from `now` on. Of several that ask at
  /// once one is answered true: it carries them out.
  boolean takeUpOutbox(String id, Instant time, Instant now);

  /// Those whose effects wait since this time or longer, longest first.
  List<Versioned<Order, OrderEffect>> withOutboxSince(Instant time, int limit);

  /// Those whose image was offered until this time or earlier.
  List<Versioned<Order, OrderEffect>> offeredUntil(Instant time, int limit);
}
