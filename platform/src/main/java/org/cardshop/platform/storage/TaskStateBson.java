package org.cardshop.platform.storage;

import static org.cardshop.platform.storage.Bson.date;
import static org.cardshop.platform.storage.Bson.document;
import static org.cardshop.platform.storage.Bson.instant;
import static org.cardshop.platform.storage.Bson.small;
import static org.cardshop.platform.storage.Bson.whole;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.cardshop.core.image.Sha256;
import org.cardshop.core.task.Attempts;
import org.cardshop.core.task.Failure;
import org.cardshop.core.task.Grant;
import org.cardshop.core.task.Mark;
import org.cardshop.core.task.Product;
import org.cardshop.core.task.Step;
import org.cardshop.core.task.TaskKind;
import org.cardshop.core.task.TaskState;
import org.cardshop.core.task.Trouble;

/// Task states in the database: the field `life` names the state, the others carry what is true in
/// it.
final class TaskStateBson {
  private TaskStateBson() {}

  static Document write(TaskState state) {
    var d =
        new Document("epoch", state.attempts().epoch())
            .append("failures", state.attempts().failures())
            .append("killed", List.copyOf(state.attempts().killed()));
    return switch (state) {
      case TaskState.Pending _ -> d.append("life", "pending");
      case TaskState.Claimed s -> d.append("life", "claimed").append("grant", grant(s.grant()));
      case TaskState.Running s ->
          d.append("life", "running")
              .append("grant", grant(s.grant()))
              .append("step", s.step().wire())
              .append("mark", mark(s.mark()));
      case TaskState.Retryable s -> {
        d.append("life", "retryable")
            .append("not_before", date(s.notBefore()))
            .append("reason", s.reason());
        s.trouble().ifPresent(t -> d.append("trouble", t.wire()));
        s.cut().ifPresent(c -> d.append("cut", cut(c)));
        yield d;
      }
      case TaskState.Succeeded s ->
          d.append("life", "succeeded").append("product", product(s.product()));
      case TaskState.Discarded s ->
          d.append("life", "discarded").append("failure", failure(s.failure()));
      case TaskState.Cancelled s -> d.append("life", "cancelled").append("by", s.by());
    };
  }

  static TaskState read(TaskKind kind, Document d) {
    var attempts =
        new Attempts(
            whole(d, "epoch"),
            small(d, "failures"),
            new HashSet<>(d.getList("killed", String.class, List.of())));
    return switch (d.getString("life")) {
      case "pending" -> new TaskState.Pending(attempts);
      case "claimed" -> new TaskState.Claimed(attempts, grant(document(d, "grant")));
      case "running" ->
          new TaskState.Running(
              attempts, grant(document(d, "grant")), step(kind, d), mark(document(d, "mark")));
      case "retryable" ->
          new TaskState.Retryable(
              attempts,
              instant(d, "not_before"),
              d.getString("reason"),
              Optional.ofNullable(d.getString("trouble")).flatMap(Trouble::fromWire),
              Optional.ofNullable(document(d, "cut")).map(c -> cut(kind, c)));
      case "succeeded" -> new TaskState.Succeeded(attempts, product(document(d, "product")));
      case "discarded" -> new TaskState.Discarded(attempts, failure(document(d, "failure")));
      case "cancelled" -> new TaskState.Cancelled(attempts, d.getString("by"));
      default -> throw new IllegalStateException("no such life of a task: " + d.get("life"));
    };
  }

  static Document failure(Failure failure) {
    return new Document("status", failure.status().wire()).append("reason", failure.reason());
  }

  static Failure failure(Document d) {
    return new Failure(
        Failure.Status.fromWire(d.getString("status")).orElseThrow(), d.getString("reason"));
  }

  static Document image(Product.Image image) {
    return new Document("image", image.name())
        .append("size", image.size())
        .append("sha256", image.sha256().hex());
  }

  static Product.Image image(Document d) {
    return new Product.Image(
        d.getString("image"), whole(d, "size"), new Sha256(d.getString("sha256")));
  }

  static Document card(Product.Card card) {
    return new Document("medium", card.medium())
        .append("slot", card.slot())
        .append("verified", card.verified())
        .append("rewrites", card.rewrites());
  }

  static Product.Card card(Document d) {
    return new Product.Card(
        d.getString("medium"), d.getString("slot"), whole(d, "verified"), small(d, "rewrites"));
  }

  private static Document product(Product product) {
    return switch (product) {
      case Product.Image i -> image(i);
      case Product.Card c -> card(c);
    };
  }

  private static Product product(Document d) {
    return d.containsKey("image") ? image(d) : card(d);
  }

  private static Document grant(Grant g) {
    return new Document("worker", g.worker())
        .append("boot", g.boot())
        .append("slot", g.slot())
        .append("epoch", g.epoch())
        .append("lease_until", date(g.leaseUntil()));
  }

  private static Grant grant(Document d) {
    return new Grant(
        d.getString("worker"),
        whole(d, "boot"),
        d.getString("slot"),
        whole(d, "epoch"),
        instant(d, "lease_until"));
  }

  private static Document cut(TaskState.Cut cut) {
    var d = new Document("grant", grant(cut.grant())).append("mark", mark(cut.mark()));
    cut.step().ifPresent(s -> d.append("step", s.wire()));
    return d;
  }

  private static TaskState.Cut cut(TaskKind kind, Document d) {
    return new TaskState.Cut(
        grant(document(d, "grant")),
        Optional.ofNullable(d.getString("step")).map(s -> step(kind, d)),
        mark(document(d, "mark")));
  }

  private static Step step(TaskKind kind, Document d) {
    return Step.fromWire(kind, d.getString("step")).orElseThrow();
  }

  private static Document mark(Mark mark) {
    return new Document("boot", mark.boot()).append("seq", mark.seq());
  }

  private static Mark mark(Document d) {
    return new Mark(whole(d, "boot"), whole(d, "seq"));
  }
}
