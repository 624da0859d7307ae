package org.cardshop.simulation;

import java.time.Duration;
import java.util.List;

/// Makes everything fail that can, for a while, and then nothing any more.
final class Faults {
  private final World world;
  private final People people;
  private final Kernel kernel;
  private final Host host;

  /// What was done, for whoever replays a seed.
  final List<String> diary;

  Faults(World world, People people, List<String> diary) {
    this.world = world;
    this.people = people;
    this.kernel = world.kernel;
    this.diary = diary;
    this.host = new Host(kernel, "faults", () -> {});
  }

  /// @param until milliseconds from the beginning
  void start(long until) {
    var luck = world.wire.luck;
    luck.doubled = (int) kernel.below(100);
    luck.delayed = (int) kernel.below(60);
    luck.swapped = (int) kernel.below(200);
    luck.lost = (int) kernel.below(300);
    for (var server : List.of(world.database, world.wire.server, world.storehouse.server)) {
      server.losses = (int) kernel.below(20);
    }
    people.mischief = (int) kernel.below(30);
    kernel.spawn(
        host,
        "faults",
        () -> {
          while (kernel.now() < until) {
            kernel.sleep(kernel.below(60_000));
            strike();
          }
          end();
        });
  }

  private void strike() {
    var victim = kernel.one(world.hosts);
    long span = kernel.chance(200) ? kernel.below(240_000) : kernel.below(20_000);
    switch ((int) kernel.below(10)) {
      case 0, 1, 2 -> kill(victim, span);
      case 3 ->
          during(
              victim.name + " stands still",
              span,
              () -> victim.pausedUntil = kernel.now() + span,
              () -> {});
      case 4 ->
          during(
              victim.name + " is mute",
              span,
              () -> victim.isMute = true,
              () -> victim.isMute = false);
      case 5 ->
          during(
              victim.name + " is deaf",
              span,
              () -> victim.isDeaf = true,
              () -> victim.isDeaf = false);
      case 6 -> down("database", world.database, span);
      case 7 -> down("broker", world.wire.server, span);
      case 8 -> down("warehouse", world.storehouse.server, span);
      case 9 -> {
        if (kernel.chance(700)) {
          var skew = Duration.ofMillis(kernel.below(1_200_000) - 600_000);
          during(
              victim.name + "'s clock is off by " + skew,
              span,
              () -> victim.skew = skew,
              () -> victim.skew = Duration.ZERO);
        } else if (kernel.chance(300)) {
          note("the broker loses its disk");
          world.isWiped = true;
          world.wire.wipe();
        } else {
          during(
              "the database is slow",
              span,
              () -> world.database.isSlow = true,
              () -> world.database.isSlow = false);
        }
      }
      default -> throw new IllegalStateException();
    }
  }

  private void kill(Host victim, long span) {
    if (victim.isUp) {
      note(victim.name + " is killed");
      victim.kill();
      kernel.spawn(
          host,
          "restart",
          () -> {
            kernel.sleep(span);
            note(victim.name + " is started");
            victim.start();
          });
    }
  }

  private void down(String name, Server server, long span) {
    during("the " + name + " is down", span, () -> server.isUp = false, () -> server.isUp = true);
  }

  private void during(String what, long span, Runnable begin, Runnable end) {
    note(what + " for " + span + " ms");
    begin.run();
    kernel.spawn(
        host,
        "end",
        () -> {
          kernel.sleep(span);
          end.run();
        });
  }

  private void end() {
    note("no more trouble");
    var luck = world.wire.luck;
    luck.doubled = luck.delayed = luck.swapped = luck.lost = 0;
    for (var server : List.of(world.database, world.wire.server, world.storehouse.server)) {
      server.losses = 0;
    }
    people.mischief = 0;
    if (kernel.chance(400)) {
      switchOff(kernel.chance(500) ? world.creators : world.writers);
    }
  }

  /// Nothing fails, but there is nobody for this kind of work for a while.
  private void switchOff(List<? extends Worker> all) {
    kernel.sleep(kernel.below(300_000));
    long span = 300_000 + kernel.below(900_000);
    all.forEach(worker -> kill(worker.host, span));
  }

  private void note(String what) {
    diary.add("%8.1f s  %s".formatted(kernel.now() / 1000.0, what));
  }
}
