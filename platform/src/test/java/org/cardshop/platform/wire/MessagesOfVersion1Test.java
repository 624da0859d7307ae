package org.cardshop.platform.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cardshop.core.image.Sha256;
import org.cardshop.core.task.Failure;
import org.cardshop.core.task.Mark;
import org.cardshop.core.task.Product;
import org.cardshop.core.task.Step.CreateStep;
import org.cardshop.core.task.Step.WriteStep;
import org.cardshop.core.task.TaskKind;
import org.cardshop.core.task.Trouble;
import org.cardshop.platform.wire.Answer.Work;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What a process of an older version sends is understood, and what one of a newer version adds
/// does no harm. Requests of the REST API are another thing: a field that the server does not know
/// is most likely a mistake of a person, and refused.
class MessagesOfVersion1Test {
  private static final Golden MESSAGES = Golden.version1("messages");
  private static final String TASK = "68a1f0c2d4e5f60718293a4b";
  private static final String ORDER = "68a1f0c2d4e5f60718293a4c";
  private static final URI WAREHOUSE = URI.create("ftps://warehouse:2121");
  private static final Product.Image IMAGE =
      new Product.Image(ORDER, 8_000_000_000L, Sha256.of(new byte[] {1}));
  private static final Failure FAILURE =
      new Failure(Failure.Status.FAILED_TO_BUILD, "The recipe cannot be built: base is missing.");
  private static final Fact.Bench BENCH =
      new Fact.Bench(
          List.of(
              new Fact.Slot(
                  "A-01", "free", Optional.empty(), OptionalLong.empty(), Optional.empty()),
              new Fact.Slot(
                  "A-02",
                  "busy",
                  Optional.of("dev-8:16-1"),
                  OptionalLong.of(32_000_000_000L),
                  Optional.of(TASK))),
          OptionalLong.of(123_456_789L));

  /// How a kind of message is read and written.
  private record Form<T>(Function<byte[], T> read, Function<T, JsonNode> write) {
    JsonNode again(byte[] bytes) {
      return write.apply(read.apply(bytes));
    }
  }

  private static final Map<String, Form<?>> FORMS =
      Map.of(
          "fact", new Form<>(FactJson::read, FactJson::write),
          "request", new Form<>(RequestJson::readRequest, RequestJson::write),
          "answer", new Form<Answer>(RequestJson::readAnswer, RequestJson::write),
          "command", new Form<>(Command::read, Command::json),
          // Only the task is read of a doorbell.
          "doorbell",
              new Form<>(
                  bytes -> Fields.of(bytes).text("task"), task -> Json.object().put("task", task)));

  private static Map<String, ObjectNode> today() {
    var all = new LinkedHashMap<String, ObjectNode>();
    for (var body : facts()) {
      fact(all, body.type(), body);
    }
    fact(all, "task-succeeded-card", new Fact.TaskSucceeded(TASK, 2, card()));
    fact(all, "task-step-create", new Fact.TaskStepped(TASK, 2, CreateStep.UPLOADING));
    for (var trouble : Trouble.values()) {
      fact(all, "task-retried-" + trouble.wire(), new Fact.TaskRetried(TASK, 2, trouble, FAILURE));
    }
    var held = List.of(new Request.Held(TASK, 2), new Request.Held(ORDER, 1));
    var any = Optional.<String>empty();
    request(all, "claim", new Request.Claim("w-1", 7, TaskKind.WRITE, "kiwix", "A-01", any));
    request(
        all,
        "claim-this",
        new Request.Claim("w-1", 7, TaskKind.CREATE, "kiwix", "build", Optional.of(TASK)));
    request(all, "renew", new Request.Renew("w-1", 7, held));
    answer(all, "granted-create", granted(create()));
    answer(all, "granted-write", granted(new Work.Write(WAREHOUSE, "kiwix", IMAGE, 32L << 30)));
    answer(all, "denied", new Answer.Denied("no task waits for this worker"));
    answer(
        all,
        "renewals",
        new Answer.Renewals(
            List.of(
                new Answer.Renewal(TASK, 2, Optional.of("next ticket"), "renewed"),
                new Answer.Renewal(ORDER, 1, Optional.empty(), "another grant is newer"))));
    for (var command : commands()) {
      all.put("command-" + command.json().path("type").asText(), command.json());
    }
    all.put("doorbell", Json.object().put("task", TASK).put("kind", "write").put("order", ORDER));
    return all;
  }

