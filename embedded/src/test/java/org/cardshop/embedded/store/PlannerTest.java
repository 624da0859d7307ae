package org.cardshop.embedded.store;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.ne;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.mongodb.MongoServerException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a query costs is told by the documents it looks at, not by a clock.
class PlannerTest {
  private static final int TASKS = 1000;

  @TempDir private Path directory;
  private EmbeddedStore store;
  private MongoClient client;
  private MongoCollection<Document> tasks;

  @BeforeEach
  void thousandTasksOfTenOrdersInFiveChannels() {
    connect();
    tasks.createIndex(Indexes.ascending("channel", "status"));
    tasks.createIndex(Indexes.ascending("order", "unit"), new IndexOptions().unique(true));
    tasks.createIndex(Indexes.ascending("lease"), new IndexOptions().sparse(true));
    var made = new ArrayList<Document>();
    for (int i = 0; i < TASKS; i++) {
      made.add(
          new Document("_id", i)
              .append("version", 1)
              .append("order", i / 100)
              .append("unit", i % 100)
              .append("channel", i % 5)
              .append("status", i % 100 < 10 ? "new" : "done"));
    }
    made.get(7).append("lease", "w1");
    tasks.insertMany(made);
  }

  @AfterEach
  void disconnect() {
    client.close();
    store.close();
  }

  @Test
  void compareAndSetLooksAtOneDocument() {
    assertEquals(
        1,
        visitsOf(() ->
            tasks.updateOne(
                and(eq("_id", 500), eq("version", 1), ne("status", "new")),
                Updates.inc("version", 1))));
  }

  @Test
  void compareAndSetThatComesTooLateLooksAtOneDocument() {
    assertEquals(1, visitsOf(() -> tasks.deleteOne(and(eq("_id", 500), eq("version", 9)))));
  }

  @Test
  void aWholeUniqueKeyLooksAtOneDocument() {
    assertEquals(1, visitsOf(and(eq("channel", 1), eq("order", 3), eq("unit", 21))));
  }

  @Test
  void theFirstOfAUniqueKeyLooksAtThoseThatShareIt() {
    assertEquals(100, visitsOf(and(eq("order", 3), ne("unit", 50))));
  }

  @Test
  void boundsOfTheNextKeyLookAtThoseWithinThem() {
    assertEquals(49, visitsOf(and(eq("order", 3), gt("unit", 50))));
    assertEquals(50, visitsOf(and(eq("order", 3), gte("unit", 50))));
    assertEquals(9, visitsOf(new Document("order", 3).append("unit", bounds(40, 50))));
    assertEquals(0, visitsOf(and(eq("order", 3), gt("unit", "50"))));
    assertEquals(1, visitsOf(lt("lease", "w2")));
    assertEquals(0, visitsOf(lt("lease", "w1")));
    assertEquals(1, visitsOf(lte("lease", "w1")));
  }

  @Test
  void aPageLooksAtWhatItShows() {
    assertEquals(10, visitsOf(() -> page(new Document("order", 3), "unit", 1, 0)));
    assertEquals(10, visitsOf(() -> page(new Document("order", 3), "unit", -1, 80)));
    assertEquals(10, visitsOf(() -> page(new Document(), "_id", -1, 900)));
    assertEquals(0, visitsOf(() -> page(new Document(), "_id", 1, TASKS)));
  }

  @Test
  void aPageInOrderStopsWhenItIsFull() {
    var odd = new Document("order", 3).append("version", 1);
    assertEquals(30, visitsOf(() -> page(odd, "unit", -1, 20)));
  }

  @Test
  void countingWhatAnIndexKnowsLooksAtNone() {
    assertEquals(0, visitsOf(() -> assertEquals(TASKS, tasks.countDocuments())));
    assertEquals(0, visitsOf(() -> assertEquals(200, tasks.countDocuments(eq("channel", 2)))));
    assertEquals(
        0,
        visitsOf(() ->
            assertEquals(
                20, tasks.countDocuments(new Document("status", "new").append("channel", 2)))));
  }

  @Test
  void countingThoseOfSomeTimesLooksAtNone() {
    var notes = client.getDatabase("cardshop").getCollection("notes");
    notes.createIndex(Indexes.ascending("of", "at"));
    for (int i = 0; i < 100; i++) {
      notes.insertOne(new Document("of", i % 2).append("at", i == 7 ? "then" : at(i)));
    }
    var some =
        new Document("of", 1).append("at", new Document("$gte", at(11)).append("$lt", at(31)));
    assertEquals(0, visitsOf(() -> assertEquals(10, notes.countDocuments(some))));
    var either = in("of", 0, 1, 2);
    assertEquals(0, visitsOf(() -> assertEquals(100, notes.countDocuments(either))));
  }

