package org.cardshop.embedded.store;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.or;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoServerException;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.PushOptions;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

class StoreContractTest {
  private static final int DUPLICATE_KEY = 11000;
  private static final IndexOptions UNIQUE = new IndexOptions().unique(true);

  @TempDir private static Path directory;
  private static EmbeddedStore store;
  private static MongoClient client;

  private MongoCollection<Document> things;

  @BeforeAll
  static void open() {
    store = EmbeddedStore.open(directory, 0);
    client = MongoClients.create(store.uri() + "/?retryWrites=true");
  }

  @AfterAll
  static void close() {
    client.close();
    store.close();
  }

  @BeforeEach
  void emptyCollection(TestInfo test) {
    things = client.getDatabase("cardshop").getCollection(test.getTestMethod().get().getName());
  }

  @Test
  void aSecondDocumentOfAnIdIsADuplicate() {
    things.insertOne(new Document("_id", 1));
    assertDuplicate(() -> things.insertOne(new Document("_id", 1.0)));
    assertEquals(1, things.countDocuments());
  }

  @Test
  void aUniqueKeyIsKeptByInsertUpdateReplaceAndUpsert() {
    things.createIndex(Indexes.ascending("name"), UNIQUE);
    things.insertMany(List.of(named(1, "a"), named(2, "b")));
    assertDuplicate(() -> things.insertOne(named(3, "a")));
    assertDuplicate(() -> things.updateOne(eq("_id", 2), Updates.set("name", "a")));
    assertDuplicate(() -> things.replaceOne(eq("_id", 2), named(2, "a")));
    assertDuplicate(() ->
        things.updateOne(eq("_id", 4), Updates.set("name", "b"), new UpdateOptions().upsert(true)));
    var refused =
        assertThrows(
            MongoCommandException.class,
            () -> things.findOneAndUpdate(eq("_id", 2), Updates.set("name", "a")));
    assertEquals(DUPLICATE_KEY, refused.getErrorCode());
    assertEquals(List.of(named(1, "a"), named(2, "b")), all());
  }

  @Test
  void aUniqueKeyIsFreeAgainWhenItsDocumentLetsGoOfIt() {
    things.createIndex(Indexes.ascending("name"), UNIQUE);
    things.insertMany(List.of(named(1, "a"), named(2, "b")));
    things.deleteOne(eq("_id", 1));
    things.updateOne(eq("_id", 2), Updates.set("name", "a"));
    things.insertOne(named(3, "b"));
    assertEquals(List.of(named(2, "a"), named(3, "b")), all());
  }

  @Test
  void aCompoundUniqueKeyIsOnlyTheWholeOfIt() {
    things.createIndex(Indexes.ascending("order", "kind", "unit"), UNIQUE);
    var order = new ObjectId();
    things.insertOne(task(order, "write", 1));
    things.insertOne(task(order, "write", 2));
    things.insertOne(task(order, "create", 1));
    assertDuplicate(() -> things.insertOne(task(order, "write", 2)));
    assertEquals(2, things.countDocuments(and(eq("order", order), eq("kind", "write"))));
  }

  @Test
  void aSparseUniqueKeyLetsDocumentsWithoutItBe() {
    things.createIndex(Indexes.ascending("claim"), new IndexOptions().unique(true).sparse(true));
    things.insertMany(List.of(new Document("_id", 1), new Document("_id", 2)));
    things.updateOne(eq("_id", 1), Updates.set("claim", "w1/3"));
    assertDuplicate(() -> things.updateOne(eq("_id", 2), Updates.set("claim", "w1/3")));
    things.updateOne(eq("_id", 1), Updates.unset("claim"));
    things.updateOne(eq("_id", 2), Updates.set("claim", "w1/3"));
    things.deleteMany(in("_id", 1, 2));
    assertEquals(0, things.countDocuments());
  }

  @Test
  void aUniqueIndexIsNotMadeOverDuplicates() {
    things.insertMany(List.of(named(1, "a"), named(2, "a")));
    var refused =
        assertThrows(
            MongoServerException.class,
            () -> things.createIndex(Indexes.ascending("name"), UNIQUE));
    assertEquals(DUPLICATE_KEY, refused.getCode());
    things.insertOne(named(3, "a"));
  }

  @Test
  void anIndexDroppedByNameStaysInOtherCollections() {
    var other = client.getDatabase("cardshop").getCollection("others");
    things.createIndex(Indexes.ascending("name"), UNIQUE);
    other.createIndex(Indexes.ascending("name"), UNIQUE);
    things.dropIndex("name_1");
    assertEquals(List.of("_id_"), indexNames(things));
    assertEquals(List.of("_id_", "name_1"), indexNames(other));
    things.insertMany(List.of(named(1, "a"), named(2, "a")));
  }

