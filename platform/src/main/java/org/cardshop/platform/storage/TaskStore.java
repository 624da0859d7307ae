package org.cardshop.platform.storage;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Projections.exclude;
import static com.mongodb.client.model.Projections.include;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.PushOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.Updates;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.cardshop.core.task.TaskEffect;
import org.cardshop.core.task.TaskKey;
import org.cardshop.core.task.TaskKind;
import org.cardshop.core.task.TaskState;
import org.cardshop.platform.wire.Json;

/// The tasks. Beside the state each document has what queries need: `waits_in` (kind and channel,
/// while anybody may claim it), `holder` (worker and slot, unique: one task a slot), `worker` (who
/// holds it or may take it up again), `lease_until`.
public final class TaskStore implements Tasks {
  private static final String LOG = "log";

  private static final org.bson.conversions.Bson BRIEF =
      include("version", "changed_at", "order", "kind", "unit", "channel", "state", "progress");

  /// Lines of a task's log that are kept.
  private static final int LOG_LINES = 400;

  /// Of the card that came of a task.
  static final String MEDIUM = "state.product.medium";

  private final MongoCollection<Document> documents;
  private final VersionedStore<Task, TaskEffect> store;

  public TaskStore(Database database) {
    documents = database.collection("tasks");
    store = new VersionedStore<>(documents, new TaskMapping());
  }

  @Override
  public boolean insert(Task task, List<TaskEffect> effects, Instant now) {
    var history = new HistoryEntry(task.state().status(), now, Map.of());
    return store.insert(Ids.next(), task, List.of(history), effects, now);
  }

  @Override
  public Optional<Versioned<Task, TaskEffect>> find(String id) {
    return store.find(id);
  }

  @Override
  public Optional<Versioned<Task, TaskEffect>> find(TaskKey key) {
    return Optional.ofNullable(documents.find(is(key)).first()).map(store::read);
  }

  @Override
  public List<Versioned<Task, TaskEffect>> ofOrder(String order) {
    return list(eq("order", order), "unit", 0, 10_000);
  }

  /// The tasks of many orders, in any order.
  public List<Versioned<Task, TaskEffect>> ofOrders(List<String> orders) {
    return VersionedStore.read(documents.find(in("order", orders)), store::read);
  }

  @Override
  public Optional<Versioned<Task, TaskEffect>> save(
      Versioned<Task, TaskEffect> read,
      TaskState next,
      List<HistoryEntry> lived,
      List<TaskEffect> effects,
      Instant now) {
    return store.save(read, read.value().in(next), lived, effects, now);
  }

  @Override
  public void remove(String id, Posted<TaskEffect> effect) {
    store.remove(id, effect);
  }

  @Override
  public List<Versioned<Task, TaskEffect>> findAll(Collection<String> ids) {
    return store.findAll(ids);
  }

  @Override
  public Optional<List<Versioned<Task, TaskEffect>>> saveAll(
      List<Saving<Task, TaskEffect>> savings, Instant now) {
    return store.saveAll(savings, now);
  }

  @Override
  public void removeAll(List<Versioned<Task, TaskEffect>> done) {
    store.removeAll(done);
  }

  @Override
  public boolean takeUpOutbox(String id, Instant time, Instant now) {
    return store.takeUpOutbox(id, time, now);
  }

  @Override
  public List<Versioned<Task, TaskEffect>> withOutboxSince(Instant time, int limit) {
    return store.withOutboxSince(time, limit);
  }

  /// Since when the effects wait that wait longest.
  public Optional<Instant> oldestOutbox() {
    return store.oldestOutbox();
  }

  /// How many tasks of that kind wait in the channel, those that wait for a retry among them.
  public long countWaiting(TaskKind kind, String channel) {
    return documents.countDocuments(eq("waits_in", TaskMapping.waitsIn(kind, channel)));
  }

  /// The oldest of them.
  public Optional<Versioned<Task, TaskEffect>> longestWaiting(TaskKind kind, String channel) {
    return list(eq("waits_in", TaskMapping.waitsIn(kind, channel)), "_id", 0, 1).stream()
        .findFirst();
  }

