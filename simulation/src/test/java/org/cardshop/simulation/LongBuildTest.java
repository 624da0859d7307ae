package org.cardshop.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.cardshop.core.order.OrderState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LongBuildTest {
  private static final int SEEDS = 20;
  private static final int LOSSES = 100;
  private static final List<String> ONE = List.of("creator-1");
  private static final List<String> TWO = List.of("creator-1", "creator-2");

  /// What a seed came to.
  ///
  /// @param begun builds
  /// @param building how often the history says that it is built
  /// @param cuts how often the lease ran out
  private record Story(
      long seed, long epoch, int begun, long building, long cuts, OrderState order) {}

  @Test
  void aBuildOfThreeDaysIsNeverStartedAgainThoughItsConnectionBreaksAHundredTimes() {
    var stories = LongStream.rangeClosed(1, SEEDS).parallel().mapToObj(LongBuildTest::story);
    long cuts = 0;
    for (var story : stories.toList()) {
      assertEquals(1, story.epoch(), "grants: " + story);
      assertEquals(1, story.begun(), "builds: " + story);
      assertEquals(1 + story.cuts(), story.building(), "only cuts interrupt it: " + story);
      assertInstanceOf(OrderState.Shipped.class, story.order(), story.toString());
      cuts += story.cuts();
    }
    assertTrue(cuts > 5 * SEEDS, "losses outlasted the lease " + cuts + " times");
  }

  @Test
  void aLossThatOutlastsTheLeaseGivesTheBuildToAnIdleCreatorAndTheFirstIsFenced() {
    for (var after : after(b -> b.cutOnce(LongBuild.HOUR, 125_000))) {
      assertEquals(2, after.epoch(), "grants: " + after);
      assertEquals(List.of(1, 1), after.begun(), "builds: " + after);
      assertEquals(List.of(after.holder()), after.busy(), "who is at work: " + after);
    }
  }

  @Test
  void aLossShorterThanTheLeaseLeavesTheBuildWhereItIs() {
    for (var after : after(b -> b.cutOnce(LongBuild.HOUR, 60_000))) {
      assertEquals(1, after.epoch(), "grants: " + after);
      assertEquals(1, after.building(), "begins in the history: " + after);
      assertEquals(List.of(after.holder()), after.busy(), "who is at work: " + after);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anOutageOfAServerTakesNobodysWorkAway(boolean ofTheDatabase) {
    for (var after : after(b -> b.stop(ofTheDatabase, LongBuild.HOUR, 300_000))) {
      assertEquals(1, after.epoch(), "grants: " + after);
      assertEquals(List.of(after.holder()), after.busy(), "who is at work: " + after);
    }
  }

  /// How it is with two creators, an hour after something happened.
  private record After(
      long seed,
      long epoch,
      long building,
      String holder,
      List<Integer> begun,
      List<String> busy) {}

  private static List<After> after(Consumer<LongBuild> fault) {
    return LongStream.rangeClosed(1, SEEDS)
        .parallel()
        .mapToObj(seed -> after(seed, fault))
        .toList();
  }

  private static After after(long seed, Consumer<LongBuild> fault) {
    return Kernel.calmly(() -> {
      var build = new LongBuild(seed, TWO);
      try {
        fault.accept(build);
        build.run(2 * LongBuild.HOUR);
        var grant = build.task().value().state().holder().orElseThrow();
        return new After(
            seed,
            grant.epoch(),
            build.came("building"),
            grant.worker(),
            build.creators().stream().map(c -> c.begun).toList(),
            build.creators().stream().filter(c -> !c.isIdle()).map(c -> c.host.name).toList());
      } finally {
        build.close();
      }
    });
  }

  private static Story story(long seed) {
    return Kernel.calmly(() -> {
      var build = new LongBuild(seed, ONE);
      try {
        build.cutOften(LOSSES);
        build.run(LongBuild.LENGTH + 3 * LongBuild.HOUR);
        return new Story(
            seed,
            build.task().value().state().attempts().epoch(),
            build.creators().getFirst().begun,
            build.came("building"),
            build.came("pending") - 1,
            build.order().value().state());
      } finally {
        build.close();
      }
    });
  }
}
