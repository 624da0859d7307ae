package org.cardshop.platform.storage;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.nin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mongodb.client.MongoCollection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.cardshop.core.order.OrderEffect;
import org.cardshop.core.order.OrderState;
import org.cardshop.core.order.OrderTerms;
import org.cardshop.platform.recipe.RecipeSecrets;
import org.cardshop.platform.wire.Json;

/// The orders. The posted request is kept as JSON text: nobody queries it.
public final class OrderStore implements Orders {
  private final MongoCollection<Document> documents;
  private final VersionedStore<Order, OrderEffect> store;

  /// The statuses of orders that have an image in the warehouse.
  static final List<String> WITH_IMAGE =
      List.of(
          "pending_writer",
          "downloading",
          "writing",
          "pending_shipment",
          "pending_expiry",
          "download_failed",
          "write_failed");

  public OrderStore(Database database) {
    documents = database.collection("orders");
    store = new VersionedStore<>(documents, new OrderMapping(database::seal));
  }

  @Override
  public String insert(Order order, List<OrderEffect> effects, Instant now) {
    var history =
        List.of(
            new HistoryEntry("created", now, Map.of("by", order.createdBy())),
            new HistoryEntry(order.state().status(), now, Map.of()));
    if (store.insert(order.terms().id(), order, history, effects, now)) {
      return order.terms().id();
    }
    return order
        .idempotency()
        .map(key -> documents.find(eq("idempotency", key)).first())
        .map(earlier -> earlier.getObjectId("_id").toHexString())
        .orElseThrow(
            () -> new IllegalStateException("order " + order.terms().id() + " exists already"));
  }

  @Override
  public Optional<Versioned<Order, OrderEffect>> find(String id) {
    return store.find(id);
  }

  @Override
  public Versioned<Order, OrderEffect> save(
      Versioned<Order, OrderEffect> read,
      Order next,
      List<HistoryEntry> lived,
      List<OrderEffect> effects,
      Instant now) {
    return store.save(read, next, lived, effects, now).orElseThrow();
  }

  @Override
  public void remove(String id, Posted<OrderEffect> effect) {
    store.remove(id, effect);
  }

  @Override
  public List<Versioned<Order, OrderEffect>> findAll(Collection<String> ids) {
    return store.findAll(ids);
  }

  @Override
  public Optional<List<Versioned<Order, OrderEffect>>> saveAll(
      List<Saving<Order, OrderEffect>> savings, Instant now) {
    return store.saveAll(savings, now);
  }

  @Override
  public boolean takeUpOutbox(String id, Instant time, Instant now) {
    return store.takeUpOutbox(id, time, now);
  }

  public void delete(String id) {
    Ids.parse(id).ifPresent(i -> documents.deleteOne(eq("_id", i)));
  }

  @Override
  public List<Versioned<Order, OrderEffect>> withOutboxSince(Instant time, int limit) {
    return store.withOutboxSince(time, limit);
  }

  /// Since when the effects wait that wait longest.
  public Optional<Instant> oldestOutbox() {
    return store.oldestOutbox();
  }

  public List<Changed> changedAfter(Instant time, int limit) {
    return store.changedAfter(time, limit);
  }

  @Override
  public List<Versioned<Order, OrderEffect>> offeredUntil(Instant time, int limit) {
    return VersionedStore.read(
        documents.find(lte("until", Bson.date(time))).limit(limit), store::read);
  }

  /// The next ones in the order of their ids; for whoever goes through all.
  public List<Versioned<Order, OrderEffect>> after(String id, int limit) {
    var later = gt("_id", new ObjectId(id));
    return VersionedStore.read(
        documents.find(later).sort(new Document("_id", 1)).limit(limit), store::read);
  }

  /// How many orders of that user name have not ended.
  public long countUnderWay(String createdBy) {
    var ended = List.of("shipped", "expired", "canceled");
    return documents.countDocuments(and(eq("created_by", createdBy), nin("status", ended)));
  }

  /// A page of those that match, newest first.
  ///
  /// @param filter equality by `status`, `channel`, `client.email`, `created_by`
  public Page<Versioned<Order, OrderEffect>> page(Map<String, String> filter, int skip, int limit) {
    return page(filter, Search.NONE, skip, limit);
  }

