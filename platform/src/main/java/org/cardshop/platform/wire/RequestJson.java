package org.cardshop.platform.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.cardshop.core.image.Sha256;
import org.cardshop.core.task.Product;
import org.cardshop.core.task.TaskKind;
import org.cardshop.platform.wire.Answer.Work;

/// Requests of workers and their answers, as they go through the exchange `cardshop.requests` and
/// the reply queues.
public final class RequestJson {
  private RequestJson() {}

  public static ObjectNode write(Request request) {
    var json =
        Json.object()
            .put("verb", request.verb())
            .put("worker", request.worker())
            .put("boot", request.boot());
    switch (request) {
      case Request.Claim c -> {
        json.put("kind", c.kind().wire()).put("channel", c.channel()).put("slot", c.slot());
        c.task().ifPresent(t -> json.put("task", t));
      }
      case Request.Renew r -> {
        var held = json.putArray("tasks");
        r.held().forEach(h -> held.addObject().put("task", h.task()).put("epoch", h.epoch()));
      }
    }
    return json;
  }

  /// @throws MalformedException when it is no request
  public static Request readRequest(byte[] bytes) {
    var fields = Fields.of(bytes);
    var worker = fields.text("worker");
    long boot = fields.whole("boot");
    return switch (fields.text("verb")) {
      case "claim" ->
          new Request.Claim(
              worker,
              boot,
              TaskKind.fromWire(fields.text("kind"))
                  .orElseThrow(() -> new MalformedException("no such kind of task")),
              fields.text("channel"),
              fields.text("slot"),
              fields.optionalText("task"));
      case "renew" ->
          new Request.Renew(
              worker,
              boot,
              objects(fields, "tasks").stream()
                  .map(t -> new Request.Held(t.text("task"), t.whole("epoch")))
                  .toList());
      default -> throw new MalformedException("no such verb: " + fields.text("verb"));
    };
  }

  public static ObjectNode write(Answer answer) {
    var json = Json.object();
    switch (answer) {
      case Answer.Granted g -> {
        json.put("answer", "granted")
            .put("task", g.task())
            .put("order", g.order())
            .put("unit", g.unit())
            .put("epoch", g.epoch())
            .put("lease_seconds", g.lease().toSeconds())
            .put("ticket", g.ticket());
        json.set("payload", work(g.work()));
      }
      case Answer.Denied d -> {
        json.put("answer", "denied").put("why", d.why());
        if (d.isCordoned()) {
          json.put("cordoned", true);
        }
      }
      case Answer.Renewals r -> {
        var list = json.put("answer", "renewals").putArray("tasks");
        for (var renewal : r.renewals()) {
          var one = list.addObject().put("task", renewal.task()).put("epoch", renewal.epoch());
          renewal.ticket().ifPresent(t -> one.put("ticket", t));
          one.put("why", renewal.why());
        }
        if (r.isDrained()) {
          json.put("drained", true);
        }
      }
    }
    return json;
  }

  /// @throws MalformedException when it is no answer
  public static Answer readAnswer(byte[] bytes) {
    var fields = Fields.of(bytes);
    return switch (fields.text("answer")) {
      case "granted" ->
          new Answer.Granted(
              fields.text("task"),
              fields.text("order"),
              fields.smallWhole("unit"),
              fields.whole("epoch"),
              Duration.ofSeconds(fields.whole("lease_seconds")),
              work(fields.fields("payload")),
              fields.text("ticket"));
      case "denied" -> new Answer.Denied(fields.text("why"), fields.flag("cordoned"));
      case "renewals" ->
          new Answer.Renewals(
              objects(fields, "tasks").stream()
                  .map(t ->
                      new Answer.Renewal(
                          t.text("task"),
                          t.whole("epoch"),
                          t.optionalText("ticket"),
                          t.text("why")))
                  .toList(),
              fields.flag("drained"));
      default -> throw new MalformedException("no such answer: " + fields.text("answer"));
    };
  }

  private static ObjectNode work(Work work) {
    var json =
        Json.object().put("warehouse", work.warehouse().toString()).put("channel", work.channel());
    switch (work) {
      case Work.Create c ->
          json.put("kind", "create").put("image", c.image()).set("recipe", c.recipe());
      case Work.Write w ->
          json.put("kind", "write")
              .put("image", w.image().name())
              .put("size", w.image().size())
              .put("sha256", w.image().sha256().hex())
              .put("card_size", w.cardSize());
    }
    return json;
  }

  private static Work work(Fields fields) {
    var warehouse = fields.parsed("warehouse", URI::create);
    var channel = fields.text("channel");
    return switch (fields.text("kind")) {
      case "create" ->
          new Work.Create(
              warehouse, channel, fields.text("image"), fields.fields("recipe").object());
      case "write" ->
          new Work.Write(
              warehouse,
              channel,
              new Product.Image(
                  fields.text("image"), fields.whole("size"), fields.parsed("sha256", Sha256::new)),
              fields.whole("card_size"));
      default -> throw new MalformedException("no such kind of task");
    };
  }

  private static List<Fields> objects(Fields fields, String name) {
    var all = new ArrayList<Fields>();
    for (var node : fields.list(name)) {
      if (!(node instanceof ObjectNode object)) {
        throw new MalformedException("the field '" + name + "' must hold objects");
      }
      all.add(new Fields(object));
    }
    return all;
  }
}
