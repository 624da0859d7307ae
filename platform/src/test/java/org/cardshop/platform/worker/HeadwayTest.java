package org.cardshop.platform.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.cardshop.core.task.Step.CreateStep;
import org.cardshop.core.task.Step.WriteStep;
import org.cardshop.platform.wire.Json;
import org.cardshop.platform.worker.Headway.Sign;
import org.cardshop.platform.worker.Headway.Verdict;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HeadwayTest {
  private static final Duration LIMIT = Duration.ofMinutes(15);

  /// Signs by a letter; the clock goes on by a minute at each character. `!` carries out the
  /// verdict, `~` excuses.
  private static final Map<Character, Sign> SIGNS =
      Map.of(
          'B', Sign.of(CreateStep.BUILDING),
          'U', Sign.of(CreateStep.UPLOADING),
          '1', uploading(1, 9),
          '5', uploading(5, 9),
          's', uploading(2, 4), // the rest of '5', by another attempt
          'W', Sign.of(WriteStep.WAITING_FOR_CARD),
          'a', Sign.of(Json.object().put("step", "waiting_for_card").put("asks", "insert"), true),
          'c', Sign.of(Json.object().put("step", "uploading").put("phase", "checking"), true));

  private static Sign uploading(long done, long total) {
    return Sign.of(
        Json.object().put("step", "uploading").put("done", done).put("total", total), false);
  }

  private static final String Q = ".".repeat(14); // quarter of an hour, with what comes next
  private static final String LONG = ".".repeat(60);

  static Stream<Arguments> table() {
    return Stream.of(
        row("nothing for less than the limit", "U" + Q, Verdict.CARRY_ON),
        row("nothing for the limit", "U" + Q + ".", Verdict.RECOVER),
        row("nothing from the start", Q + "..", Verdict.RECOVER),
        row("a step is progress", "B" + Q + "U" + Q, Verdict.CARRY_ON),
        row("bytes moved are progress", "U1" + Q + "5" + Q, Verdict.CARRY_ON),
        row("the same again is none", "U1.......1.......", Verdict.RECOVER),
        row("less than before is, for now", "5" + Q + "1" + Q, Verdict.CARRY_ON),
        row("a person may take as long as he likes", "W" + LONG, Verdict.CARRY_ON),
        row("also while the card is asked for", "Wa" + LONG, Verdict.CARRY_ON),
        row("the warehouse looks through the image", "5c" + LONG, Verdict.CARRY_ON),
        row("what waited must go on afterwards", "c" + LONG + "U" + Q + ".", Verdict.RECOVER),
        row("no lease, no stall", "U" + LONG + "~" + Q, Verdict.CARRY_ON),
        row("recovered: all its time again", "U5" + Q + ".!" + Q, Verdict.CARRY_ON),
        row("recovered and stalled at once", "U5" + Q + ".!" + Q + ".", Verdict.GIVE_UP),
        row("recovered to the same place", "U5" + Q + ".!U15" + Q + ".", Verdict.GIVE_UP),
        row("recovered to less", "U5" + Q + ".!U1" + Q + ".", Verdict.GIVE_UP),
        row("recovered and went further", "U1" + Q + ".!U15" + Q + ".", Verdict.RECOVER),
        row("recovered, less was left", "U5" + Q + ".!Us" + Q + ".", Verdict.RECOVER),
        row("recovered, a new step", "B" + Q + ".!BU" + Q + ".", Verdict.RECOVER),
        row("given up and not ended", "U" + Q + ".!" + Q + ".!" + Q + ".", Verdict.ABANDON));
  }

  private static Arguments row(String fact, String story, Verdict verdict) {
    return Arguments.of(fact, story, verdict);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("table")
  void workIsJudgedByWhatItShows(String fact, String story, Verdict expected) {
    var headway = Headway.begun(0);
    long now = 0;
    for (int i = 0; i < story.length(); i++) {
      char c = story.charAt(i);
      now += Duration.ofMinutes(1).toNanos();
      headway =
          switch (c) {
            case '.' -> headway;
            case '!' -> headway.stalled(now);
            case '~' -> headway.excused(now);
            default -> headway.saw(Objects.requireNonNull(SIGNS.get(c)), now);
          };
    }
    assertEquals(expected, headway.judge(now, LIMIT), fact + ": " + story);
  }
}
