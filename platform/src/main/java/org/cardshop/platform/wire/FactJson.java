package org.cardshop.platform.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.Function;
import org.cardshop.core.image.Sha256;
import org.cardshop.core.task.Failure;
import org.cardshop.core.task.Mark;
import org.cardshop.core.task.Product;
import org.cardshop.core.task.Step;
import org.cardshop.core.task.TaskKind;
import org.cardshop.core.task.Trouble;
import org.cardshop.platform.wire.Fact.Bench;
import org.cardshop.platform.wire.Fact.Slot;

/// Facts as they go through the exchange `cardshop.facts`: `{id, type, worker, boot, seq, task?,
/// epoch?, at, data}`.
public final class FactJson {
  private FactJson() {}

  public static ObjectNode write(Fact fact) {
    var json =
        Json.object()
            .put("id", fact.id())
            .put("type", fact.body().type())
            .put("worker", fact.worker())
            .put("boot", fact.mark().boot())
            .put("seq", fact.mark().seq());
    if (fact.body() instanceof Fact.OfTask task) {
      json.put("task", task.task()).put("epoch", task.epoch());
    }
    json.put("at", fact.at().toString()).set("data", data(fact.body()));
    return json;
  }

  /// @throws MalformedException when the type or the shape is not known
  public static Fact read(byte[] json) {
    var fields = Fields.of(json);
    var mark = new Mark(fields.whole("boot"), fields.whole("seq"));
    var fact = new Fact(fields.text("worker"), mark, fields.instant("at"), body(fields));
    if (!fact.id().equals(fields.text("id"))) {
      throw new MalformedException("the id " + fields.text("id") + " is not worker/boot/seq");
    }
    return fact;
  }

  private static ObjectNode data(Fact.Body body) {
    var data = Json.object();
    return switch (body) {
      case Fact.WorkerOnline b -> presence(data, b.kind(), b.channel(), b.version(), b.bench());
      case Fact.WorkerHeartbeat b -> presence(data, b.kind(), b.channel(), b.version(), b.bench());
      case Fact.WorkerOffline b -> data.put("reason", b.reason());
      case Fact.CardSeen b ->
          data.put("slot", b.slot()).put("medium", b.medium()).put("size", b.size());
      case Fact.CardRemoved b -> data.put("slot", b.slot()).put("medium", b.medium());
      case Fact.TaskReceived _, Fact.TaskCanceled _ -> data;
      case Fact.TaskStepped b ->
          data.put("step", b.step().wire()).put("kind", kind(b.step()).wire());
      case Fact.TaskRetried b -> failure(data, b.failure()).put("trouble", b.trouble().wire());
      case Fact.TaskSucceeded b -> product(data, b.product());
      case Fact.TaskFailed b -> failure(data, b.failure());
    };
  }

  private static Fact.Body body(Fields fields) {
    var data = fields.fields("data");
    return switch (fields.text("type")) {
      case "worker-online" ->
          new Fact.WorkerOnline(
              one(data, "kind", TaskKind::fromWire),
              data.text("channel"),
              data.text("version"),
              bench(data));
      case "worker-heartbeat" ->
          new Fact.WorkerHeartbeat(
              one(data, "kind", TaskKind::fromWire),
              data.text("channel"),
              data.text("version"),
              bench(data));
      case "worker-offline" -> new Fact.WorkerOffline(data.text("reason"));
      case "card-seen" ->
          new Fact.CardSeen(data.text("slot"), data.text("medium"), data.whole("size"));
      case "card-removed" -> new Fact.CardRemoved(data.text("slot"), data.text("medium"));
      case "task-received" -> new Fact.TaskReceived(fields.text("task"), fields.whole("epoch"));
      case "task-step" -> {
        var kind = one(data, "kind", TaskKind::fromWire);
        yield new Fact.TaskStepped(
            fields.text("task"),
            fields.whole("epoch"),
            one(data, "step", name -> Step.fromWire(kind, name)));
      }
      case "task-retried" ->
          new Fact.TaskRetried(
              fields.text("task"),
              fields.whole("epoch"),
              one(data, "trouble", Trouble::fromWire),
              failure(data));
      case "task-succeeded" ->
          new Fact.TaskSucceeded(fields.text("task"), fields.whole("epoch"), product(data));
      case "task-failed" ->
          new Fact.TaskFailed(fields.text("task"), fields.whole("epoch"), failure(data));
      case "task-canceled" -> new Fact.TaskCanceled(fields.text("task"), fields.whole("epoch"));
      default -> throw new MalformedException("no such type of fact: " + fields.text("type"));
    };
  }

  private static ObjectNode failure(ObjectNode data, Failure failure) {
    return data.put("status", failure.status().wire()).put("reason", failure.reason());
  }

  private static Failure failure(Fields data) {
    return new Failure(one(data, "status", Failure.Status::fromWire), data.text("reason"));
  }

  private static TaskKind kind(Step step) {
    return switch (step) {
      case Step.CreateStep _ -> TaskKind.CREATE;
      case Step.WriteStep _ -> TaskKind.WRITE;
    };
  }

  private static ObjectNode product(ObjectNode data, Product product) {
    return switch (product) {
      case Product.Image i ->
          data.put("image", i.name()).put("size", i.size()).put("sha256", i.sha256().hex());
      case Product.Card c ->
          data.put("medium", c.medium())
              .put("slot", c.slot())
              .put("verified", c.verified())
              .put("rewrites", c.rewrites());
    };
  }

  private static Product product(Fields data) {
    if (data.has("image")) {
      return new Product.Image(
          data.text("image"),
          data.whole("size"),
          one(data, "sha256", hex -> Optional.of(new Sha256(hex))));
    }
    return new Product.Card(
        data.text("medium"),
        data.text("slot"),
        data.whole("verified"),
        data.smallWhole("rewrites"));
  }

  private static ObjectNode presence(
      ObjectNode data, TaskKind kind, String channel, String version, Bench bench) {
    data.put("kind", kind.wire()).put("channel", channel).put("version", version);
    bench.diskFree().ifPresent(free -> data.put("disk_free", free));
    var slots = data.putArray("slots");
    for (var slot : bench.slots()) {
      var s = slots.addObject().put("name", slot.name()).put("state", slot.state());
      slot.medium().ifPresent(m -> s.put("medium", m));
      slot.size().ifPresent(z -> s.put("size", z));
      slot.task().ifPresent(t -> s.put("task", t));
    }
    return data;
  }

  private static Bench bench(Fields data) {
    var slots = new ArrayList<Slot>();
    for (var node : data.list("slots")) {
      if (!(node instanceof ObjectNode object)) {
        throw new MalformedException("the field 'slots' must hold objects");
      }
      var slot = new Fields(object);
      slots.add(
          new Slot(
              slot.text("name"),
              slot.text("state"),
              slot.optionalText("medium"),
              slot.optionalWhole("size"),
              slot.optionalText("task")));
    }
    return new Bench(slots, data.optionalWhole("disk_free"));
  }

  private static <T> T one(Fields fields, String name, Function<String, Optional<T>> read) {
    return fields
        .parsed(name, read)
        .orElseThrow(() ->
            new MalformedException(
                "the field '" + name + "' does not know '" + fields.text(name) + "'"));
  }
}
