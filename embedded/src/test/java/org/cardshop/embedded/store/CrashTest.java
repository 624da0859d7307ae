package org.cardshop.embedded.store;

import static com.mongodb.client.model.Filters.eq;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Updates;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the store acknowledged is there after its process was killed in mid-work.
class CrashTest {
  private static final int ROUNDS = 3;
  private static final int WRITERS = 4;
  private static final int WRITES_BEFORE_KILL = 200;
  private static final String FILLER = "x".repeat(300);

  @TempDir private Path directory;

  @Test
  void noAcknowledgedWriteIsLostAndIndexesAgree() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      var writers = new ArrayList<Writer>();
      try (var store = StoreProcess.start(directory);
          var client = connect(store)) {
        var documents = documents(client);
        documents.createIndex(Indexes.ascending("key"), new IndexOptions().unique(true));
        documents.createIndex(Indexes.ascending("state"));
        var enough = new CountDownLatch(WRITES_BEFORE_KILL);
        for (int w = 0; w < WRITERS; w++) {
          writers.add(new Writer("%d-%d".formatted(round, w), documents, enough));
        }
        var threads = writers.stream().map(Thread::startVirtualThread).toList();
        enough.await();
        store.kill();
        for (var thread : threads) {
          thread.join();
        }
      }
      try (var store = StoreProcess.start(directory);
          var client = connect(store)) {
        for (var writer : writers) {
          writer.assertKept(documents(client));
        }
        assertIndexesAgree(documents(client));
        assertEquals(143, store.terminate(), "SIGTERM ends it");
      }
    }
  }

  private static MongoClient connect(StoreProcess store) {
    return MongoClients.create(store.uri() + "/?retryWrites=true&serverSelectionTimeoutMS=2000");
  }

  private static MongoCollection<Document> documents(MongoClient client) {
    return client.getDatabase("cardshop").getCollection("documents");
  }

  private static void assertIndexesAgree(MongoCollection<Document> documents) {
    var all = documents.find().into(new ArrayList<>());
    assertEquals(
        all.stream()
            .filter(d -> "done".equals(d.get("state")))
            .map(d -> d.get("_id"))
            .collect(toSet()),
        documents.find(eq("state", "done")).map(d -> d.get("_id")).into(new HashSet<>()));
    for (var document : all) {
      assertEquals(document, documents.find(eq("key", document.get("key"))).first());
    }
  }

  /// Inserts documents and updates each, and remembers what was acknowledged.
  private static final class Writer implements Runnable {
    private final String name;
    private final MongoCollection<Document> documents;
    private final CountDownLatch enough;
    private int inserted;
    private int updated;

    Writer(String name, MongoCollection<Document> documents, CountDownLatch enough) {
      this.name = name;
      this.documents = documents;
      this.enough = enough;
    }

    @Override
    public void run() {
      try {
        while (true) {
          var id = name + "/" + inserted;
          documents.insertOne(
              new Document("_id", id)
                  .append("key", "key of " + id)
                  .append("state", "new")
                  .append("filler", FILLER));
          inserted++;
          documents.updateOne(
              eq("_id", id),
              Updates.combine(
                  Updates.set("state", "done"), Updates.set("key", "new key of " + id)));
          updated++;
          enough.countDown();
        }
      } catch (MongoException killed) {
        enough.countDown();
      }
    }

    void assertKept(MongoCollection<Document> found) {
      assertTrue(updated > 0, name + " wrote nothing");
      var states =
          IntStream.range(0, inserted)
              .mapToObj(i -> found.find(eq("_id", name + "/" + i)).first())
              .map(d -> d == null ? "lost" : d.getString("state"))
              .toList();
      assertEquals(inserted, states.stream().filter(s -> !s.equals("lost")).count(), name);
      assertEquals(List.of("done"), states.subList(0, updated).stream().distinct().toList(), name);
    }
  }
}
