package org.cardshop.platform.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;
import org.bson.types.ObjectId;
import org.cardshop.core.identity.Role;
import org.cardshop.core.order.OrderEffect;
import org.cardshop.core.order.OrderEvent;
import org.cardshop.core.order.OrderState;
import org.cardshop.core.order.OrderTerms;
import org.cardshop.core.schedule.Misfire;
import org.cardshop.core.task.TaskEffect;
import org.cardshop.core.task.TaskKey;
import org.cardshop.core.task.TaskKind;
import org.cardshop.core.task.TaskState;
import org.cardshop.embedded.store.EmbeddedStore;
import org.cardshop.platform.runtime.Closer;
import org.cardshop.platform.wire.Golden;
import org.cardshop.platform.wire.Json;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// What an older version left in the database is read, and saved again it says all that it said.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StoredByVersion1Test {
  private static final Instant THEN = Instant.parse("2026-03-01T12:00:00Z");
  private static final Set<String> OF_EACH_SAVE = Set.of("version", "changed_at", "outbox");

  @TempDir private static Path directory;
  private final Closer closer = new Closer();
  private Database database;
  private OrderStore orders;
  private TaskStore tasks;

  @BeforeAll
  void open() {
    var server = closer.add(EmbeddedStore.open(directory, 0));
    database = closer.add(Database.open(server.uri().toString()));
    orders = new OrderStore(database);
    tasks = new TaskStore(database);
  }

  @AfterAll
  void close() {
    closer.close();
  }

  /// What is kept in one collection.
  ///
  /// @param today puts examples into the empty collection, named in order
  /// @param again reads the document of this id and saves it as it is
  private record Kind(String collection, List<String> names, Runnable today, Saving again) {}

  private interface Saving {
    void of(Object id);
  }

  @TestFactory
  Stream<DynamicTest> whatWasStoredIsReadAndSavedAgain() {
    var kinds =
        List.of(
            orders(),
            tasks(),
            workers(),
            registry("users", users(), new UserStore(database, new Passwords(4))),
            registry("channels", channels(), new ChannelStore(database)),
            registry("warehouses", warehouses(), new WarehouseStore(database)),
            registry("schedules", schedules(), new ScheduleStore(database)),
            registry("auto_images", autoImages(), new AutoImageStore(database)),
            registry("media", media(), new MediaStore(database)));
    return kinds.stream().map(kind -> DynamicTest.dynamicTest(kind.collection(), () -> test(kind)));
  }

  private void test(Kind kind) throws IOException {
    var documents = database.collection(kind.collection());
    documents.deleteMany(new Document());
    kind.today().run();
    var fresh = documents.find().sort(new Document("_id", 1)).into(new ArrayList<>());
    var golden = Golden.version1("stored/" + kind.collection());
    var examples = new TreeMap<String, ObjectNode>();
    for (int i = 0; i < fresh.size(); i++) {
      int at = i;
      var name = kind.names().get(i);
      examples.put(name, golden.example(name, () -> json(fresh.get(at))));
    }
    for (var name : golden.names()) { // also of what is no longer stored
      examples.put(name, golden.example(name, Json::object));
    }
    for (var example : examples.entrySet()) {
      documents.deleteMany(new Document());
      var stored = Document.parse(Json.text(example.getValue()));
      documents.insertOne(stored);
      var id = Objects.requireNonNull(stored.get("_id"));
      kind.again().of(id);
      var saved = documents.find(new Document("_id", id)).first();
      assertTrue(saved != null, example.getKey());
      example.getValue().remove(OF_EACH_SAVE);
      assertEquals("", Golden.missing(json(saved), example.getValue(), example.getKey()));
    }
  }

  @Test
  void aRunThatWasNotedByAnOlderVersionIsEnqueuedOnce() throws IOException {
    var runs = new RunStore(database);
    var documents = database.collection("schedule_runs");
    runs.insert(new Run("nightly", THEN, "expire-images"), THEN);
    var example =
        Golden.version1("stored/schedule_runs")
            .example("run", () -> json(Objects.requireNonNull(documents.find().first())));
    documents.deleteMany(new Document());
    documents.insertOne(Document.parse(Json.text(example)));

    var run = runs.unpublishedSince(THEN, 9).getFirst();
    assertFalse(runs.insert(run, THEN));
    assertTrue(runs.isOpen(run));
    assertTrue(runs.takeUp(run, THEN, THEN.plusSeconds(1)));
    runs.setPublished(run);
    assertEquals(List.of(), runs.unpublishedSince(THEN.plusSeconds(1), 9));
  }

  private Kind orders() {
    var names = new ArrayList<String>();
    var all = new ArrayList<Runnable>();
    var effects =
        List.<OrderEffect>of(
            new OrderEffect.EnsureTasks(),
            new OrderEffect.CancelTasks("admin"),
            new OrderEffect.DeleteImage("68a1"));
    for (var kind : Samples.kinds(OrderState.class).toList()) {
      var state = (OrderState) samples(kind).of(kind);
      names.add(name(kind));
      int n = names.size();
      all.add(() -> orders.insert(order(id(n), state), effects, THEN));
    }
    return new Kind(
        "orders",
        names,
        () -> all.forEach(Runnable::run),
        id -> {
          var read = orders.find(id.toString()).orElseThrow();
          assertEquals(effects, read.outbox().stream().map(Posted::effect).toList());
          orders.save(read, read.value(), List.of(), List.of(), THEN);
        });
  }

  private static Order order(String id, OrderState state) {
    var request = Json.object().put("quantity", 3);
    request.putObject("client").put("name", "A school").put("email", "school@example.org");
    return new Order(
        new OrderTerms(id, OrderTerms.Medium.PHYSICAL, 3, Duration.ofDays(10)),
        state,
        "kiwix",
        URI.create("ftps://upload:2121"),
        URI.create("ftps://download:2121"),
        request,
        THEN,
        "admin",
        Optional.of("key of " + id));
  }

  private Kind tasks() {
    var effects = new ArrayList<TaskEffect>();
    effects.add(new TaskEffect.RingDoorbell());
    effects.add(new TaskEffect.StopWorker("w-1", 2));
    for (var kind : Samples.kinds(OrderEvent.class).toList()) {
      if (isOfATask(kind)) {
        effects.add(new TaskEffect.TellOrder((OrderEvent) samples(kind).of(kind)));
      }
    }
    var names = new ArrayList<String>();
    var all = new ArrayList<Task>();
    for (var taskKind : TaskKind.values()) {
      for (var kind : Samples.kinds(TaskState.class).toList()) {
        names.add(taskKind.wire() + "-" + name(kind));
        all.add(task(taskKind, kind, names.size()));
      }
    }
    return new Kind(
        "tasks",
        names,
        () -> all.forEach(task -> assertTrue(tasks.insert(task, effects, THEN))),
        id -> {
          var read = tasks.find(id.toString()).orElseThrow();
          assertEquals(effects.size(), read.outbox().size());
          tasks.save(read, read.value().state(), List.of(), List.of(), THEN);
        });
  }

  private static boolean isOfATask(Class<?> event) {
    return !Set.of(
            OrderEvent.ParcelShipped.class,
            OrderEvent.OfferEnded.class,
            OrderEvent.OfferProlonged.class,
            OrderEvent.CancelAsked.class,
            OrderEvent.RetryAsked.class)
        .contains(event);
  }

  /// Of the states that a task of this kind can have: with steps and products of its kind.
  private static Task task(TaskKind taskKind, Class<?> kind, int n) {
    for (int seed = n; ; seed += 1000) {
      var state = (TaskState) new Samples(new Random(seed)).of(kind);
      var key = new TaskKey(id(n), taskKind, 1);
      var step =
          switch (state) {
            case TaskState.Running r -> r.step().kind();
            case TaskState.Retryable r ->
                r.cut().flatMap(c -> c.step()).map(s -> s.kind()).orElse(null);
            case TaskState.Succeeded s -> s.product().kind();
            case TaskState.Pending _,
                TaskState.Claimed _,
                TaskState.Discarded _,
                TaskState.Cancelled _ ->
                taskKind;
          };
      if (step == taskKind) {
        return new Task(key, "kiwix", state);
      }
    }
  }

  private Kind workers() {
    var store = new WorkerStore(database);
    var worker =
        new Worker(
            "w-1",
            TaskKind.WRITE,
            "kiwix",
            7,
            "1.0",
            THEN,
            true,
            List.of(
                new Worker.Slot("A-01", "busy", "dev-8:16-1", 32_000_000_000L, id(1)),
                new Worker.Slot("A-02", "free", "", 0, "")),
            OptionalLong.of(123_456_789));
    return new Kind(
        "workers",
        List.of("writer"),
        () -> store.saw(worker, 1),
        id -> store.saw(store.find(id.toString()).orElseThrow(), 1));
  }

  private static <T extends Registry.Entry> Kind registry(
      String collection, Map<String, T> examples, Registry<T> store) {
    return new Kind(
        collection,
        List.copyOf(examples.keySet()),
        () -> examples.values().forEach(store::insert),
        id -> assertTrue(store.replace(store.find(id.toString()).orElseThrow())));
  }

  private static Map<String, User> users() {
    var users = new LinkedHashMap<String, User>();
    for (var role : Role.values()) {
      int n = users.size() + 1;
      users.put(
          role.wire(), new User(id(n), "user-" + n, "user@example.org", role, "kiwix", n != 3));
    }
    return users;
  }

  private static Map<String, Channel> channels() {
    return Map.of("channel", new Channel(id(1), "kiwix", "Kiwix", "paris", true));
  }

  private static Map<String, Warehouse> warehouses() {
    var up = URI.create("ftps://upload:2121");
    var down = URI.create("ftps://download:2121");
    return Map.of("warehouse", new Warehouse(id(1), "paris", "Paris", up, down));
  }

  private static Map<String, Schedule> schedules() {
    var schedules = new LinkedHashMap<String, Schedule>();
    for (var misfire : Misfire.values()) {
      int n = schedules.size() + 1;
      schedules.put(
          misfire.wire(),
          new Schedule(
              id(n),
              "schedule-" + n,
              "30 4 * * *",
              ZoneId.of("Africa/Bamako"),
              misfire,
              n == 1,
              "expire-images",
              n != 2,
              Optional.empty()));
    }
    return schedules;
  }

  private static Map<String, AutoImage> autoImages() {
    var config = Json.object();
    config.putObject("base").put("source", "https://example.org/base.img.xz");
    return Map.of(
        "auto-image",
        new AutoImage(id(1), "wikipedia-fr", config, "kiwix", "user@example.org", true));
  }

  private static Map<String, Medium> media() {
    var media = new LinkedHashMap<String, Medium>();
    for (var type : OrderTerms.Medium.values()) {
      int n = media.size() + 1;
      media.put(
          type.name().toLowerCase(Locale.ROOT), new Medium(id(n), "medium-" + n, type, 32, 2));
    }
    return media;
  }

  private static Samples samples(Class<?> kind) {
    return new Samples(new Random(kind.getSimpleName().hashCode()));
  }

  private static String name(Class<?> kind) {
    return kind.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }

  private static String id(int n) {
    return new ObjectId(String.format(Locale.ROOT, "68a1f0c2d4e5f607%08d", n)).toHexString();
  }

  private static JsonNode json(Document document) {
    var settings = JsonWriterSettings.builder().outputMode(JsonMode.EXTENDED).build();
    return Json.parseObject(document.toJson(settings).getBytes(StandardCharsets.UTF_8));
  }
}
