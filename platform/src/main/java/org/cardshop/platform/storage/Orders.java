package org.cardshop.platform.storage;

import java.time.Instant;
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