  /// What else orders are looked for by.
  ///
  /// @param text whole words of id, client and recipient, all of which must be there
  /// @param since when it was placed at the earliest
  /// @param until the first moment that is too late
  /// @param withImage only those whose image lies in the warehouse
  public record Search(
      String text, Optional<Instant> since, Optional<Instant> until, boolean withImage) {
    static final Search NONE = new Search("", Optional.empty(), Optional.empty(), false);
  }

  /// @param filter equality by `status`, `channel`, `client.email`, `created_by`
  public Page<Versioned<Order, OrderEffect>> page(
      Map<String, String> filter, Search search, int skip, int limit) {
    var query = new Document();
    filter.forEach((k, v) -> query.append(k.equals("client.email") ? "client_email" : k, v));
    var words = SearchWords.typed(search.text());
    if (words.size() == 1) {
      // Alone it stands where an index counts it.
      query.append("words", words.getFirst());
    } else if (!words.isEmpty()) {
      query.append("$and", words.stream().map(w -> eq("words", w)).toList());
    }
    var placed = new Document();
    search.since().ifPresent(at -> placed.append("$gte", Bson.date(at)));
    search.until().ifPresent(at -> placed.append("$lt", Bson.date(at)));
    if (!placed.isEmpty()) {
      query.append("created_at", placed);
    }
    if (search.withImage() && !filter.containsKey("status")) {
      query.append("status", new Document("$in", WITH_IMAGE));
    }
    var found = documents.find(query).sort(new Document("created_at", -1)).skip(skip).limit(limit);
    // How many there are in all the store knows; it need not count them.
    long count =
        query.isEmpty() ? documents.estimatedDocumentCount() : documents.countDocuments(query);
    return new Page<>(VersionedStore.read(found, store::read), count);
  }

  private record OrderMapping(Supplier<Seal> seal)
      implements VersionedStore.Mapping<Order, OrderEffect> {
    /// The request with the secrets of its recipe put through `change`.
    private static ObjectNode mapped(ObjectNode request, UnaryOperator<JsonNode> change) {
      if (!(request.get("config") instanceof ObjectNode recipe)) {
        return request;
      }
      return request.deepCopy().set("config", RecipeSecrets.mapped(recipe, change));
    }

    @Override
    public Document write(Order order) {
      var terms = order.terms();
      var d =
          new Document("medium", terms.medium().name())
              .append("quantity", terms.quantity())
              .append("offered_ms", terms.offered().toMillis())
              .append("status", order.state().status())
              .append("state", OrderStateBson.write(order.state()))
              .append("channel", order.channel())
              .append("upload_uri", order.uploadUri().toString())
              .append("download_uri", order.downloadUri().toString())
              .append(
                  "request",
                  Json.text(mapped(order.request(), secret -> seal.get().seal(secret, terms.id()))))
              .append("order_created_at", Bson.date(order.createdAt()))
              .append("created_by", order.createdBy())
              .append("words", SearchWords.of(terms.id(), order.request()))
              .append("client_email", order.request().path("client").path("email").asText(""));
      order.idempotency().ifPresent(key -> d.append("idempotency", key));
      if (order.state() instanceof OrderState.Offered offered) {
        d.append("until", Bson.date(offered.until()));
      }
      return d;
    }

    @Override
    public Order read(Document d) {
      var id = d.getObjectId("_id").toHexString();
      var kept = Json.parseObject(d.getString("request").getBytes(StandardCharsets.UTF_8));
      var request = mapped(kept, secret -> seal.get().open(secret, id));
      return new Order(
          new OrderTerms(
              id,
              OrderTerms.Medium.valueOf(d.getString("medium")),
              d.getInteger("quantity"),
              Duration.ofMillis(Bson.whole(d, "offered_ms"))),
          OrderStateBson.read(d.get("state", Document.class)),
          d.getString("channel"),
          URI.create(d.getString("upload_uri")),
          URI.create(d.getString("download_uri")),
          request,
          Bson.instant(d, "order_created_at"),
          d.getString("created_by"),
          Optional.ofNullable(d.getString("idempotency")));
    }

    @Override
    public Document writeEffect(OrderEffect effect) {
      return EffectBson.write(effect);
    }

    @Override
    public OrderEffect readEffect(Document d) {
      return EffectBson.readOrder(d);
    }
  }
}
