package org.cardshop.platform.storage;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.or;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.bson.Document;
import org.cardshop.core.task.TaskKind;
import org.cardshop.core.worker.Cordon;

/// The workers, by name. What a worker said last replaces what it said before; what a person
/// decided about it is beside that and stays.
public final class WorkerStore implements Workers {
  private final MongoCollection<Document> documents;

  public WorkerStore(Database database) {
    documents = database.collection("workers");
  }

  @Override
  public void saw(Worker worker, long seq) {
    var isEarlier = or(lte("seq", seq), exists("seq", false));
    var older =
        and(
            eq("_id", worker.name()),
            or(lt("boot", worker.boot()), and(eq("boot", worker.boot()), isEarlier)));
    var update = new Document("$set", report(worker).append("seq", seq));
    if (worker.diskFree().isEmpty()) {
      update.append("$unset", new Document("disk_free", ""));
    }
    // A newer report is there when the upsert meets the id: then this one says nothing new.
    VersionedStore.unlessTaken(
        () -> documents.updateOne(older, update, new UpdateOptions().upsert(true)));
  }

  @Override
  public void left(String name, long boot) {
    documents.updateOne(and(eq("_id", name), eq("boot", boot)), Updates.set("online", false));
  }

  @Override
  public long silentSince(Instant time) {
    return documents
        .updateMany(
            and(eq("online", true), lt("last_heartbeat", Bson.date(time))),
            Updates.set("online", false))
        .getModifiedCount();
  }

  /// Keeps new tasks away from a worker, or no longer when there is no cordon.
  ///
  /// @return false when there is no such worker
  public boolean cordon(String name, Optional<Cordon> cordon) {
    var update =
        cordon.map(c -> Updates.set("cordon", write(c))).orElseGet(() -> Updates.unset("cordon"));
    return documents.updateOne(eq("_id", name), update).getMatchedCount() > 0;
  }

  @Override
  public Optional<Worker> find(String name) {
    return Optional.ofNullable(documents.find(eq("_id", name)).first()).map(WorkerStore::read);
  }

  @Override
  public List<Worker> findAll(Collection<String> names) {
    return names.isEmpty()
        ? List.of()
        : documents.find(in("_id", names)).map(WorkerStore::read).into(new ArrayList<>());
  }

  @Override
  public List<Worker> ofChannel(String channel) {
    return documents.find(eq("channel", channel)).map(WorkerStore::read).into(new ArrayList<>());
  }

  /// @param filter equality by `channel`, `kind`, `online`
  public Page<Worker> page(Map<String, Object> filter, int skip, int limit) {
    var query = new Document(filter);
    var found = documents.find(query).sort(new Document("_id", 1)).skip(skip).limit(limit);
    return new Page<>(
        found.map(WorkerStore::read).into(new ArrayList<>()), documents.countDocuments(query));
  }

  private static Document report(Worker worker) {
    var d =
        new Document("kind", worker.kind().wire())
            .append("channel", worker.channel())
            .append("boot", worker.boot())
            .append("version", worker.version())
            .append("last_heartbeat", Bson.date(worker.lastHeartbeat()))
            .append("online", worker.online())
            .append("clock_ahead_ms", worker.clockAhead().toMillis())
            .append("slots", worker.slots().stream().map(WorkerStore::write).toList());
    worker.diskFree().ifPresent(bytes -> d.append("disk_free", bytes));
    return d;
  }

  private static Document write(Worker.Slot slot) {
    return new Document("name", slot.name())
        .append("state", slot.state())
        .append("medium", slot.medium())
        .append("size", slot.size())
        .append("task", slot.task());
  }

  private static Document write(Cordon cordon) {
    return new Document("by", cordon.by())
        .append("since", Bson.date(cordon.since()))
        .append("drained", cordon.isDrained());
  }

  private static Worker read(Document d) {
    return new Worker(
        d.getString("_id"),
        TaskKind.fromWire(d.getString("kind")).orElseThrow(),
        d.getString("channel"),
        Bson.whole(d, "boot"),
        d.getString("version"),
        Bson.instant(d, "last_heartbeat"),
        d.getBoolean("online"),
        Bson.documents(d, "slots").stream().map(WorkerStore::readSlot).toList(),
        d.containsKey("disk_free")
            ? OptionalLong.of(Bson.whole(d, "disk_free"))
            : OptionalLong.empty(),
        d.containsKey("clock_ahead_ms")
            ? Duration.ofMillis(Bson.whole(d, "clock_ahead_ms"))
            : Duration.ZERO,
        Optional.ofNullable(Bson.document(d, "cordon")).map(WorkerStore::readCordon));
  }

  private static Cordon readCordon(Document d) {
    return new Cordon(d.getString("by"), Bson.instant(d, "since"), d.getBoolean("drained"));
  }

  private static Worker.Slot readSlot(Document d) {
    return new Worker.Slot(
        d.getString("name"),
        d.getString("state"),
        d.getString("medium"),
        Bson.whole(d, "size"),
        d.getString("task"));
  }
}
