package org.cardshop.platform.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.cardshop.core.task.Step;
import org.cardshop.core.task.Step.WriteStep;

/// Whether work goes on, judged by what it shows of itself. Pure: time comes in. Times are
/// nanoseconds of a clock that never jumps.
///
/// Anything new that the work shows is progress for now. Work that was interrupted and begins anew
/// shows much that was seen before, so an earlier stall is forgiven only when it comes further than
/// ever.
///
/// @param since when it showed something new last, or was interrupted
/// @param shown the last that it showed
/// @param isWaiting nothing is expected of it now
/// @param farthest how far it ever was in each thing that it did
/// @param stalls how often it has stalled since it came further than ever
record Headway(
    long since, String shown, boolean isWaiting, Map<String, Reach> farthest, int stalls) {
  Headway {
    farthest = Map.copyOf(farthest);
  }

  /// What becomes of work that shows nothing new.
  enum Verdict {
    CARRY_ON,
    /// Interrupt it and let it go on from where it can.
    RECOVER,
    /// That was done already and brought nothing forward: the attempt has failed.
    GIVE_UP,
    /// It does not even end: whatever it still does no longer counts.
    ABANDON
  }

  /// How far one thing is.
  ///
  /// @param left of an amount that may be another at each attempt
  record Reach(long done, long left) {
    private boolean isBeyond(Reach other) {
      return done > other.done || left < other.left;
    }

    private Reach farther(Reach other) {
      return new Reach(Math.max(done, other.done), Math.min(left, other.left));
    }
  }

  /// Something that work shows of itself.
  ///
  /// @param what it does
  /// @param waits for something that ends without it and says nothing of its progress
  record Sign(String what, Reach reach, String shown, boolean waits) {
    static Sign of(Step step) {
      var shown = "step " + step.wire();
      return new Sign(shown, new Reach(0, 0), shown, step == WriteStep.WAITING_FOR_CARD);
    }

    /// @param now with a text `step`; with `done` and `total` where amounts are known
    static Sign of(ObjectNode now, boolean waits) {
      var what =
          StreamSupport.stream(now.spliterator(), false)
              .filter(JsonNode::isTextual)
              .map(JsonNode::asText)
              .collect(Collectors.joining(" "));
      long done = now.path("done").asLong();
      long total = now.path("total").asLong();
      var reach = new Reach(done, total > 0 ? total - done : Long.MAX_VALUE);
      return new Sign(what, reach, now.toString(), waits);
    }
  }

  static Headway begun(long now) {
    return new Headway(now, "", false, Map.of(), 0);
  }

  Headway saw(Sign sign, long now) {
    if (sign.shown().equals(shown) && sign.waits() == isWaiting) {
      return this;
    }
    var before = farthest.get(sign.what());
    if (before != null && !sign.reach().isBeyond(before)) {
      return new Headway(now, sign.shown(), sign.waits(), farthest, stalls);
    }
    var beyond = new HashMap<>(farthest);
    beyond.merge(sign.what(), sign.reach(), Reach::farther);
    return new Headway(now, sign.shown(), sign.waits(), beyond, 0);
  }

  /// The work could not go on through no fault of its own: its time begins again.
  Headway excused(long now) {
    return new Headway(now, shown, isWaiting, farthest, stalls);
  }

  /// A verdict was carried out.
  Headway stalled(long now) {
    return new Headway(now, shown, isWaiting, farthest, stalls + 1);
  }

  /// @param limit how long work may show nothing new
  Verdict judge(long now, Duration limit) {
    if (isWaiting || now - since < limit.toNanos()) {
      return Verdict.CARRY_ON;
    }
    return switch (stalls) {
      case 0 -> Verdict.RECOVER;
      case 1 -> Verdict.GIVE_UP;
      default -> Verdict.ABANDON;
    };
  }
}
