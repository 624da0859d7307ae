package org.cardshop.embedded.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.mongodb.MongoClientException;
import com.mongodb.MongoCommandException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What would silently mean something else than on MongoDB fails.
class RefusalsTest {
  private static final int NOT_IMPLEMENTED = 238;

  @TempDir private static Path directory;
  private static EmbeddedStore store;
  private static MongoClient client;

  @BeforeAll
  static void open() {
    store = EmbeddedStore.open(directory, 0);
    client = MongoClients.create(store.uri().toString());
    client.getDatabase("d").getCollection("c").insertOne(Document.parse("{_id: 1, a: [1]}"));
  }

  @AfterAll
  static void close() {
    client.close();
    store.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{createIndexes: 'c', indexes: [{key: {a: 1}, name: 'i', partialFilterExpression: {b:"
            + " 1}}]}",
        "{createIndexes: 'c', indexes: [{key: {a: 1}, name: 'i', expireAfterSeconds: 60}]}",
        "{createIndexes: 'c', indexes: [{key: {a: 1}, name: 'i', collation: {locale: 'en'}}]}",
        "{createIndexes: 'c', indexes: [{key: {a: 1}, name: 'i', hidden: true}]}",
        "{createIndexes: 'c', indexes: [{key: {a: 'text'}, name: 'i'}]}",
        "{createIndexes: 'c', indexes: [{key: {'$**': 1}, name: 'i'}]}",
        "{create: 'n', validator: {a: {$exists: true}}}",
        "{create: 'n', viewOn: 'c', pipeline: []}",
        "{create: 'n', capped: true, size: 4096}",
        "{create: 'n', expireAfterSeconds: 60}",
        "{create: 'n', timeseries: {timeField: 't'}}",
        "{find: 'c', collation: {locale: 'en'}}",
        "{find: 'c', let: {x: 1}}",
        "{find: 'c', tailable: true}",
        "{find: 'c', projection: {x: {$add: ['$a', 1]}}}",
        "{find: 'c', projection: {x: '$a'}}",
        "{find: 'c', projection: {'a.$': 1}}",
        "{count: 'c', collation: {locale: 'en'}}",
        "{distinct: 'c', key: 'a', collation: {locale: 'en'}}",
        "{aggregate: 'c', pipeline: [], cursor: {}, collation: {locale: 'en'}}",
        "{aggregate: 'c', pipeline: [], cursor: {}, let: {x: 1}}",
        "{update: 'c', updates: [{q: {}, u: {$set: {b: 1}}, collation: {locale: 'en'}}]}",
        "{update: 'c', updates: [{q: {}, u: [{$set: {b: 1}}]}]}",
        "{update: 'c', updates: [{q: {}, u: {$set: {b: 1}}}, {q: {}, u: {$set: {b: 2}}}]}",
        "{delete: 'c', deletes: [{q: {}, limit: 1, collation: {locale: 'en'}}]}",
        "{findAndModify: 'c', query: {}, update: [{$set: {b: 1}}]}",
        "{findAndModify: 'c', query: {}, update: {$set: {b: 1}}, collation: {locale: 'en'}}",
        "{findAndModify: 'c', query: {}, update: {$set: {b: 1}}, fields: {x: '$a'}}",
        "{listCollections: 1, filter: {name: 'c'}}",
        "{dropIndexes: 'c', index: '*'}",
        "{renameCollection: 'd.c', to: 'd.e'}",
        "{insert: 'c', documents: [{_id: 2}], txnNumber: 1}",
      })
  void aCommandThatWouldMeanSomethingElseIsRefused(String command) {
    var refused =
        assertThrows(
            MongoCommandException.class,
            () -> client.getDatabase("d").runCommand(Document.parse(command)));
    assertEquals(NOT_IMPLEMENTED, refused.getErrorCode(), refused.getErrorMessage());
    assertTrue(refused.getErrorMessage().startsWith("The embedded store does not support "));
    assertEquals(
        List.of(Document.parse("{_id: 1, a: [1]}")),
        client.getDatabase("d").getCollection("c").find().into(new ArrayList<>()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{aggregate: 'c', pipeline: [{$changeStream: {}}], cursor: {}}",
        "{createUser: 'u', pwd: 'p', roles: []}",
        "{collMod: 'c', validator: {}}",
        "{find: 'c', filter: {$text: {$search: 'x'}}}",
        "{find: 'c', filter: {$jsonSchema: {required: ['a']}}}",
      })
  void whatTheServerLacksFails(String command) {
    assertThrows(
        MongoCommandException.class,
        () -> client.getDatabase("d").runCommand(Document.parse(command)));
  }

  @Test
  void sessionsAndTransactionsFail() {
    var documents = client.getDatabase("d").getCollection("c");
    try (var session = client.startSession()) {
      assertThrows(MongoClientException.class, () -> documents.find(session).first());
      session.startTransaction();
      assertThrows(
          MongoClientException.class,
          () -> documents.insertOne(session, new Document("_id", "never")));
    }
  }
}
