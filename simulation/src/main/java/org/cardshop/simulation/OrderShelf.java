package org.cardshop.simulation;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.cardshop.core.order.OrderEffect;
import org.cardshop.core.order.OrderState;
import org.cardshop.platform.storage.HistoryEntry;
import org.cardshop.platform.storage.Order;
import org.cardshop.platform.storage.Orders;
import org.cardshop.platform.storage.Posted;
import org.cardshop.platform.storage.Versioned;

/// The orders, in the order in which they came.
final class OrderShelf implements Orders {
  private final Shelf<Order, OrderEffect> shelf = new Shelf<>();

  /// Told of each save.
  Consumer<Versioned<Order, OrderEffect>> watch = _ -> {};

  List<Versioned<Order, OrderEffect>> all() {
    return shelf.all().toList();
  }

  Optional<Instant> outboxSince(String id) {
    return shelf.outboxSince(id);
  }

  @Override
  public String insert(Order order, List<OrderEffect> effects, Instant now) {
    var earlier = order.idempotency().flatMap(this::withKey);
    if (earlier.isPresent()) {
      return earlier.get();
    }
    var id = order.terms().id();
    if (shelf.find(id).isPresent()) {
      throw new IllegalStateException("order " + id + " exists already");
    }
    var history =
        List.of(
            new HistoryEntry("created", now, Map.of("by", order.createdBy())),
            new HistoryEntry(order.state().status(), now, Map.of()));
    shelf.insert(id, order, history, effects, now);
    return id;
  }

  private Optional<String> withKey(String key) {
    return shelf
        .all()
        .filter(o -> o.value().idempotency().filter(key::equals).isPresent())
        .map(Versioned::id)
        .findFirst();
  }

  @Override
  public Optional<Versioned<Order, OrderEffect>> find(String id) {
    return shelf.find(id);
  }

  @Override
  public Versioned<Order, OrderEffect> save(
      Versioned<Order, OrderEffect> read,
      Order next,
      List<HistoryEntry> lived,
      List<OrderEffect> effects,
      Instant now) {
    var saved = shelf.save(read, next, lived, effects, now);
    watch.accept(saved);
    return saved;
  }

  @Override
  public void remove(String id, Posted<OrderEffect> effect) {
    shelf.remove(id, effect);
  }

  @Override
  public boolean takeUpOutbox(String id, Instant time, Instant now) {
    return shelf.takeUpOutbox(id, time, now);
  }

  @Override
  public List<Versioned<Order, OrderEffect>> withOutboxSince(Instant time, int limit) {
    return shelf.withOutboxSince(time, limit);
  }

  @Override
  public List<Versioned<Order, OrderEffect>> offeredUntil(Instant time, int limit) {
    return shelf.where(
        o -> o.state() instanceof OrderState.Offered s && !s.until().isAfter(time), limit);
  }
}