  public List<Changed> changedAfter(Instant time, int limit) {
    return store.changedAfter(time, limit);
  }

  /// Removes the tasks of an order that is removed.
  public void deleteOfOrder(String order) {
    documents.deleteMany(eq("order", order));
  }

  @Override
  public List<Versioned<Task, TaskEffect>> claimable(
      TaskKind kind, String channel, Instant now, int limit) {
    return list(
        and(eq("waits_in", TaskMapping.waitsIn(kind, channel)), lte("not_before", Bson.date(now))),
        "_id",
        0,
        limit);
  }

  @Override
  public List<Versioned<Task, TaskEffect>> waiting(Instant now, int limit) {
    return list(and(gt("waits_in", ""), lte("not_before", Bson.date(now))), "_id", 0, limit);
  }

  @Override
  public List<Versioned<Task, TaskEffect>> ofWorker(String worker) {
    return list(eq("worker", worker), "_id", 0, 1_000);
  }

  @Override
  public Optional<Versioned<Task, TaskEffect>> inSlot(String worker, String slot) {
    return Optional.ofNullable(
            documents.find(eq("holder", TaskMapping.holder(worker, slot))).first())
        .map(store::read);
  }

  @Override
  public List<Versioned<Task, TaskEffect>> inSlots(Collection<Place> places) {
    var holders = places.stream().map(p -> TaskMapping.holder(p.worker(), p.slot())).toList();
    return holders.isEmpty()
        ? List.of()
        : VersionedStore.read(documents.find(in("holder", holders)), store::read);
  }

  @Override
  public List<Versioned<Task, TaskEffect>> withLeaseUntil(Instant time, int limit) {
    return list(lte("lease_until", Bson.date(time)), "lease_until", 0, limit);
  }

  /// The task that last wrote and verified each of these media, for those that one did.
  public Map<String, Versioned<Task, TaskEffect>> verified(Collection<String> media) {
    var found = new HashMap<String, Versioned<Task, TaskEffect>>();
    if (!media.isEmpty()) {
      // Later ones replace earlier ones.
      documents
          .find(in(MEDIUM, media))
          .sort(new Document("_id", 1))
          .forEach(d ->
              found.put(
                  d.get("state", Document.class).get("product", Document.class).getString("medium"),
                  store.read(d)));
    }
    return found;
  }

  /// Which tasks are listed; those that are all of it.
  ///
  /// @param worker who holds it
  /// @param isHeld only those that somebody holds
  public record Wanted(
      Optional<String> order, Optional<String> status, Optional<String> worker, boolean isHeld) {
    private Document filter() {
      var filter = new Document();
      order.ifPresent(o -> filter.append("order", o));
      status.ifPresent(s -> filter.append("status", s));
      worker.ifPresent(w -> filter.append("worker", w));
      if (isHeld || worker.isPresent()) {
        filter.append("holder", new Document("$gt", ""));
      }
      return filter;
    }
  }

  /// A page of those that are wanted, without their logs: those that are held by holder and slot,
  /// others oldest first.
  public Page<Noted> page(Wanted wanted, int skip, int limit) {
    return page(wanted, exclude(LOG), skip, limit);
  }

  /// The same, without their histories and outboxes, too.
  public Page<Noted> briefPage(Wanted wanted, int skip, int limit) {
    return page(wanted, BRIEF, skip, limit);
  }

  private Page<Noted> page(Wanted wanted, org.bson.conversions.Bson fields, int skip, int limit) {
    var filter = wanted.filter();
    var found =
        documents
            .find(filter)
            .projection(fields)
            .sort(new Document(filter.containsKey("holder") ? "holder" : "_id", 1))
            .skip(skip)
            .limit(limit);
    return new Page<>(
        VersionedStore.read(found, this::noted),
        filter.isEmpty() ? documents.estimatedDocumentCount() : documents.countDocuments(filter));
  }

  /// What a worker says of a task beside facts.
  public sealed interface Remark {
    String task();
  }

  /// How far the holder of this grant is.
  public record Headway(String task, long epoch, ObjectNode progress) implements Remark {}

