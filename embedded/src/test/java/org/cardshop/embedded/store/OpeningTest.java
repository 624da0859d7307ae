package org.cardshop.embedded.store;

import static com.mongodb.client.model.Filters.eq;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.bson.Document;
import org.bson.types.Binary;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpeningTest {
  @TempDir private Path directory;

  @Test
  void whatWasWrittenIsThereAfterARestartWithItsTypes() {
    var written =
        new Document("_id", new ObjectId())
            .append("text", "Grüße")
            .append("whole", 1)
            .append("large", 1L << 60)
            .append("real", 0.5)
            .append("decimal", Decimal128.parse("12.50"))
            .append("yes", true)
            .append("none", null)
            .append("at", Instant.ofEpochMilli(1_700_000_000_123L))
            .append("bytes", new Binary(new byte[] {1, 2, 3}))
            .append("list", List.of(1, "two", new Document("three", List.of())));
    try (var store = EmbeddedStore.open(directory, 0);
        var client = connect(store)) {
      things(client).insertOne(written);
      client.getDatabase("other").getCollection("c").insertOne(new Document("_id", 1));
    }
    try (var store = EmbeddedStore.open(directory, 0);
        var client = connect(store)) {
      var found = things(client).find().first();
      assertEquals(written.toBsonDocument(), Objects.requireNonNull(found).toBsonDocument());
      assertEquals(1, client.getDatabase("other").getCollection("c").countDocuments());
    }
  }

  @Test
  void anotherProcessIsRefused() throws Exception {
    try (var _ = EmbeddedStore.open(directory, 0);
        var second = StoreProcess.start(directory)) {
      assertTrue(second.firstLine().contains("is in use by another process"), second.firstLine());
      assertEquals(1, second.process().waitFor());
    }
  }

  @Test
  void asIsAnotherStoreInThisProcess() {
    try (var _ = EmbeddedStore.open(directory, 0)) {
      assertUnusable("is in use by another process", directory, 0);
    }
  }

  @Test
  void aPortInUseIsNamedAndTheDirectoryLetGo() {
    try (var first = EmbeddedStore.open(directory.resolve("a"), 0)) {
      int port = first.uri().getPort();
      var second = directory.resolve("b");
      assertUnusable("127.0.0.1:" + port, second, port);
      EmbeddedStore.open(second, 0).close();
    }
  }

  @Test
  void aDamagedFileIsNamed() throws Exception {
    Files.writeString(directory.resolve("store.mv"), "not a store ".repeat(10_000));
    assertUnusable("is damaged", directory, 0);
  }

  @Test
  void damagedDocumentsShowAtTheStart() throws Exception {
    try (var store = EmbeddedStore.open(directory, 0);
        var client = connect(store)) {
      for (int i = 0; i < 100; i++) {
        things(client).insertOne(new Document("_id", i).append("text", "y".repeat(5000)));
      }
    }
    var file = directory.resolve("store.mv");
    var bytes = Files.readAllBytes(file);
    for (int i = 3 * 4096; i < bytes.length * 3 / 4; i++) {
      bytes[i] = bytes[i] == 'y' ? bytes[i] : 0x7f;
    }
    Files.write(file, bytes);
    assertUnusable("is damaged", directory, 0);
  }

  @Test
  void aDirectoryThatCannotBeMadeIsNamed() throws Exception {
    var file = Files.createFile(directory.resolve("file"));
    assertUnusable("cannot be made", file.resolve("store"), 0);
  }

  @Test
  void rewritingDocumentsDoesNotBloatTheFile() throws Exception {
    try (var store = EmbeddedStore.open(directory, 0);
        var client = connect(store)) {
      var things = things(client);
      for (int i = 0; i < 2500; i++) {
        things.updateOne(
            eq("_id", i * 31 % 200),
            Updates.combine(Updates.set("n", i), Updates.set("text", "z".repeat(500))),
            new UpdateOptions().upsert(true));
      }
      long size = Files.size(directory.resolve("store.mv"));
      assertTrue(size < 2 << 20, size + " bytes for 200 documents of 500");
    }
  }

  private static MongoClient connect(EmbeddedStore store) {
    return MongoClients.create(store.uri().toString());
  }

  private static MongoCollection<Document> things(MongoClient client) {
    return client.getDatabase("cardshop").getCollection("things");
  }

  private static void assertUnusable(String why, Path directory, int port) {
    var e =
        assertThrows(
            UnusableStoreException.class, () -> EmbeddedStore.open(directory, port).close());
    assertTrue(String.valueOf(e.getMessage()).contains(why), e.getMessage());
  }
}