  @Test
  void aWordOfListsIsCountedAndPagedOffTheIndex() {
    var notes = client.getDatabase("cardshop").getCollection("notes");
    notes.createIndex(Indexes.ascending("words", "at"));
    for (int i = 0; i < 100; i++) {
      notes.insertOne(
          new Document("words", List.of("all", "w" + i % 5, "all")).append("at", at(i)));
    }
    var word = new Document("words", "all");
    assertEquals(0, visitsOf(() -> assertEquals(100, notes.countDocuments(word))));
    var page = notes.find(word).sort(Sorts.descending("at")).skip(70).limit(10);
    assertEquals(
        10, visitsOf(() -> assertEquals(at(29), page.iterator().next().getDate("at").toInstant())));
    var both = in("words", "all", "w1");
    assertEquals(100, notes.countDocuments(both), "each once");
    var all = and(eq("words", "all"), eq("words", "w1"));
    assertEquals(20, visitsOf(() -> assertEquals(20, notes.countDocuments(all))));
    assertEquals(0, notes.countDocuments(and(eq("words", "w2"), eq("words", "w1"))));
    // A list in a list has no place in an order.
    notes.insertOne(new Document("words", List.of(List.of("all"), "all")).append("at", at(1)));
    assertEquals(101, notes.countDocuments(word));
  }

  private static Instant at(int second) {
    return Instant.ofEpochSecond(second);
  }

  @Test
  void countingMoreLooksAtWhatTheIndexLeaves() {
    var query = new Document("channel", 2).append("order", 3).append("version", 1);
    assertEquals(100, visitsOf(() -> assertEquals(20, tasks.countDocuments(query))));
  }

  @Test
  void aCompoundIndexLooksAtThoseThatShareAllItsKeys() {
    assertEquals(20, visitsOf(and(eq("channel", 2), eq("status", "new"))));
  }

  @Test
  void valuesWithinAndAndInCount() {
    var nested = new Document("$and", List.of(eq("channel", 2), in("status", "new", "lost")));
    assertEquals(20, visitsOf(nested));
  }

  @Test
  void aSparseIndexLooksAtThoseThatHaveTheKey() {
    assertEquals(1, visitsOf(eq("lease", "w1")));
  }

  @Test
  void aQueryThatNoIndexServesLooksAtAll() {
    assertEquals(TASKS, visitsOf(eq("version", 9)));
  }

  @Test
  void indexesServeAgainAfterARestart() {
    disconnect();
    connect();
    assertEquals(20, visitsOf(and(eq("channel", 2), eq("status", "new"))));
    assertEquals(1, visitsOf(and(eq("order", 3), eq("unit", 21))));
  }

  @Test
  void indexesThatTheFileLacksAreBuiltAtTheStart() {
    disconnect();
    try (var file = StoreFile.open(directory)) {
      file.drop("/index-1/cardshop.tasks/channel_1_status_1");
      file.drop("/index-1/cardshop.tasks/_id_");
      file.commit();
    }
    connect();
    assertEquals(20, visitsOf(and(eq("channel", 2), eq("status", "new"))));
    assertEquals(1, visitsOf(eq("_id", 7)));
  }

  @Test
  void anIndexThatCouldNotBeBuiltLeavesNothingBehind() {
    var unique = new IndexOptions().unique(true);
    assertThrows(
        MongoServerException.class, () -> tasks.createIndex(Indexes.ascending("unit"), unique));
    tasks.deleteMany(gt("order", 0));
    tasks.createIndex(Indexes.ascending("unit"), unique);
    assertEquals(1, visitsOf(eq("unit", 21)));
  }

  @Test
  void anIndexMadeLaterServesWhatWasThere() {
    tasks.createIndex(Indexes.ascending("unit"));
    assertEquals(10, visitsOf(eq("unit", 21)));
  }

  private void connect() {
    store = EmbeddedStore.open(directory, 0);
    client = MongoClients.create(store.uri().toString());
    tasks = client.getDatabase("cardshop").getCollection("tasks");
  }

  private static Document bounds(int above, int below) {
    return new Document("$gt", above).append("$lt", below);
  }

  private void page(Document query, String sort, int direction, int skip) {
    tasks.find(query).sort(new Document(sort, direction)).skip(skip).limit(10).forEach(_ -> {});
  }

  private long visitsOf(Bson query) {
    return visitsOf(() -> tasks.find(query).sort(Sorts.ascending("_id")).first());
  }

  private long visitsOf(Runnable command) {
    long before = store.visits();
    command.run();
    return store.visits() - before;
  }
}