  /// Lines for the task's log.
  public record Lines(String task, List<String> lines) implements Remark {
    public Lines {
      lines = List.copyOf(lines);
    }
  }

  /// Notes what was said, in its order, in one command. Of progress the latest wins, and that of
  /// another grant than the task's is ignored; of a log the last few hundred lines are kept.
  public void note(List<Remark> remarks, Instant now) {
    var latest = new HashMap<String, Headway>();
    var lines = new HashMap<String, List<String>>();
    for (var remark : remarks) {
      switch (remark) {
        case Headway h -> latest.put(h.task() + "/" + h.epoch(), h);
        case Lines l -> lines.computeIfAbsent(l.task(), _ -> new ArrayList<>()).addAll(l.lines());
      }
    }
    var writes = new ArrayList<UpdateOneModel<Document>>();
    latest
        .values()
        .forEach(h -> Ids.parse(h.task()).ifPresent(id -> writes.add(write(id, h, now))));
    lines.forEach((task, all) -> Ids.parse(task).ifPresent(id -> writes.add(write(id, all))));
    if (!writes.isEmpty()) {
      documents.bulkWrite(writes, VersionedStore.UNORDERED);
    }
  }

  private static UpdateOneModel<Document> write(ObjectId id, Headway said, Instant now) {
    return new UpdateOneModel<>(
        and(eq("_id", id), eq("state.epoch", said.epoch())),
        Updates.combine(
            Updates.set("progress", Json.text(said.progress())),
            Updates.set("changed_at", Bson.date(now))));
  }

  private static UpdateOneModel<Document> write(ObjectId id, List<String> lines) {
    var last = new PushOptions().slice(-LOG_LINES);
    return new UpdateOneModel<>(eq("_id", id), Updates.pushEach(LOG, lines, last));
  }

  /// Notes how far the holder of this grant is.
  public void saveProgress(String id, long epoch, ObjectNode progress, Instant now) {
    note(List.of(new Headway(id, epoch, progress)), now);
  }

  /// What is noted beside the state.
  public Notes notes(String id) {
    return Ids.parse(id)
        .map(i -> documents.find(eq("_id", i)).first())
        .map(TaskStore::notes)
        .orElseGet(() -> new Notes(Optional.empty(), List.of()));
  }

  /// Those of these ids that there are, with what is noted beside them.
  public List<Noted> noted(Collection<String> ids, boolean withLogs) {
    var known = ids.stream().flatMap(id -> Ids.parse(id).stream()).toList();
    return known.isEmpty() ? List.of() : noted(in("_id", known), withLogs);
  }

  /// The tasks of these orders with what is noted beside them, in any order.
  public List<Noted> notedOf(Collection<String> orders, boolean withLogs) {
    return orders.isEmpty() ? List.of() : noted(in("order", orders), withLogs);
  }

  /// A log is longer than all the rest of its task.
  private List<Noted> noted(org.bson.conversions.Bson filter, boolean withLogs) {
    var found = documents.find(filter);
    return VersionedStore.read(withLogs ? found : found.projection(exclude(LOG)), this::noted);
  }

  private Noted noted(Document d) {
    return new Noted(store.read(d), notes(d));
  }

  /// A task and what is noted beside it.
  public record Noted(Versioned<Task, TaskEffect> task, Notes notes) {}

  private static Notes notes(Document d) {
    return new Notes(
        Optional.ofNullable(d.getString("progress"))
            .map(p -> Json.parseObject(p.getBytes(StandardCharsets.UTF_8))),
        d.getList(LOG, String.class, List.of()));
  }

  /// Progress and log of a task.
  public record Notes(Optional<ObjectNode> progress, List<String> log) {}

  private List<Versioned<Task, TaskEffect>> list(
      org.bson.conversions.Bson filter, String sort, int skip, int limit) {
    return VersionedStore.read(
        documents.find(filter).sort(new Document(sort, 1)).skip(skip).limit(limit), store::read);
  }

  private static org.bson.conversions.Bson is(TaskKey key) {
    return and(eq("order", key.order()), eq("kind", key.kind().wire()), eq("unit", key.unit()));
  }
}