  @Test
  void anUnorderedInsertStoresAllButTheDuplicates() {
    things.insertOne(new Document("_id", 2));
    var ids = List.of(new Document("_id", 1), new Document("_id", 2), new Document("_id", 3));
    var refused =
        assertThrows(
            MongoBulkWriteException.class,
            () -> things.insertMany(ids, new InsertManyOptions().ordered(false)));
    assertEquals(2, refused.getWriteResult().getInsertedCount());
    assertEquals(3, things.countDocuments());
  }

  @Test
  void anOrderedInsertStopsAtTheDuplicate() {
    things.insertOne(new Document("_id", 2));
    var ids = List.of(new Document("_id", 1), new Document("_id", 2), new Document("_id", 3));
    var refused = assertThrows(MongoBulkWriteException.class, () -> things.insertMany(ids));
    assertEquals(1, refused.getWriteResult().getInsertedCount());
    assertEquals(2, things.countDocuments());
  }

  @Test
  void compareAndSetTakesOnlyTheVersionItWasToldOf() {
    things.insertOne(new Document("_id", 1).append("version", 7L).append("state", "pending"));
    var set = Updates.combine(Updates.set("state", "claimed"), Updates.inc("version", 1L));
    assertEquals(1, things.updateOne(and(eq("_id", 1), eq("version", 7)), set).getModifiedCount());
    assertEquals(0, things.updateOne(and(eq("_id", 1), eq("version", 7)), set).getMatchedCount());
    var replaced =
        things.replaceOne(
            and(eq("_id", 1), eq("version", 8L)),
            new Document("version", 9L),
            new ReplaceOptions());
    assertEquals(1, replaced.getModifiedCount());
    assertEquals(List.of(new Document("_id", 1).append("version", 9L)), all());
  }

  @Test
  void findOneAndUpdateTakesTheFirstOfTheSortedOnes() {
    things.createIndex(Indexes.ascending("status", "due"));
    things.insertMany(List.of(due(1, "new", 30), due(2, "new", 10), due(3, "done", 5)));
    var after = new FindOneAndUpdateOptions().sort(Sorts.ascending("due"));
    var claim = Updates.set("status", "taken");
    assertEquals(due(2, "new", 10), things.findOneAndUpdate(eq("status", "new"), claim, after));
    assertEquals(
        due(1, "taken", 30),
        things.findOneAndUpdate(
            eq("status", "new"), claim, after.returnDocument(ReturnDocument.AFTER)));
    assertNull(things.findOneAndUpdate(eq("status", "new"), claim, after));
  }

  @Test
  void findOneAndUpdateUpsertsWithTheFieldsOfItsFilter() {
    var options = new FindOneAndUpdateOptions().upsert(true).returnDocument(ReturnDocument.AFTER);
    var update =
        Updates.combine(
            Updates.setOnInsert("made", 1), Updates.inc("seen", 1), Updates.max("top", 4));
    things.findOneAndUpdate(eq("_id", "leader"), update, options);
    assertEquals(
        Document.parse("{_id: 'leader', made: 1, seen: 2, top: 4}"),
        things.findOneAndUpdate(eq("_id", "leader"), update, options));
  }

  @Test
  void minAndMaxMoveOneWay() {
    things.insertOne(Document.parse("{_id: 1, low: 5, high: 5}"));
    things.updateOne(eq("_id", 1), Updates.combine(Updates.min("low", 3), Updates.max("high", 3)));
    things.updateOne(eq("_id", 1), Updates.combine(Updates.min("low", 9), Updates.max("high", 9)));
    assertEquals(List.of(Document.parse("{_id: 1, low: 3, high: 9}")), all());
  }

  @Test
  void pushSortsAndKeepsTheLast() {
    things.insertOne(Document.parse("{_id: 1, log: [{at: 5}, {at: 1}]}"));
    things.updateOne(
        eq("_id", 1),
        Updates.pushEach(
            "log",
            List.of(new Document("at", 3), new Document("at", 4)),
            new PushOptions().sortDocument(Sorts.ascending("at")).slice(-3)));
    assertEquals(List.of(Document.parse("{_id: 1, log: [{at: 3}, {at: 4}, {at: 5}]}")), all());
  }

  @Test
  void pullTakesEmbeddedDocumentsByTheirFields() {
    things.insertOne(Document.parse("{_id: 1, outbox: [{id: 'a', n: 1}, {id: 'b', n: 2}]}"));
    things.updateOne(eq("_id", 1), Updates.pull("outbox", new Document("id", "a")));
    assertEquals(List.of(Document.parse("{_id: 1, outbox: [{id: 'b', n: 2}]}")), all());
    things.updateOne(eq("_id", 1), Updates.pullByFilter(in("outbox.id", "zz")));
  }

  @Test
  void elementsOfArraysAreFoundThroughAnIndex() {
    things.createIndex(Indexes.ascending("outbox.id"));
    things.insertMany(
        List.of(
            Document.parse("{_id: 1, outbox: [{id: 'a'}, {id: 'b'}]}"),
            Document.parse("{_id: 2, outbox: []}"),
            Document.parse("{_id: 3}")));
    assertEquals(List.of(1), ids(things.find(eq("outbox.id", "b"))));
    things.updateOne(eq("_id", 1), Updates.pull("outbox", new Document("id", "b")));
    assertEquals(List.of(), ids(things.find(eq("outbox.id", "b"))));
    assertEquals(3, things.deleteMany(new Document()).getDeletedCount());
  }

