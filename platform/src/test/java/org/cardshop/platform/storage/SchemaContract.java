package org.cardshop.platform.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.Test;

interface SchemaContract {
  /// Opens a database as a process does when it starts.
  Database open(String name);

  @Test
  default void processesThatStartAtOnceAgreeOnTheSchema() throws Exception {
    var name = "cardshop_test_" + Ids.next();
    try (var processes = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Database>> opened =
          IntStream.range(0, 4).mapToObj(_ -> processes.submit(() -> open(name))).toList();
      for (var one : opened) {
        one.get().close();
      }
    }
    try (var again = open(name)) {
      assertEquals(1, again.collection(Migrations.COLLECTION).countDocuments());
      again.drop();
    }
  }

  @Test
  default void aProcessRefusesADatabaseOfANewerCardshop() {
    var name = "cardshop_test_" + Ids.next();
    try (var database = open(name)) {
      var newer = new Document("$set", new Document("version", 99));
      database.collection(Migrations.COLLECTION).updateOne(new Document("_id", "schema"), newer);
      var refusal = assertThrows(IllegalStateException.class, () -> open(name));
      assertTrue(String.valueOf(refusal.getMessage()).contains("newer"), refusal.getMessage());
      database.drop();
    }
  }
}
