package org.cardshop.embedded.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import java.nio.file.Path;
import java.util.List;
import org.bson.Document;
import org.bson.types.Binary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FullDiskTest {
  /// Lets no file grow beyond 2 MiB, which is to a writer what a full disk is.
  private static final List<String> SMALL_FILES =
      List.of("bash", "-c", "ulimit -f 2048; exec \"$@\"", "bash");

  @TempDir private Path directory;

  @Test
  void aWriteThatTheDiskDidNotTakeIsNotAcknowledged() throws Exception {
    int acknowledged;
    try (var store = StoreProcess.start(directory, SMALL_FILES);
        var client = MongoClients.create(store.uri())) {
      var documents = client.getDatabase("cardshop").getCollection("documents");
      acknowledged = insertUntilRefused(documents);
      var told = assertThrows(MongoCommandException.class, documents::countDocuments);
      assertTrue(told.getErrorMessage().contains("has stopped"), told.getErrorMessage());
    }
    try (var store = EmbeddedStore.open(directory, 0);
        var client = MongoClients.create(store.uri().toString())) {
      var documents = client.getDatabase("cardshop").getCollection("documents");
      assertTrue(acknowledged > 0);
      assertEquals(acknowledged, documents.countDocuments());
    }
  }

  private static int insertUntilRefused(MongoCollection<Document> documents) {
    for (int i = 0; i < 1000; i++) {
      try {
        documents.insertOne(new Document("_id", i).append("data", new Binary(new byte[50_000])));
      } catch (MongoException refused) {
        assertTrue(
            String.valueOf(refused.getMessage()).contains("Make room on the disk"),
            refused::toString);
        return i;
      }
    }
    return fail("50 MB went into 2 MiB");
  }
}
