package org.cardshop.manager.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import org.cardshop.manager.health.HealthView;
import org.cardshop.manager.live.Board;
import org.cardshop.manager.live.Tile;
import org.cardshop.platform.scheduler.EventStream.Event;
import org.cardshop.platform.scheduler.SignedInClient;
import org.cardshop.platform.wire.Fields;

/// All hosts with all slots, and the factory's health.
final class WallBoard implements Board {
  private final BenchBoard bench = BenchBoard.whole();
  private HealthView health = HealthView.UNREAD;

  @Override
  public void read(SignedInClient scheduler) throws IOException, InterruptedException {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var asked = threads.submit(() -> scheduler.get("/health/factory"));
      bench.read(scheduler);
      health = HealthView.of(new Fields(Lists.got(asked)));
    }
  }

  @Override
  public Effect changed(Event event) {
    return bench.changed(event);
  }

  @Override
  public List<Tile> tiles() {
    var hosts = bench.view().hosts();
    var tiles = new ArrayList<Tile>();
    tiles.add(new Tile(WallSum.TILE, "bench/wall_sum", WallSum.of(health, hosts)));
    hosts.forEach(host -> tiles.add(new Tile(host.id(), "bench/wall_host", host)));
    return tiles;
  }

  @Override
  public Duration every() {
    return Duration.ofSeconds(5);
  }

  WallPage page(String path) {
    var hosts = bench.view().hosts();
    return new WallPage(WallSum.of(health, hosts), hosts, Tile.stream(path, tiles()));
  }
}
