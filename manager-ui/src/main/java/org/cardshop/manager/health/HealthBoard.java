package org.cardshop.manager.health;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.cardshop.manager.live.Board;
import org.cardshop.manager.live.Tile;
import org.cardshop.platform.scheduler.EventStream.Event;
import org.cardshop.platform.scheduler.SignedInClient;
import org.cardshop.platform.wire.Fields;

/// The factory's health. No event tells of it: it is read every few seconds.
final class HealthBoard implements Board {
  static final String TILE = "factory";

  private HealthView view = HealthView.UNREAD;

  @Override
  public void read(SignedInClient scheduler) throws IOException, InterruptedException {
    view = HealthView.of(new Fields(scheduler.get("/health/factory")));
  }

  @Override
  public Effect changed(Event event) {
    return Effect.NOTHING;
  }

  @Override
  public List<Tile> tiles() {
    return List.of(new Tile(TILE, "health/factory", view));
  }

  @Override
  public Duration every() {
    return Duration.ofSeconds(5);
  }

  HealthView view() {
    return view;
  }
}
