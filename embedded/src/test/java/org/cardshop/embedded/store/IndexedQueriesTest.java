package org.cardshop.embedded.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Two collections of the same documents, one with indexes, one without: whatever is asked, both
/// answer the same, also after documents were changed and the store was opened anew.
class IndexedQueriesTest {
  private static final int DOCUMENTS = 150;
  private static final int QUERIES = 150;
  private static final List<String> FIELDS = List.of("a", "b", "c");

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void plainValuesAreFoundAlikeWithAndWithoutIndexes(long seed) {
    compare(new Random(seed), plain(), true);
  }

  @ParameterizedTest
  @ValueSource(longs = {3, 4})
  void soAreListsAndDocumentsAmongThem(long seed) {
    var mixed = new ArrayList<>(plain());
    mixed.add(List.of(1, 2));
    mixed.add(List.of("x", 2));
    mixed.add(new Document("in", 1));
    compare(new Random(seed), mixed, false);
  }

  @ParameterizedTest
  @ValueSource(longs = {5, 6})
  void soAreListsOfWords(long seed) {
    var words = new ArrayList<Object>(List.of("x", "y", "z", List.of("x", "y"), List.of("z")));
    words.add(List.of("y", "y", "x"));
    words.add(List.of());
    compare(new Random(seed), words, false);
  }

  private static List<Object> plain() {
    return Arrays.asList(
        null,
        0,
        1,
        2,
        -7,
        2L,
        1L << 60,
        (1L << 60) + 1,
        0.5,
        -0.25,
        "",
        "x",
        "x\0",
        "xy",
        "é",
        true,
        false,
        Instant.ofEpochMilli(0),
        Instant.ofEpochMilli(-5),
        Instant.ofEpochMilli(1_700_000_000_000L),
        new ObjectId("0123456789abcdef01234567"),
        new ObjectId("0123456789abcdef01234568"));
  }

  /// @param ordered values that are equal in an order look the same
  private void compare(Random random, List<Object> values, boolean ordered) {
    try (var store = EmbeddedStore.open(directory, 0);
        var client = MongoClients.create(store.uri().toString())) {
      var indexed = indexed(client);
      indexed.createIndex(Indexes.ascending("a", "b"));
      indexed.createIndex(Indexes.descending("b"));
      indexed.createIndex(Indexes.ascending("c"), new IndexOptions().sparse(true));
      var made = new ArrayList<Document>();
      for (int i = 0; i < DOCUMENTS; i++) {
        made.add(document(random, values).append("_id", i));
      }
      indexed.insertMany(made);
      plainOne(client).insertMany(made);
      ask(client, random, values, ordered);
      for (int i = 0; i < DOCUMENTS; i += 3) {
        var next = document(random, values);
        for (var one : List.of(indexed, plainOne(client))) {
          if (i % 2 == 0) {
            one.deleteOne(new Document("_id", i));
          } else {
            one.replaceOne(new Document("_id", i), next);
          }
        }
      }
      ask(client, random, values, ordered);
    }
    try (var store = EmbeddedStore.open(directory, 0);
        var client = MongoClients.create(store.uri().toString())) {
      ask(client, random, values, ordered);
    }
  }

  private static void ask(MongoClient client, Random random, List<Object> values, boolean ordered) {
    for (int i = 0; i < QUERIES; i++) {
      var query = new Document();
      for (var field : FIELDS) {
        if (random.nextInt(3) == 0) {
          query.append(field, condition(random, values));
        }
      }
      var sort = new Document(FIELDS.get(random.nextInt(3)), random.nextBoolean() ? 1 : -1);
      var told = query + " by " + sort;
      assertEquals(
          plainOne(client).countDocuments(query), indexed(client).countDocuments(query), told);
      assertEquals(ids(plainOne(client), query), ids(indexed(client), query), told);
      if (!ordered) {
        continue;
      }
      int skip = random.nextInt(20);
      assertEquals(
          page(plainOne(client), query, sort, skip),
          page(indexed(client), query, sort, skip),
          told);
    }
  }

  private static Object condition(Random random, List<Object> values) {
    var value = values.get(random.nextInt(values.size()));
    return switch (random.nextInt(5)) {
      case 0 -> new Document("$gt", value);
      case 1 ->
          new Document("$lte", value).append("$gt", values.get(random.nextInt(values.size())));
      case 2 ->
          new Document("$in", Arrays.asList(value, values.get(random.nextInt(values.size()))));
      case 3 -> new Document("$eq", value);
      default -> value == null ? new Document("$gte", 1) : value;
    };
  }

  private static Document document(Random random, List<Object> values) {
    var document = new Document();
    for (var field : FIELDS) {
      if (random.nextInt(6) > 0) {
        // No index has two fields that are lists.
        var among = field.equals("a") ? plain() : values;
        document.append(field, among.get(random.nextInt(among.size())));
      }
    }
    return document;
  }

  private static List<Integer> ids(MongoCollection<Document> documents, Document query) {
    return documents.find(query).map(d -> d.getInteger("_id")).into(new ArrayList<>()).stream()
        .sorted()
        .toList();
  }

  /// What the page is sorted by; of those with the same value any may be shown.
  private static List<Object> page(
      MongoCollection<Document> documents, Document query, Document sort, int skip) {
    var field = sort.keySet().iterator().next();
    return documents
        .find(query)
        .sort(sort)
        .skip(skip)
        .limit(10)
        .map(d -> String.valueOf(d.get(field)))
        .into(new ArrayList<Object>());
  }

  private static MongoCollection<Document> indexed(MongoClient client) {
    return client.getDatabase("test").getCollection("indexed");
  }

  private static MongoCollection<Document> plainOne(MongoClient client) {
    return client.getDatabase("test").getCollection("plain");
  }
}
