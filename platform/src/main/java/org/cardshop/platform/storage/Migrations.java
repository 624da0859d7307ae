package org.cardshop.platform.storage;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Indexes.ascending;
import static com.mongodb.client.model.Indexes.compoundIndex;
import static com.mongodb.client.model.Indexes.descending;
import static com.mongodb.client.model.Projections.include;

import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Updates;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.bson.Document;
import org.cardshop.platform.wire.Json;

/// Changes of the schema, in order. Each may run again: a process that died in the middle, or two
/// that start at once, end in the same schema.
final class Migrations {
  static final String COLLECTION = "migrations";

  private static final IndexOptions UNIQUE = new IndexOptions().unique(true);
  private static final IndexOptions SPARSE = new IndexOptions().sparse(true);
  private static final IndexOptions UNIQUE_SPARSE = new IndexOptions().unique(true).sparse(true);

  private interface Migration {
    void apply(Database database);
  }

  private static final List<Migration> ALL =
      List.of(
          Migrations::firstSchema,
          Migrations::namesOfMedia,
          Migrations::twoFiltersAtOnce,
          Migrations::sessionsAndAudit,
          Migrations::timesOfTheAudit,
          Migrations::wordsOfOrders,
          Migrations::mediaOfTasks);

  private Migrations() {}

  static void apply(Database database) {
    var meta = database.collection(COLLECTION);
    var done = meta.find(new Document("_id", "schema")).first();
    int version = done == null ? 0 : done.getInteger("version");
    if (version > ALL.size()) {
      throw new IllegalStateException(
          "The database was made by a newer Cardshop (schema "
              + version
              + ", this one knows "
              + ALL.size()
              + "). Update this process.");
    }
    for (int next = version; next < ALL.size(); next++) {
      ALL.get(next).apply(database);
      meta.replaceOne(
          new Document("_id", "schema"),
          new Document("_id", "schema").append("version", next + 1),
          new ReplaceOptions().upsert(true));
    }
  }

  private static void firstSchema(Database database) {
    var users = database.collection("users");
    users.createIndex(ascending("username"), UNIQUE);
    var tokens = database.collection("refresh_tokens");
    tokens.createIndex(ascending("hash"), UNIQUE);
    tokens.createIndex(ascending("expires"));
    tokens.createIndex(ascending("user"));
    var orders = database.collection("orders");
    for (var filter : List.of("status", "channel", "client_email", "created_by")) {
      orders.createIndex(compoundIndex(ascending(filter), descending("created_at")));
    }
    orders.createIndex(ascending("changed_at"));
    orders.createIndex(descending("created_at"));
    orders.createIndex(ascending("outbox_since"), SPARSE);
    orders.createIndex(ascending("until"), SPARSE);
    orders.createIndex(ascending("idempotency"), UNIQUE_SPARSE);
    var tasks = database.collection("tasks");
    tasks.createIndex(
        compoundIndex(ascending("order"), ascending("kind"), ascending("unit")), UNIQUE);
    tasks.createIndex(ascending("holder"), UNIQUE_SPARSE);
    tasks.createIndex(ascending("worker"), SPARSE);
    tasks.createIndex(compoundIndex(ascending("status"), ascending("_id")));
    tasks.createIndex(ascending("waits_in"), SPARSE);
    tasks.createIndex(ascending("lease_until"), SPARSE);
    tasks.createIndex(ascending("outbox_since"), SPARSE);
    tasks.createIndex(ascending("changed_at"));
    tasks.createIndex(ascending("order"));
    for (var named : List.of("channels", "warehouses", "auto_images")) {
      database.collection(named).createIndex(ascending("slug"), UNIQUE);
    }
    database.collection("schedules").createIndex(ascending("name"), UNIQUE);
    var runs = database.collection("schedule_runs");
    runs.createIndex(compoundIndex(ascending("schedule"), ascending("due")), UNIQUE);
    runs.createIndex(ascending("due"));
    runs.createIndex(ascending("unpublished_since"), SPARSE);
    database.collection("facts").createIndex(ascending("received_at"));
    database.collection("workers").createIndex(ascending("channel"));
  }

  private static void namesOfMedia(Database database) {
    database.collection("media").createIndex(ascending("name"), UNIQUE);
  }

  /// Lists of orders by status within a channel or of one's own, and the tasks that wait in a
  /// channel, oldest first: each page is read off an index.
  private static void twoFiltersAtOnce(Database database) {
    var orders = database.collection("orders");
    for (var filter : List.of("channel", "created_by")) {
      orders.createIndex(
          compoundIndex(ascending(filter), ascending("status"), descending("created_at")));
    }
    var tasks = database.collection("tasks");
    tasks.createIndex(compoundIndex(ascending("waits_in"), ascending("_id")));
  }

  /// Refresh tokens belong to sessions now: those of earlier versions are void, and who had one
  /// logs in again.
  private static void sessionsAndAudit(Database database) {
    database.collection("refresh_tokens").deleteMany(new Document());
    database.collection("api_tokens").createIndex(ascending("user"));
    database.collection("api_tokens").createIndex(ascending("expires"));
    database.collection("login_attempts").createIndex(ascending("at"));
    var audit = database.collection("audit");
    for (var filter : List.of("by", "from", "what", "object", "status")) {
      audit.createIndex(compoundIndex(ascending(filter), descending("_id")));
    }
  }

  private static void mediaOfTasks(Database database) {
    database.collection("tasks").createIndex(ascending(TaskStore.MEDIUM), SPARSE);
  }

  private static void timesOfTheAudit(Database database) {
    database.collection("audit").createIndex(ascending("at"));
  }

  private static void wordsOfOrders(Database database) {
    var orders = database.collection("orders");
    orders.createIndex(compoundIndex(ascending("words"), descending("created_at")));
    for (var order : orders.find(exists("words", false)).projection(include("request"))) {
      var request = Json.parseObject(order.getString("request").getBytes(StandardCharsets.UTF_8));
      var id = order.getObjectId("_id");
      orders.updateOne(
          eq("_id", id), Updates.set("words", SearchWords.of(id.toHexString(), request)));
    }
  }
}