  private static List<Fact.Body> facts() {
    return List.of(
        new Fact.WorkerOnline(TaskKind.WRITE, "kiwix", "1.0", BENCH),
        new Fact.WorkerHeartbeat(
            TaskKind.CREATE, "kiwix", "1.0", new Fact.Bench(List.of(), OptionalLong.empty())),
        new Fact.WorkerOffline("stopped"),
        new Fact.CardSeen("A-01", "dev-8:16-1", 32_000_000_000L),
        new Fact.CardRemoved("A-01", "dev-8:16-1"),
        new Fact.TaskReceived(TASK, 2),
        new Fact.TaskStepped(TASK, 2, WriteStep.WAITING_FOR_CARD),
        new Fact.TaskRetried(TASK, 2, Trouble.TRANSIENT, FAILURE),
        new Fact.TaskSucceeded(TASK, 2, IMAGE),
        new Fact.TaskFailed(TASK, 2, FAILURE),
        new Fact.TaskCanceled(TASK, 2));
  }

  private static List<Command> commands() {
    return List.of(
        new Command.Cancel(TASK, 2),
        new Command.Drain(),
        new Command.CardConfirmed(TASK, "A-01", "dev-8:16-1"),
        new Command.BadCard(TASK),
        new Command.Prefetch("kiwix", ORDER, WAREHOUSE, "ticket"));
  }

  private static Work.Create create() {
    var recipe = Json.object();
    recipe.putObject("base").put("source", "https://example.org/base.img.xz");
    return new Work.Create(WAREHOUSE, "kiwix", ORDER, recipe);
  }

  private static Product.Card card() {
    return new Product.Card("dev-8:16-1", "A-01", 7_999_999_999L, 1);
  }

  private static Answer granted(Work work) {
    return new Answer.Granted(TASK, ORDER, 1, 2, Duration.ofSeconds(90), work, "ticket");
  }

  private static void fact(Map<String, ObjectNode> all, String name, Fact.Body body) {
    var at = Instant.parse("2026-03-01T12:00:00.123Z");
    all.put("fact-" + name, FactJson.write(new Fact("w-1", new Mark(7, 9), at, body)));
  }

  private static void request(Map<String, ObjectNode> all, String name, Request request) {
    all.put("request-" + name, RequestJson.write(request));
  }

  private static void answer(Map<String, ObjectNode> all, String name, Answer answer) {
    all.put("answer-" + name, RequestJson.write(answer));
  }

  static Stream<Arguments> examples() throws Exception {
    var all = new TreeMap<String, ObjectNode>();
    for (var one : today().entrySet()) {
      all.put(one.getKey(), MESSAGES.example(one.getKey(), one::getValue));
    }
    for (var name : MESSAGES.names()) { // also of what is no longer sent
      all.put(name, MESSAGES.example(name, Json::object));
    }
    return all.entrySet().stream().map(e -> Arguments.of(e.getKey(), e.getValue()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("examples")
  void aMessageIsUnderstoodAndMeansTheSame(String name, ObjectNode message) {
    var again = Json.parseObject(Json.bytes(form(name).again(Json.bytes(message))));
    var before = name.equals("doorbell") ? message.retain("task") : message;
    assertEquals("", Golden.missing(again, before, ""));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("examples")
  void whatANewerVersionAddsIsIgnored(String name, ObjectNode message) {
    var form = form(name);
    // The recipe is the order's: handed on as it is, whatever is in it.
    var payload = Optional.ofNullable(message.path("payload").get("recipe"));
    var newer = (ObjectNode) Golden.fromTheFuture(message);
    payload.ifPresent(recipe -> newer.withObject("payload").set("recipe", recipe));
    assertEquals(form.again(Json.bytes(message)), form.again(Json.bytes(newer)));
  }

  /// A type without an example would be forgotten.
  @Test
  void everyTypeHasAnExample() {
    assertEquals(
        kinds(Fact.Body.class), facts().stream().map(Object::getClass).collect(Collectors.toSet()));
    assertEquals(
        kinds(Command.class),
        commands().stream().map(Object::getClass).collect(Collectors.toSet()));
  }

  private static Set<Class<?>> kinds(Class<?> type) {
    return type.isSealed()
        ? Stream.of(type.getPermittedSubclasses())
            .flatMap(c -> kinds(c).stream())
            .collect(Collectors.toSet())
        : Set.of(type);
  }

  private static Form<?> form(String name) {
    return FORMS.entrySet().stream()
        .filter(form -> name.startsWith(form.getKey()))
        .findFirst()
        .orElseThrow()
        .getValue();
  }
}
