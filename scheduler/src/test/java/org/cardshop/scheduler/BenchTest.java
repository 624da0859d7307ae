package org.cardshop.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.cardshop.core.image.Sha256;
import org.cardshop.core.order.OrderEvent;
import org.cardshop.core.task.Failure;
import org.cardshop.core.task.Mark;
import org.cardshop.core.task.Product;
import org.cardshop.core.task.Step.WriteStep;
import org.cardshop.core.task.TaskEvent;
import org.cardshop.core.task.TaskKind;
import org.cardshop.core.task.Trouble;
import org.cardshop.core.text.Times;
import org.cardshop.platform.production.TaskId;
import org.cardshop.platform.storage.TaskStore;
import org.cardshop.platform.storage.Worker;
import org.cardshop.platform.storage.WorkerStore;
import org.cardshop.platform.wire.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// An order with one card, as far as a writer's slot; what people at the bench then say.
class BenchTest {
  private static final Sha256 DIGEST = Sha256.of(new byte[0]);

  private final Api api = new Api();
  private final WorkerStore workers = new WorkerStore(api.database);
  private final TaskStore tasks = new TaskStore(api.database);
  private String admin = "";
  private String order = "";

  @BeforeEach
  void placeOrder() {
    admin = api.admin();
    api.warehouse();
    order = api.placed(admin, Api.order().put("quantity", 1));
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void anOrderSaysThatNoWorkerIsThere() {
    var waiting = api.get(admin, "/orders/" + order + "/waiting");
    assertEquals("no_worker", waiting.text("/cause"));
    assertTrue(waiting.text("/sentence").startsWith("No creator of the channel cardshop"));
    assertEquals("no_worker", waiting.text("/tasks/0/cause"));
    var create = api.get(admin, "/orders/" + order).text("/tasks/create/_id");
    assertEquals(create, waiting.text("/task"));
    assertEquals(create, waiting.text("/tasks/0/_id"));
  }

  /// In the words of each order's own answer, whatever its state.
  @Test
  void aListSaysWhatItsOrdersWaitFor() {
    waitingForCard();
    var canceled = api.placed(admin, Api.order().put("quantity", 1));
    api.patch(admin, "/orders/" + canceled + "/cancel", "{}");
    api.placed(admin, Api.order().put("quantity", 1));
    var items = api.get(admin, "/orders/?waiting=true").json().path("items");
    assertEquals(3, items.size());
    for (var item : items) {
      var own = api.get(admin, "/orders/" + item.path("_id").asText() + "/waiting");
      for (var field : List.of("waits", "cause", "sentence", "until")) {
        assertEquals(own.json().path(field), item.path("waiting").path(field), own.json() + "");
      }
    }
    assertFalse(items.get(1).at("/waiting/waits").asBoolean());
    var plain = api.get(admin, "/orders/").json().at("/items/0");
    assertFalse(plain.has("waiting"), "not unless asked for");
    var client = api.user("carla", "client");
    var own = api.placed(client, Api.order());
    var theirs = api.get(client, "/orders/?waiting=true").json().path("items");
    assertEquals(List.of(own), theirs.findValuesAsText("_id").stream().distinct().toList());
    assertTrue(theirs.at("/0/waiting/waits").asBoolean());
  }

  @Test
  void anOrderWhoseTaskKilledTwoWorkersNamesThem() {
    var task = api.get(admin, "/orders/" + order).text("/tasks/create/_id");
    for (int epoch = 1; epoch <= 2; epoch++) {
      var now = api.clock.instant();
      var lease = Duration.ofSeconds(90);
      api.production.tell(
          new TaskId(task),
          new TaskEvent.Asked("creator-" + epoch, 7, "build", now, lease),
          Map.of());
      api.clock.pass(lease);
      api.production.tell(
          new TaskId(task), new TaskEvent.LeaseRanOut(epoch, api.clock.instant()), Map.of());
    }
    var waiting = api.get(admin, "/orders/" + order + "/waiting");
    assertEquals("creation_failed", waiting.text("/status"));
    assertEquals("quarantine", waiting.text("/cause"));
    assertEquals(task, waiting.text("/task"));
    assertTrue(
        waiting.text("/sentence").contains("creator-1 (start 7) and creator-2 (start 7) died"));
    assertEquals("quarantine", api.get(admin, "/tasks/" + task + "/waiting").text("/cause"));
    assertEquals(
        200, api.post(admin, "/orders/" + order + "/retry", "{\"what\": \"create\"}").status());
    assertEquals("no_worker", api.get(admin, "/orders/" + order + "/waiting").text("/cause"));
  }

  @Test
  void aTaskThatNeedsAHumanSaysWhatFor() {
    var task = waitingForCard();
    var origin = new TaskEvent.Origin("writer-1", 1, new Mark(1, 2), api.clock.instant());
    var failure =
        new Failure(Failure.Status.FAILED_TO_DOWNLOAD, "The chunk cache is on a read-only disk.");
    api.production.tell(
        new TaskId(task), new TaskEvent.HandedBack(origin, Trouble.NEEDS_HUMAN, failure), Map.of());
    report("", "");
    var waiting = api.get(admin, "/tasks/" + task + "/waiting");
    assertEquals("needs_human", waiting.text("/cause"));
    assertTrue(waiting.text("/sentence").contains("read-only disk"));
    api.clock.pass(Duration.ofMinutes(3));
    assertEquals("its_turn", api.get(admin, "/tasks/" + task + "/waiting").text("/cause"));
  }

  @ParameterizedTest
  @CsvSource({
    "free, its_turn",
    "busy, no_free_slot",
    "suspended, suspended",
    "broken, broken",
    "no disk, no_disk",
  })
  void aTaskSaysHowTheSlotsAre(String state, String cause) {
    var task = imageStored();
    workers.saw(worker(1, "", "", state), 1);
    assertEquals(cause, api.get(admin, "/tasks/" + task + "/waiting").text("/cause"));
  }

  @Test
  void aWorkerThatWentAwayIsNamedWithItsTime() {
    var task = imageStored();
    report("", "");
    var since = api.clock.instant();
    api.clock.pass(Duration.ofMinutes(5));
    workers.silentSince(api.clock.instant());
    var waiting = api.get(admin, "/tasks/" + task + "/waiting");
    assertEquals("no_worker", waiting.text("/cause"));
    assertTrue(
        waiting
            .text("/sentence")
            .contains("writer-1 is offline, heard of last at " + Times.said(since)),
        waiting.text("/sentence"));
  }

  @Test
  void aCardThatIsDoneWithIsToBeReplaced() {
    var task = waitingForCard();
    var shown =
        Json.object()
            .put("step", "waiting_for_card")
            .put("slot", "A-01")
            .put("asks", "replace")
            .put("why", "this card is done with")
            .put("medium", "sd-1");
    tasks.saveProgress(task, 1, shown, api.clock.instant());
    var waiting = api.get(admin, "/tasks/" + task + "/waiting");
    assertEquals("card", waiting.text("/cause"));
    assertTrue(waiting.text("/sentence").contains("this card is done with"));
  }

  @Test
  void aTaskSaysThatEverySlotIsTaken() {
    var task = imageStored();
    report("", "0123456789abcdef01234567");
    assertEquals("no_free_slot", api.get(admin, "/tasks/" + task + "/waiting").text("/cause"));
    report("", "");
    assertEquals("its_turn", api.get(admin, "/tasks/" + task + "/waiting").text("/cause"));
  }

  @Test
  void aTaskSaysHowLongItHasWaitedForACard() {
    var task = waitingForCard();
    report("", task);
    api.clock.pass(Duration.ofSeconds(80));
    var waiting = api.get(admin, "/tasks/" + task + "/waiting");
    assertEquals("card", waiting.text("/cause"));
    assertTrue(waiting.text("/sentence").contains("slot A-01 of writer-1, for 1 minute."));
  }

  @Test
  void aCardIsConfirmedOnlyWhileItIsTheOneInTheSlot() {
    var task = waitingForCard();
    var path = "/tasks/" + task + "/confirm_inserted";
    var confirmation = "{\"slot\": \"A-01\", \"medium\": \"sd-1\"}";
    assertEquals(409, api.post(admin, path, confirmation).status());

    report("sd-1", task);
    assertEquals("confirmation", api.get(admin, "/tasks/" + task + "/waiting").text("/cause"));
    progress(task, "sd-2");
    var other = api.post(admin, path, confirmation);
    assertEquals(409, other.status());
    assertTrue(other.text("/error").contains("another one now (sd-2)"));

    progress(task, "");
    assertEquals(409, api.post(admin, path, confirmation).status());
    progress(task, "sd-1");
    assertEquals(409, api.post(admin, path, "{\"slot\": \"A-02\", \"medium\": \"sd-1\"}").status());
    assertEquals(0, api.told().stream().filter(t -> t.startsWith("confirm")).count());
    assertEquals(200, api.post(admin, path, confirmation).status());
    assertTrue(api.told().contains("confirm writer-1 A-01 sd-1"));
  }

  @Test
  void aCardThatIsBeingWrittenIsNotConfirmedButMayBeBad() {
    var task = waitingForCard();
    step(task, WriteStep.WRITING, 2);
    progress(task, "sd-1");
    var confirmed =
        api.post(
            admin,
            "/tasks/" + task + "/confirm_inserted",
            "{\"slot\": \"A-01\", \"medium\": \"sd-1\"}");
    assertEquals(409, confirmed.status());
    assertEquals(200, api.post(admin, "/tasks/" + task + "/bad_card", "").status());
    assertTrue(api.told().contains("bad card writer-1"));
  }

  @Test
  void aSkippedSlotLeavesTheTaskToAnother() {
    var task = waitingForCard();
    assertEquals(200, api.post(admin, "/tasks/" + task + "/skip_slot", "").status());
    assertEquals("pending", api.get(admin, "/tasks/" + task).text("/life"));
    assertTrue(api.told().contains("stop writer-1 1"));
    assertEquals(409, api.post(admin, "/tasks/" + task + "/skip_slot", "").status());
    assertEquals(409, api.post(admin, "/tasks/" + task + "/bad_card", "").status());
  }

  @Test
  void workersAreShownAsTheyReported() {
    report("sd-1", "");
    var list = api.get(admin, "/workers/?kind=write");
    assertEquals(1, list.json().at("/meta/count").asInt());
    assertEquals("sd-1", list.text("/items/0/slots/0/medium"));
    assertEquals("false", list.text("/items/0/cordoned"));
    assertEquals(404, api.get(admin, "/workers/nobody").status());
  }

  @Test
  void aSlotNamesTheVerifiedCardInItUntilAnotherIsThere() {
    var task = waitingForCard();
    step(task, WriteStep.VERIFYING, 2);
    report("sd-1", task);
    assertTrue(api.get(admin, "/workers/writer-1").json().at("/slots/0/card").isNull());
    var origin = new TaskEvent.Origin("writer-1", 1, new Mark(1, 3), api.clock.instant());
    var card = new Product.Card("sd-1", "A-01", 1_000, 0);
    api.production.tell(new TaskId(task), new TaskEvent.Finished(origin, card), Map.of());
    for (var path : List.of("/workers/writer-1", "/workers/")) {
      var worker = api.get(admin, path).json();
      var shown = (path.endsWith("/") ? worker.at("/items/0") : worker).at("/slots/0/card");
      assertEquals(task, shown.path("task").asText());
      assertEquals(order, shown.path("order").asText());
      assertEquals("A-01 1", shown.path("slot").asText() + " " + shown.path("unit").asInt());
    }
    report("sd-2", "");
    assertTrue(api.get(admin, "/workers/writer-1").json().at("/slots/0/card").isNull());
  }

  @Test
  void aTaskSaysWhichCardWasOrdered() {
    assertEquals("8", api.get(admin, "/tasks/" + imageStored()).text("/card_size"));
  }

  @Test
  void aCordonedWorkerIsShownWithWhoDidItUntilItIsUncordoned() {
    var task = imageStored();
    var olga = api.user("olga", "operator");
    report("", "");
    assertEquals(200, api.patch(olga, "/workers/writer-1", "{\"cordoned\": true}").status());
    assertEquals(200, api.patch(admin, "/workers/writer-1", "{\"cordoned\": true}").status());
    report("", "");
    var worker = api.get(admin, "/workers/").json().at("/items/0");
    assertTrue(worker.path("cordoned").asBoolean());
    assertEquals("olga", worker.path("cordoned_by").asText());
    assertFalse(worker.path("draining").asBoolean());
    var waiting = api.get(admin, "/tasks/" + task + "/waiting");
    assertEquals("cordoned", waiting.text("/cause"));
    assertTrue(waiting.text("/sentence").contains("writer-1 was cordoned by olga at "));

    assertEquals(200, api.patch(olga, "/workers/writer-1", "{\"cordoned\": false}").status());
    assertEquals("false", api.get(admin, "/workers/writer-1").text("/cordoned"));
    assertEquals("its_turn", api.get(admin, "/tasks/" + task + "/waiting").text("/cause"));
  }

  @Test
  void aDrainedWorkerIsToldAndCordoned() {
    var task = imageStored();
    report("", "");
    assertEquals(200, api.post(admin, "/workers/writer-1/drain", "").status());
    assertTrue(api.told().contains("drain writer-1"));
    var worker = api.get(admin, "/workers/writer-1");
    assertEquals("true", worker.text("/cordoned"));
    assertEquals("true", worker.text("/draining"));
    assertEquals("draining", api.get(admin, "/tasks/" + task + "/waiting").text("/cause"));
    assertEquals(200, api.patch(admin, "/workers/writer-1", "{\"cordoned\": false}").status());
    assertEquals("false", api.get(admin, "/workers/writer-1").text("/draining"));
  }

  @Test
  void onlyManagersAndOperatorsKeepTasksAway() {
    report("", "");
    var carla = api.user("carla", "client");
    assertEquals(403, api.patch(carla, "/workers/writer-1", "{\"cordoned\": true}").status());
    assertEquals(403, api.post(carla, "/workers/writer-1/drain", "").status());
    assertEquals(400, api.patch(admin, "/workers/writer-1", "{}").status());
    assertEquals(400, api.patch(admin, "/workers/writer-1", "{\"cordoned\": \"yes\"}").status());
    assertEquals(404, api.patch(admin, "/workers/nobody", "{\"cordoned\": true}").status());
    assertEquals(404, api.post(admin, "/workers/nobody/drain", "").status());
  }

  @Test
  void anOlderReportChangesNothing() {
    report("sd-2", "");
    var late = worker(1, "sd-1", "");
    workers.saw(
        new Worker(
            late.name(),
            late.kind(),
            late.channel(),
            0,
            late.version(),
            late.lastHeartbeat(),
            true,
            late.slots(),
            late.diskFree()),
        1);
    assertEquals("sd-2", api.get(admin, "/workers/writer-1").text("/slots/0/medium"));
    assertEquals(1, workers.silentSince(api.clock.instant().plusSeconds(1)));
    assertEquals("false", api.get(admin, "/workers/writer-1").text("/online"));
  }

  private String imageStored() {
    var image = new Product.Image(order, 1_000, DIGEST);
    api.production.tell(order, new OrderEvent.ImageStored(1, image), Map.of());
    return api.get(admin, "/orders/" + order).text("/tasks/write/0/_id");
  }

  private String waitingForCard() {
    var task = imageStored();
    var now = api.clock.instant();
    api.production.tell(
        new TaskId(task),
        new TaskEvent.Asked("writer-1", 1, "A-01", now, Duration.ofSeconds(90)),
        Map.of());
    step(task, WriteStep.WAITING_FOR_CARD, 1);
    return task;
  }

  private void step(String task, WriteStep step, int seq) {
    var origin = new TaskEvent.Origin("writer-1", 1, new Mark(1, seq), api.clock.instant());
    api.production.tell(new TaskId(task), new TaskEvent.Stepped(origin, step), Map.of());
  }

  private void progress(String task, String medium) {
    var now = Json.object().put("step", "waiting_for_card").put("slot", "A-01");
    if (!medium.isEmpty()) {
      now.put("medium", medium);
    }
    tasks.saveProgress(task, 1, now, api.clock.instant());
  }

  private void report(String medium, String task) {
    workers.saw(worker(1, medium, task), 1);
  }

  private Worker worker(long boot, String medium, String task) {
    return worker(boot, medium, task, "ready");
  }

  private Worker worker(long boot, String medium, String task, String state) {
    return new Worker(
        "writer-1",
        TaskKind.WRITE,
        "cardshop",
        boot,
        "1",
        api.clock.instant(),
        true,
        List.of(new Worker.Slot("A-01", state, medium, 0, task)),
        OptionalLong.of(5));
  }
}
