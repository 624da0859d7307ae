package org.cardshop.platform.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.bson.Document;
import org.cardshop.core.order.OrderTerms;
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
  default void aDatabaseOfAnOlderCardshopIsBroughtUpToDate() {
    var name = "cardshop_test_" + Ids.next();
    try (var database = open(name)) {
      var medium = new Medium(Ids.next(), "32 GB", OrderTerms.Medium.PHYSICAL, 32, 1);
      assertTrue(new MediaStore(database).insert(medium));
      toFirstSchema(database);
      assertTrue(new MediaStore(database).insert(named(medium)), "names were not unique");
      assertTrue(new MediaStore(database).delete(medium.id()));
    }
    try (var database = open(name)) {
      var schema = database.collection(Migrations.COLLECTION).find().first();
      assertEquals(7, Objects.requireNonNull(schema).getInteger("version"));
      var media = new MediaStore(database);
      var kept = media.byName("32 GB").orElseThrow();
      assertFalse(media.insert(named(kept)));
      database.drop();
    }
  }

  private static Medium named(Medium other) {
    return new Medium(Ids.next(), other.name(), other.type(), other.size(), other.units());
  }

  /// As the first Cardshop left it.
  private static void toFirstSchema(Database database) {
    for (var index : database.collection("media").listIndexes()) {
      if (!"_id_".equals(index.getString("name"))) {
        database.collection("media").dropIndex(String.valueOf(index.getString("name")));
      }
    }
    database
        .collection(Migrations.COLLECTION)
        .updateOne(new Document("_id", "schema"), new Document("$set", new Document("version", 1)));
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
