package org.cardshop.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.cardshop.core.image.Sha256;
import org.cardshop.core.order.OrderEvent;
import org.cardshop.core.task.Mark;
import org.cardshop.core.task.Product;
import org.cardshop.core.task.Step.WriteStep;
import org.cardshop.core.task.TaskEvent;
import org.cardshop.core.task.TaskKind;
import org.cardshop.platform.production.TaskId;
import org.cardshop.platform.storage.TaskStore;
import org.cardshop.platform.storage.Worker;
import org.cardshop.platform.storage.WorkerStore;
import org.cardshop.platform.wire.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

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
    assertEquals(404, api.get(admin, "/workers/nobody").status());
    assertEquals(200, api.post(admin, "/workers/writer-1/drain", "").status());
    assertTrue(api.told().contains("drain writer-1"));
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
            late.diskFree()));
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
    workers.saw(worker(1, medium, task));
  }

  private Worker worker(long boot, String medium, String task) {
    return new Worker(
        "writer-1",
        TaskKind.WRITE,
        "cardshop",
        boot,
        "1",
        api.clock.instant(),
        true,
        List.of(new Worker.Slot("A-01", "ready", medium, 0, task)),
        OptionalLong.of(5));
  }
}
