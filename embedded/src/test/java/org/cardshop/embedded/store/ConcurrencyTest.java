package org.cardshop.embedded.store;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.PushOptions;
import com.mongodb.client.model.Updates;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConcurrencyTest {
  private static final int WRITERS = 4;
  private static final int READERS = 4;
  private static final int INCREMENTS = 100;
  private static final int KEPT = 20;

  /// Between the two fields that are compared, so that an answer that is changed while it is sent
  /// shows.
  private static final int FILLERS = 500;

  @TempDir private Path directory;
  private EmbeddedStore store;
  private MongoClient client;
  private MongoCollection<Document> counters;

  @BeforeEach
  void open() {
    store = EmbeddedStore.open(directory, 0);
    client = MongoClients.create(store.uri() + "/?retryReads=false&retryWrites=false");
    counters = client.getDatabase("cardshop").getCollection("counters");
    counters.insertOne(
        new Document("_id", 1)
            .append("version", 0)
            .append(
                "filler", Collections.nCopies(FILLERS, new Document("so", "that it takes time")))
            .append("log", List.of()));
  }

  @AfterEach
  void close() {
    client.close();
    store.close();
  }

  @Test
  void compareAndSetLosesNoIncrementAndReadersSeeWholeDocuments() throws Exception {
    var writing = new AtomicBoolean(true);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var writers = new ArrayList<Future<Void>>();
      var readers = new ArrayList<Future<Void>>();
      for (int i = 0; i < WRITERS; i++) {
        writers.add(threads.submit(this::increment));
      }
      for (int i = 0; i < READERS; i++) {
        readers.add(threads.submit(readWhile(writing)));
      }
      try {
        for (var writer : writers) {
          writer.get();
        }
      } finally {
        writing.set(false);
      }
      for (var reader : readers) {
        reader.get();
      }
    }
    assertEquals(WRITERS * INCREMENTS, read().getInteger("version"));
  }

  private Void increment() {
    for (int done = 0; done < INCREMENTS; ) {
      int version = read().getInteger("version");
      var update =
          Updates.combine(
              Updates.set("version", version + 1),
              version % 2 == 0 ? Updates.set("odd", true) : Updates.unset("odd"),
              Updates.pushEach("log", List.of(version + 1), new PushOptions().slice(-KEPT)));
      done +=
          (int)
              counters
                  .updateOne(and(eq("_id", 1), eq("version", version)), update)
                  .getModifiedCount();
    }
    return null;
  }

  private Callable<Void> readWhile(AtomicBoolean writing) {
    return () -> {
      while (writing.get()) {
        var seen = read();
        int version = seen.getInteger("version");
        var log = seen.getList("log", Integer.class);
        assertEquals(Math.min(version, KEPT), log.size());
        assertEquals(version, log.isEmpty() ? 0 : log.getLast());
        assertEquals(version % 2 == 1, seen.containsKey("odd"));
        assertEquals(1, counters.countDocuments(eq("_id", 1)));
      }
      return null;
    };
  }

  private Document read() {
    return Objects.requireNonNull(counters.find(eq("_id", 1)).first());
  }
}