  @Test
  void pagesAreSortedSkippedAndLimited() {
    var many = new ArrayList<Document>();
    for (int i = 0; i < 250; i++) {
      many.add(
          new Document("_id", i).append("at", Instant.ofEpochSecond(i)).append("odd", i % 2 == 1));
    }
    things.insertMany(many);
    var range =
        and(
            gte("at", Instant.ofEpochSecond(100)),
            lt("at", Instant.ofEpochSecond(200)),
            eq("odd", true));
    assertEquals(50, things.countDocuments(range));
    assertEquals(
        List.of(195, 193), ids(things.find(range).sort(Sorts.descending("at")).skip(2).limit(2)));
    assertEquals(250, ids(things.find().batchSize(7)).size());
    assertEquals(
        List.of(false, true), things.distinct("odd", Boolean.class).into(new ArrayList<>()));
  }

  @Test
  void orAndInMatchEither() {
    things.createIndex(Indexes.ascending("status"));
    things.insertMany(List.of(due(1, "new", 1), due(2, "done", 2), due(3, "lost", 3)));
    assertEquals(
        List.of(1, 3), ids(things.find(in("status", "lost", "new")).sort(Sorts.ascending("_id"))));
    assertEquals(List.of(2, 3), ids(things.find(or(eq("status", "done"), eq("due", 3)))));
    assertEquals(List.of(), ids(things.find(in("status", List.of()))));
  }

  @Test
  void missingAndNullAreFoundDespiteAnIndex() {
    things.createIndex(Indexes.ascending("by"), new IndexOptions().sparse(true));
    things.insertMany(List.of(Document.parse("{_id: 1}"), Document.parse("{_id: 2, by: null}")));
    assertEquals(List.of(1, 2), ids(things.find(eq("by", null))));
  }

  @Test
  void projectionsIncludeAndExclude() {
    things.insertOne(Document.parse("{_id: 1, a: 1, b: {c: 2, d: 3}}"));
    assertEquals(
        Document.parse("{a: 1, b: {d: 3}}"),
        things
            .find()
            .projection(
                Projections.fields(Projections.include("a", "b.d"), Projections.excludeId()))
            .first());
    assertEquals(
        Document.parse("{_id: 1, b: {d: 3}}"),
        things.find().projection(Projections.exclude("a", "b.c")).first());
    assertEquals(Document.parse("{_id: 1, a: 1, b: {c: 2, d: 3}}"), things.find().first());
  }

  @Test
  void deleteManyTakesAllThatMatch() {
    things.insertMany(List.of(due(1, "new", 1), due(2, "old", 2), due(3, "old", 3)));
    assertEquals(2, things.deleteMany(eq("status", "old")).getDeletedCount());
    assertEquals(List.of(1), ids(things.find()));
  }

  @Test
  void aDroppedCollectionIsEmptyAndHasNoIndexes() {
    things.createIndex(Indexes.ascending("name"), UNIQUE);
    things.insertOne(named(1, "a"));
    things.drop();
    things.insertMany(List.of(named(1, "a"), named(2, "a")));
    assertEquals(2, things.countDocuments());
  }

  @Test
  void whatNoIndexTakesIsRefusedWhole() {
    things.createIndex(Indexes.ascending("a", "b"));
    var lists = new Document("a", List.of(1, 2)).append("b", List.of(3, 4));
    assertThrows(MongoWriteException.class, () -> things.insertOne(new Document(lists)));
    assertEquals(List.of(), all());
    things.insertOne(named(1, "one"));
    assertThrows(
        MongoWriteException.class,
        () -> things.updateOne(eq("_id", 1), new Document("$set", lists)));
    assertEquals(List.of(named(1, "one")), all());
  }

  private static void assertDuplicate(Runnable write) {
    assertEquals(
        DUPLICATE_KEY, assertThrows(MongoWriteException.class, write::run).getError().getCode());
  }

  private List<Document> all() {
    return things.find().sort(Sorts.ascending("_id")).into(new ArrayList<>());
  }

  private static List<Integer> ids(Iterable<Document> found) {
    var ids = new ArrayList<Integer>();
    found.forEach(d -> ids.add(d.getInteger("_id")));
    return ids;
  }

  private static List<String> indexNames(MongoCollection<Document> collection) {
    return collection.listIndexes().map(d -> d.getString("name")).into(new ArrayList<>());
  }

  private static Document named(int id, String name) {
    return new Document("_id", id).append("name", name);
  }

  private static Document due(int id, String status, int due) {
    return new Document("_id", id).append("status", status).append("due", due);
  }

  private static Document task(ObjectId order, String kind, int unit) {
    return new Document("order", order).append("kind", kind).append("unit", unit);
  }
}
