package org.cardshop.platform.worker;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongUnaryOperator;
import org.cardshop.platform.wire.Answer;

/// When leases are renewed, and what the answer means. Pure: chance comes in.
public final class Renewing {
  /// Milliseconds between looks when nothing is held.
  private static final long IDLE = 2_000;

  /// Milliseconds until the next try when nobody answered.
  private static final long SOON = 2_000;

  private Renewing() {}

  /// What becomes of a hold.
  public sealed interface Verdict {}

  /// @param ticket the next password for the warehouse
  public record Renewed(String ticket) implements Verdict {}

  public record Fenced(String why) implements Verdict {}

  /// What the answer says of one hold.
  ///
  /// @return empty when it says nothing: the hold stays as it is
  public static Optional<Verdict> verdict(Answer.Renewals answer, String task, long epoch) {
    return answer.renewals().stream()
        .filter(r -> r.task().equals(task) && r.epoch() == epoch)
        .findFirst()
        .map(r -> r.ticket().<Verdict>map(Renewed::new).orElseGet(() -> new Fenced(r.why())));
  }

  /// A quarter of the shortest lease. Jitter keeps a hundred workers from asking in the same
  /// instant after an outage.
  ///
  /// @param shortest of the leases that are held, in milliseconds
  /// @param below answers a number from 0 to below its argument
  /// @return milliseconds until leases are renewed again
  public static long pause(OptionalLong shortest, boolean wasAnswered, LongUnaryOperator below) {
    long quarter = shortest.isPresent() ? shortest.getAsLong() / 4 : IDLE;
    long usual = wasAnswered ? quarter : Math.min(SOON, quarter);
    return usual - below.applyAsLong(usual / 5 + 1);
  }
}
