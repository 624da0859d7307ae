package org.cardshop.writer.card;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.cardshop.platform.runtime.Pace;
import org.cardshop.platform.wire.Json;
import org.cardshop.writer.source.Reading;

/// For a program: one JSON object a line for each event. Times are seconds since the command began,
/// rates bytes a second.
final class JsonReport implements Report {
  /// Nanoseconds between two lines of progress of the same thing.
  private static final long PAUSE = 200_000_000;

  private final PrintWriter out;
  private final long begun = System.nanoTime();

  JsonReport(PrintWriter out) {
    this.out = out;
  }

  @Override
  public Reading reading() {
    var steps = new Steps(Optional.empty());
    return (done, total) -> steps.on(new Phase("reading", done, total));
  }

  @Override
  public CardListener of(String target) {
    var steps = new Steps(Optional.of(target));
    return progress -> {
      Phase.of(progress).ifPresent(steps::on);
      if (progress instanceof CardProgress.Warning(var sentence)) {
        print(event("warning", target).put("sentence", sentence));
      }
    };
  }

  @Override
  public void written(String target, CardOutcome outcome) {
    var result = event("result", target);
    switch (outcome) {
      case CardOutcome.Written(var c) -> {
        result
            .put("status", "good")
            .put("image", c.image())
            .put("sha256", c.sha256().hex())
            .put("bytes_written", c.counts().written())
            .put("bytes_verified", c.counts().verified())
            .put("rewrites", c.counts().rewrites());
        result
            .putObject("seconds")
            .put("writing", seconds(c.writing().time().toNanos()))
            .put("verifying", seconds(c.verifying().time().toNanos()));
        result.set("certificate", CertificateJson.of(c));
      }
      case CardOutcome.Bad(var during, var why) -> bad(result, "bad", during, why);
      case CardOutcome.Pulled(var during, var why) -> bad(result, "pulled", during, why);
      case CardOutcome.SourceFailed(var during, var why) -> bad(result, "source", during, why);
      case CardOutcome.Cancelled(var during) ->
          bad(result, "cancelled", during, "Cancelled; the card is not usable.");
    }
    print(result);
  }

  @Override
  public void checked(String target, CheckOutcome outcome) {
    var result = event("result", target);
    switch (outcome) {
      case CheckOutcome.Matches(var bytes, var reading) ->
          result
              .put("status", "good")
              .put("bytes_verified", bytes)
              .putObject("seconds")
              .put("verifying", seconds(reading.toNanos()));
      case CheckOutcome.Differs(var why) -> result.put("status", "bad").put("sentence", why);
      case CheckOutcome.Unreadable(var why) ->
          result.put("status", "unreadable").put("sentence", why);
      case CheckOutcome.Cancelled _ ->
          result.put("status", "cancelled").put("sentence", "Cancelled.");
    }
    print(result);
  }

  @Override
  public void refused(String target, List<String> reasons) {
    var refused = event("refused", target);
    reasons.forEach(refused.putArray("reasons")::add);
    print(refused);
  }

  @Override
  public void failed(String sentence) {
    print(event("failed").put("sentence", sentence));
  }

  @Override
  public void close() {
    out.flush();
  }

  private static void bad(ObjectNode result, String status, CardStep during, String why) {
    result
        .put("status", status)
        .put("during", during.name().toLowerCase(Locale.ROOT))
        .put("sentence", why);
  }

  private static ObjectNode event(String event) {
    return Json.object().put("event", event);
  }

  private static ObjectNode event(String event, String target) {
    return event(event).put("target", target);
  }

  private static double seconds(long nanos) {
    return Math.round(nanos / 1e6) / 1e3;
  }

  private synchronized void print(ObjectNode event) {
    out.println(Json.text(event));
    out.flush();
  }

  /// The progress of one thing: where each phase begins and ends, and some of what is between.
  private final class Steps {
    private final Optional<String> target;
    private final Pace pace = new Pace();
    private String phase = "";
    private long told;

    Steps(Optional<String> target) {
      this.target = target;
    }

    synchronized void on(Phase now) {
      long nanos = System.nanoTime();
      if (!now.name().equals(phase)) {
        phase = now.name();
        told = nanos - PAUSE;
        print(line("phase").put("phase", phase).put("at", seconds(nanos - begun)));
      }
      if (now.total() > 0 && (nanos - told >= PAUSE || now.done() == now.total())) {
        told = nanos;
        pace.on(nanos, now.done());
        print(
            line("progress")
                .put("phase", phase)
                .put("done", now.done())
                .put("total", now.total())
                .put("rate", pace.rate()));
      }
    }

    private ObjectNode line(String event) {
      return target.isPresent() ? event(event, target.get()) : event(event);
    }
  }
}
